"""Money of one year in the prices of another."""

from __future__ import annotations

from typing import Any

from analysis_lib.statistics.checks import aligned, counts, plain, positive


def uprate(cost: Any, *, index_from: Any, index_to: Any) -> Any:
    """A cost in the prices of another year: the cost times the ratio of the two years' deflators.

    The index is HM Treasury's GDP deflator for financial years, both years from one release. Not the consumer
    prices index, which leaves most of what public services buy out; and never a chain of printed growth rates,
    whose rounding adds up.

    Parameters
    ----------
    cost : pounds in the prices of the first year, 0 or more; or a column
    index_from : deflator of the year the cost is in, above 0; or a column
    index_to : deflator of the year wanted, from the same release, above 0; or a column

    Returns
    -------
    float or array : pounds in the prices of the year wanted

    Raises
    ------
    ValueError : the cost is negative, missing or text; an index is not above 0

    References
    ----------
    HM Treasury, GDP deflators at market prices, and money GDP.

    Examples
    --------
    A thousand pounds of 1955-56 in the prices of 1963-64 (deflators of the Autumn Budget 2017, 2016-17 = 100):

    >>> round(uprate(1000, index_from=4.321, index_to=5.472), 4)
    1266.3735

    What cost £1,000 in 1955-56 cost £1,266 eight years later, by prices alone.
    """
    money, first, second = aligned(
        cost=(counts, cost),
        index_from=(positive, index_from),
        index_to=(positive, index_to),
    )
    return plain(money * second / first)


def deflator_growth(*, index_from: Any, index_to: Any) -> Any:
    """The per cent by which prices rose between two years, from their deflators.

    Parameters
    ----------
    index_from, index_to : deflators of the first and the second year, from one release, above 0; or columns

    Returns
    -------
    float or array : per cent; negative if prices fell

    Raises
    ------
    ValueError : an index is not above 0, missing or text

    References
    ----------
    HM Treasury, GDP deflators at market prices, and money GDP.

    Examples
    --------
    1956-57 to 1957-58, where the release of the Autumn Budget 2017 itself prints 4.68%:

    >>> round(deflator_growth(index_from=4.593, index_to=4.808), 2)
    4.68

    Prices rose by 4.7% in the year.
    """
    first, second = aligned(index_from=(positive, index_from), index_to=(positive, index_to))
    return plain(100 * (second / first - 1))

"""The oracle of the disclosure tests: every table of whole numbers that fits, found by trying."""

from __future__ import annotations

import numpy as np


def every_table(cells, suppressed, least, most):
    """All tables of whole numbers with the same published cells and the same totals, one at a time, by trying."""
    table, places = np.array(cells), [tuple(place) for place in np.argwhere(suppressed)]
    rows = np.where(suppressed, table, 0).sum(axis=1).tolist()
    columns = np.where(suppressed, table, 0).sum(axis=0).tolist()
    last = {("row", i): k for k, (i, _) in enumerate(places)} | {("column", j): k for k, (_, j) in enumerate(places)}

    def fill(k, found):
        if k == len(places):
            yield dict(zip(places, found, strict=True))
            return
        i, j = places[k]
        room = min(rows[i], columns[j], most[i, j])
        must = max(rows[i] if last["row", i] == k else 0, columns[j] if last["column", j] == k else 0)
        for value in range(int(max(least[i, j], must)), int(room) + 1):
            rows[i] -= value
            columns[j] -= value
            yield from fill(k + 1, [*found, value])
            rows[i] += value
            columns[j] += value

    return fill(0, [])

"""Which people a figure is about: their sex and their ages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sex = Literal["women", "men", "persons"]
SEXES = ("women", "men", "persons")
ADULT = 16  # the age from which the crime survey, and this report, speak of women and men
NOUNS = {  # of all grown up, of all under age, of both
    "women": ("women", "girls", "women and girls"),
    "men": ("men", "boys", "men and boys"),
    "persons": ("people", "children", "people"),
}


@dataclass(frozen=True)
class People:
    """People of a sex between two ages, both inclusive; ``oldest`` None means that there is no upper limit.

    >>> print(People("women", 16, 59), "|", People("persons", 16), "|", People("men"), "|", People("women", 0, 15))
    women aged 16 to 59 | people aged 16 and over | men and boys of all ages | girls aged 0 to 15
    """

    sex: Sex = "persons"
    youngest: int = 0
    oldest: int | None = None

    def __post_init__(self) -> None:
        if self.sex not in SEXES:
            raise ValueError(f"sex must be one of {', '.join(SEXES)}, got {self.sex!r}")
        if self.youngest < 0 or (self.oldest is not None and self.oldest < self.youngest):
            raise ValueError(
                f"ages must run upwards from 0, got {self.youngest} to {self.oldest}; write the youngest first"
            )

    @property
    def label(self) -> str:
        """As a sentence names them."""
        grown, under, both = NOUNS[self.sex]
        child = self.oldest is not None and self.oldest < ADULT
        noun = grown if self.youngest >= ADULT else under if child else both
        if self.oldest is None:
            return f"{noun} aged {self.youngest} and over" if self.youngest else f"{noun} of all ages"
        return f"{noun} aged {self.youngest} to {self.oldest}"

    def __str__(self) -> str:
        return self.label

    @property
    def everyone(self) -> bool:
        return self == People()

    def overlaps(self, other: People) -> bool:
        """Whether anyone could belong to both.

        >>> People("women", 16, 59).overlaps(People("persons", 59)), People("women").overlaps(People("men"))
        (True, False)
        """
        same_sex = self.sex == other.sex or "persons" in (self.sex, other.sex)
        return same_sex and not (_ends_before(self, other) or _ends_before(other, self))

    def within(self, other: People) -> bool:
        """Whether everyone here belongs to ``other`` as well.

        >>> People("women", 16, 59).within(People("persons", 16)), People("women").within(People("women", 16))
        (True, False)
        """
        old = other.oldest is None or (self.oldest is not None and self.oldest <= other.oldest)
        return other.sex in (self.sex, "persons") and self.youngest >= other.youngest and old

    def joined(self, other: People) -> People | None:
        """Both groups as one, where they touch without overlapping: ages in a row, or both sexes; otherwise None.

        >>> print(People("women", 16, 59).joined(People("women", 60)))
        women aged 16 and over
        >>> print(People("women", 16, 59).joined(People("men", 16, 59)))
        people aged 16 to 59
        """
        if self.overlaps(other):
            return None
        if self.sex != other.sex:
            same_ages = (self.youngest, self.oldest) == (other.youngest, other.oldest)
            return People("persons", self.youngest, self.oldest) if same_ages else None
        first, second = sorted((self, other), key=lambda one: one.youngest)
        return People(self.sex, first.youngest, second.oldest) if first.oldest == second.youngest - 1 else None


def _ends_before(first: People, second: People) -> bool:
    return first.oldest is not None and first.oldest < second.youngest

"""A paper as a list states it: its date and its identifiers."""

from __future__ import annotations

from typing import Literal, NamedTuple

Scheme = Literal["arxiv", "doi", "openreview", "acl", "cvf", "pmlr", "neurips"]


class PartialDate(NamedTuple):
    """A date of which the month or the day may be unknown (0). It stands for every day that fits it."""

    year: int
    month: int = 0
    day: int = 0

    def first_day(self) -> tuple[int, int, int]:
        return (self.year, self.month or 1, self.day or 1)

    def last_day(self) -> tuple[int, int, int]:
        """The last day that fits, with 31 for the last day of any month: good for comparing only."""
        return (self.year, self.month or 12, self.day or 31)

    def wholly_before(self, other: PartialDate) -> bool:
        """Whether every day that fits this date lies before every day that fits the other."""
        return self.last_day() < other.first_day()


class Identifier(NamedTuple):
    """``value`` is canonical, so that equal identifiers name the same work: for arXiv without version and
    subject class, for DOI in lower case. ``version`` is the arXiv version as written, without ``v``.
    """

    scheme: Scheme
    value: str
    version: str = ""

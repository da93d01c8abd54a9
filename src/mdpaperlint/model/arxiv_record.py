"""What arXiv itself says of a paper."""

from __future__ import annotations

from typing import NamedTuple


class ArxivRecord(NamedTuple):
    """The record of a paper's latest version. Each text is on one printable line, and empty where arXiv says
    nothing.

    ``published`` (of the first version) and ``updated`` are days as ``2024-01-31``. ``doi`` is that of the
    published paper, not arXiv's own. ``version`` is the latest version's number, 0 where it is not known.
    """

    title: str
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    primary_category: str = ""
    withdrawn: bool = False
    version: int = 0

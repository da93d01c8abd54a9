"""What registries say of a paper, and what is known of one that a list is to get."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.model.paper import Identifier, PartialDate


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


class PaperRecord(NamedTuple):
    """``title`` and ``venue`` are plain texts on one line, empty where they are not known. ``date`` is that
    of the first version. ``url`` is the paper's page, of a paper that no registry knows; ``code`` a web page.
    """

    identifier: Identifier | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    venue: str = ""
    doi: str = ""
    url: str = ""
    code: str = ""

"""What is known of a paper that a list is to get."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.model.paper import Identifier, PartialDate


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

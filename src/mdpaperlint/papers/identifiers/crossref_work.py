"""What Crossref says of a work, as a paper
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/).
"""

from __future__ import annotations

import json
from typing import Any

from mdpaperlint.model.paper import Identifier, PaperRecord, PartialDate
from mdpaperlint.model.wording import one_line

_LONGEST_TEXT = 2000


def read_work(doi: str, answer: bytes) -> PaperRecord:
    """``answer`` is JSON. Raises ``ValueError`` where it is no record of a work."""
    try:
        work: dict[str, Any] = json.loads(answer)["message"]
        names = (
            each.get("name") or " ".join(filter(None, (each.get("given"), each.get("family"))))
            for each in work.get("author", ())
        )
        return PaperRecord(
            Identifier("doi", doi),
            _text(work.get("title")),
            tuple(one_line(name) for name in names if name),
            _date(work),
            _text(work.get("container-title")),
            doi,
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        raise ValueError("Crossref's answer could not be read") from None


def _text(texts: list[str] | None) -> str:
    return one_line(texts[0], longest=_LONGEST_TEXT) if texts else ""


def _date(work: dict[str, Any]) -> PartialDate | None:
    """The earliest of the dates that the publisher gave."""
    dates = (
        work.get(kind, {}).get("date-parts", [[]])[0]
        for kind in ("published-online", "published-print", "issued")
    )
    known = [PartialDate(*map(int, parts[:3])) for parts in dates if parts and parts[0]]
    return min(known, key=PartialDate.first_day, default=None)

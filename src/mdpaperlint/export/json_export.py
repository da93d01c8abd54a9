"""A JSON array with one object for each paper; what is not known is left out."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mdpaperlint.export.works import Work


def export_text(works: Sequence[Work]) -> str:
    return json.dumps([_object(work) for work in works], ensure_ascii=False, indent=2) + "\n"


def _object(work: Work) -> dict[str, object]:
    known = {
        "key": work.key,
        "title": work.title,
        "authors": work.authors,
        "date": "" if work.date is None else work.date.iso(),
        "year": None if work.date is None else work.date.year,
        "venue": work.venue,
        "journal": work.journal,
        "doi": work.doi,
        "url": work.url,
        "code": work.code,
        "identifiers": dict(reversed(work.identifiers)),
        "places": [place._asdict() for place in work.places],
    }
    return {name: value for name, value in known.items() if value}

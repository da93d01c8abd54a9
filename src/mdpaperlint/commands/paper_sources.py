"""What `mdpaperlint add` knows of papers: from registries, or from a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.paper import ArxivRecord, Identifier, PaperRecord, PartialDate
from mdpaperlint.papers.dates.date_readings import MONTHS
from mdpaperlint.papers.identifiers.url_identifiers import identify, submitted_month
from mdpaperlint.papers.writing.title_texts import without_tex
from mdpaperlint.user_error import UserError, reason_of

_BIBTEX_ENTRY = re.compile(r"@(\w+)\s*\{")
# Braces in braces in braces, which is what titles have.
_BRACES = "[^{}]"
for _ in range(3):
    _BRACES = rf"(?:[^{{}}]|\{{{_BRACES}*+\}})"
_VALUE = rf"\{{{_BRACES}*+\}}|\"(?:[^\"{{}}]|\{{{_BRACES}*+\}})*+\"|\w++"
_BIBTEX_FIELD = re.compile(rf"\s*+(?P<name>[A-Za-z][\w-]*+)\s*+=\s*+(?P<value>{_VALUE})\s*+,?")


def read_id(text: str) -> PaperRecord:
    """An arXiv ID, a DOI, or a link. Raises :class:`~mdpaperlint.user_error.UserError`."""
    found = (
        identify(text)
        or identify(f"arxiv:{text}")
        or (identify(f"doi:{text}") if text[:3] == "10." else None)
    )
    if found is not None:
        # A link to a publisher's page stays what it is.
        is_page = found.scheme != "arxiv" and text.startswith("http") and "doi.org/" not in text
        url = text if is_page or found.scheme not in ("arxiv", "doi") else ""
        return PaperRecord(found, url=url)
    if text.startswith(("https://", "http://")) and not re.search(r"[\s<>()\\]", text):
        return PaperRecord(url=text)
    raise UserError(f"{text} is neither an arXiv ID, nor a DOI, nor a link")


def asking(settings: LinkSettings, arxiv_api: str | None, crossref_api: str | None) -> LinkSettings:
    """The settings with the registries that the command line names."""
    known = settings.registries
    arxiv, crossref = arxiv_api or known.arxiv, crossref_api or known.crossref
    return settings._replace(registries=known._replace(arxiv=arxiv, crossref=crossref))


def from_registries(asked: Iterable[PaperRecord], settings: LinkSettings) -> list[PaperRecord]:
    """What arXiv and Crossref say.

    Raises :class:`~mdpaperlint.user_error.UserError` for what they do not know.
    """
    from mdpaperlint.online.link_checker import arxiv_records
    from mdpaperlint.online.registry_checks import crossref_records

    asked = list(asked)
    ids: dict[str, list[str]] = {"arxiv": [], "doi": []}
    for each in asked:
        if each.identifier is not None and each.identifier.scheme in ids:
            ids[each.identifier.scheme].append(each.identifier.value)
    known = arxiv_records(ids["arxiv"], settings) if ids["arxiv"] else {}
    works = crossref_records(ids["doi"], settings) if ids["doi"] else {}
    result = []
    for each in asked:
        identifier = each.identifier
        if identifier is not None and identifier.scheme == "arxiv":
            if identifier.value not in known:
                raise UserError(f"arXiv has no paper {identifier.value}")
            each = of_arxiv(identifier, known[identifier.value])
        elif identifier is not None and identifier.scheme == "doi":
            if identifier.value not in works:
                raise UserError(f"Crossref does not know the DOI {identifier.value}")
            found = works[identifier.value]
            each = found._replace(title=without_tex(found.title), url=each.url)
        result.append(each)
    return result


def of_arxiv(identifier: Identifier, record: ArxivRecord) -> PaperRecord:
    date = (
        PartialDate(*map(int, record.published.split("-")))
        if record.published
        else submitted_month(identifier)
    )
    return PaperRecord(
        identifier, without_tex(record.title), record.authors, date, record.journal_ref, record.doi
    )


def from_file(asked: Iterable[PaperRecord], path: str) -> list[PaperRecord]:
    """What a file says that holds an answer of arXiv's API (Atom) or BibTeX; of a paper that it does not
    name, as much as its ID tells.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"{path}: {reason_of(error)}") from None
    known = _atom(data, path) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _bibtex(data, path)
    result = []
    for each in asked:
        identifier = each.identifier
        found = None if identifier is None else known.get((identifier.scheme, identifier.value))
        if found is not None:
            found = found._replace(identifier=identifier, url=each.url)
        result.append(found or by_itself(each))
    return result


def by_itself(asked: PaperRecord) -> PaperRecord:
    identifier = asked.identifier
    return asked if identifier is None else asked._replace(date=submitted_month(identifier))


def _atom(data: bytes, path: str) -> Mapping[tuple[str, str], PaperRecord]:
    from mdpaperlint.papers.identifiers.arxiv_feed import read_feed

    try:
        found = read_feed(data)
    except ValueError as error:
        raise UserError(f"{path}: {error}") from None
    return {("arxiv", each): of_arxiv(Identifier("arxiv", each), record) for each, record in found.items()}


def _bibtex(data: bytes, path: str) -> Mapping[tuple[str, str], PaperRecord]:
    text = data.decode("utf-8", "replace")
    if not _BIBTEX_ENTRY.search(text):
        raise UserError(f"{path} holds neither an answer of arXiv's API nor BibTeX")
    found: dict[tuple[str, str], PaperRecord] = {}
    for fields in _bibtex_entries(text):
        names = re.split(r"\s+and\s+", fields.get("author", ""))
        record = PaperRecord(
            title=without_tex(fields.get("title", "")),
            authors=tuple(without_tex(name) for name in names if name),
            date=_bibtex_date(fields),
            venue=without_tex(fields.get("journal", "") or fields.get("booktitle", "")),
            doi=fields.get("doi", "").lower(),
        )
        for link in (
            f"arxiv:{fields.get('eprint', '')}",
            f"doi:{fields.get('doi', '')}",
            fields.get("url", ""),
        ):
            identifier = identify(link)
            if identifier is not None:
                key = (identifier.scheme, identifier.value)
                found.setdefault(key, record._replace(identifier=identifier))
    return found


def _bibtex_date(fields: Mapping[str, str]) -> PartialDate | None:
    year = re.search(r"\d{4}", fields.get("year", "") or fields.get("date", ""))
    if year is None:
        return None
    month = fields.get("month", "").lower()
    names = [name[:3].lower() for name in MONTHS]
    number = int(month) if month.isdigit() else names.index(month[:3]) + 1 if month[:3] in names else 0
    return PartialDate(int(year[0]), number)


def _bibtex_entries(text: str) -> Iterator[dict[str, str]]:
    """The fields of each entry, names in lower case."""
    for start in _BIBTEX_ENTRY.finditer(text):
        fields: dict[str, str] = {}
        place = text.find(",", start.end()) + 1
        while place and (field := _BIBTEX_FIELD.match(text, place)):
            fields[field["name"].lower()] = field["value"].strip('{}"').strip()
            place = field.end()
        yield fields

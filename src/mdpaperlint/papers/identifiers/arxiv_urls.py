"""The URLs that carry an arXiv ID, at arXiv, its mirrors and the sites that show papers under that ID."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import Identifier
from mdpaperlint.papers.identifiers.arxiv_ids import PLACEHOLDER, ArxivFault, IdReading, read_id

MAIN_HOST = "arxiv.org"
MIRROR_HOSTS = frozenset(
    {
        f"{name}.arxiv.org"
        for name in "www export cn browse beta lanl de es fr il in jp kr ru tw uk br za au".split()
    }
    | {"xxx.lanl.gov", "xxx.itp.ac.cn"}
)
ARXIV_HOSTS = MIRROR_HOSTS | {MAIN_HOST}

_ARXIV_FORMS = frozenset({"abs", "pdf", "html", "format", "src", "e-print", "ps"})
# Sites of others that show a paper under its arXiv ID, and the first word of the path there.
_OTHER_SITES = {
    "huggingface.co": frozenset({"papers"}),
    "hf.co": frozenset({"papers"}),
    "alphaxiv.org": frozenset({"abs", "pdf", "html", "overview", "audio"}),
    "ar5iv.labs.arxiv.org": frozenset({"abs", "html"}),
    "ar5iv.org": frozenset({"abs", "html", "pdf"}),
    "semanticscholar.org": frozenset({"arxiv"}),
    "papers.cool": frozenset({"arxiv"}),
    "scirate.com": frozenset({"arxiv"}),
}

ARXIV_ID_HOSTS = ARXIV_HOSTS | frozenset(_OTHER_SITES)

# The IDs of today in the usual URL, which need no closer look.
PLAIN_URL = lazy_pattern(
    r"(https?:)//((?:www\.)?arxiv\.org)/(abs|pdf)/"
    r"((?:1[5-9]|[2-8][0-9])(?:0[1-9]|1[0-2])\.(?!00000)[0-9]{5})(v[1-9][0-9]*)?(\.pdf)?"
)
_URL = lazy_pattern(
    r"(?:(?P<scheme>https?:)?//)?(?P<host>[a-z0-9.-]+)(?::[0-9]+)?"
    r"(?P<before>/+)(?:(?P<ftp>ftp/[a-z-]+/papers/[0-9]{4})(?=/)|(?P<form>[a-z-]+)(?=[/?#]|$))?"
    r"(?P<slashes>/*)(?P<rest>[^?#]*)",
    re.IGNORECASE,
)
_DOI = lazy_pattern(
    r"(?P<scheme>https?:)?//(?P<host>(?:dx\.|www\.)?doi\.org)/10\.48550/arxiv\.(?P<rest>[^?#]*)",
    re.IGNORECASE,
)
_MAY_CARRY_ID = lazy_pattern(r"xiv|r5iv|papers|scirate|xxx\.", re.IGNORECASE)


class ArxivUrl(NamedTuple):
    """A URL that carries an arXiv ID, or stands where arXiv expects one.

    ``host`` is in lower case, ``form`` is the word of the path (``abs``, ``pdf``, ``papers`` at Hugging Face;
    ``doi``, ``ftp``; ``bare`` when there is none). ``written_id`` is the ID as written without its version
    (all that stands in its place when it is no ID); ``version`` keeps its ``v``. ``id_start`` to ``id_end``
    is the ID with its version, followed by ``suffix`` (``.pdf``). ``asset`` is a path below the ID: a figure.
    ``identifier`` is None when the ID cannot exist.
    """

    scheme: str
    host: str
    host_start: int
    form: str
    form_start: int
    written_id: str
    version: str
    suffix: str
    id_start: int
    id_end: int
    asset: str
    identifier: Identifier | None
    fault: ArxivFault | None

    @property
    def on_arxiv(self) -> bool:
        """Whether arXiv itself or a mirror of it answers, not another site that shows arXiv's papers."""
        return self.host in ARXIV_HOSTS


def read_arxiv_url(url: str) -> ArxivUrl | None:
    """Reads a URL; None when it is not the place of one arXiv paper: a listing, a search, an author."""
    plain = PLAIN_URL.fullmatch(url)
    if plain is not None:
        scheme, host, form, written, version, suffix = plain.groups(default="")
        id_start = plain.start(4)
        id_end = id_start + len(written) + len(version)
        identifier = Identifier("arxiv", written, version[1:])
        form_start = id_start - 4
        return ArxivUrl(
            scheme,
            host,
            len(scheme) + 2,
            form,
            form_start,
            written,
            version,
            suffix,
            id_start,
            id_end,
            "",
            identifier,
            None,
        )
    if _MAY_CARRY_ID.search(url) is None:
        return None
    found = _URL.match(url)
    if found is None:
        return None
    host = found["host"].lower()
    form = (found["form"] or "").lower()
    if host in ARXIV_HOSTS:
        return _read_on_arxiv(url, found, host, form)
    if host.endswith("doi.org"):
        return _read_doi(url)
    site = _OTHER_SITES.get(host.removeprefix("www."))
    if site is not None and form in site and found["slashes"]:
        # Other pages live under the same word, so only what looks like an ID is one.
        reading = read_id(url, found.start("rest"), found.end("rest"), below=form == "html")
        return _arxiv_url(found, host, form, reading, found.start("rest")) if reading else None
    return None


def _arxiv_url(found: re.Match[str], host: str, form: str, reading: IdReading, id_start: int) -> ArxivUrl:
    return ArxivUrl(
        found["scheme"] or "",
        host,
        found.start("host"),
        form,
        found.start("form"),
        reading.written_id,
        reading.version,
        reading.suffix,
        id_start,
        reading.end,
        reading.asset,
        reading.identifier,
        reading.fault,
    )


def _read_on_arxiv(url: str, found: re.Match[str], host: str, form: str) -> ArxivUrl | None:
    start, end = found.span("rest")
    if form not in _ARXIV_FORMS:
        if form:
            # An archive of the old scheme may stand where a form is expected: arxiv.org/hep-th/9901001.
            start = found.start("form")
        reading = read_id(url, start, end, below=False)
        if reading is None or reading.identifier is None:
            return None
        form = "ftp" if found["ftp"] else "bare"
        return _arxiv_url(found, host, form, reading, start)._replace(fault=None, form_start=start)
    reading = read_id(url, start, end, below=form == "html")
    if reading is None:
        written = url[start:end]
        if PLACEHOLDER.fullmatch(written):
            reason = "this is a placeholder" if written else "the arXiv ID is missing"
            fault = ArxivFault("placeholder", reason, start if written else found.start("form"), end)
        else:
            fault = ArxivFault("not-an-id", "this is no arXiv ID", start, end)
        return _arxiv_url(found, host, form, IdReading(written, "", "", end, "", None, fault), start)
    result = _arxiv_url(found, host, form, reading, start)
    if reading.fault is None:
        for group in ("slashes", "before"):
            if len(found[group]) > 1:
                place = found.span(group)
                reason = f'"{found[group]}" stands before the {"ID" if group == "slashes" else "path"}'
                return result._replace(fault=ArxivFault("double-slash", reason, *place))
    return result


def _read_doi(url: str) -> ArxivUrl | None:
    found = _DOI.match(url)
    if found is None:
        return None
    start, end = found.span("rest")
    reading = read_id(url, start, end, below=False)
    if reading is None:
        return None
    return ArxivUrl(
        found["scheme"] or "",
        found["host"].lower(),
        found.start("host"),
        "doi",
        start,
        reading.written_id,
        reading.version,
        reading.suffix,
        start,
        reading.end,
        "",
        reading.identifier,
        reading.fault,
    )

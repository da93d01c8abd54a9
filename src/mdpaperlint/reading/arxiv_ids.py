"""The grammar of arXiv identifiers, and the URLs that carry one.

Source: https://info.arxiv.org/help/arxiv_identifier.html. From April 2007: ``YYMM.NNNN``, five digits behind
the dot from January 2015; before, from July 1991: ``archive(.SUBJECT)?/YYMMNNN``. The number counts from 1.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from mdpaperlint.model.paper import Identifier, PartialDate

FaultKind = Literal["id", "double-slash", "version", "glued", "placeholder"]

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

PAPER_HOSTS = ARXIV_HOSTS | frozenset(_OTHER_SITES)

_ARCHIVES = frozenset(
    "astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th "
    "physics q-bio q-fin quant-ph stat acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph "
    "cmp-lg comp-gas dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con".split()
)

# The IDs of today in the usual URL, which need no closer look.
PLAIN_URL = re.compile(
    r"(https?:)//((?:www\.)?arxiv\.org)/(abs|pdf)/"
    r"((?:1[5-9]|[2-8][0-9])(?:0[1-9]|1[0-2])\.(?!00000)[0-9]{5})(v[1-9][0-9]*)?(\.pdf)?"
)
_URL = re.compile(
    r"(?:(?P<scheme>https?:)?//)?(?P<host>[a-z0-9.-]+)(?::[0-9]+)?"
    r"(?P<before>/+)(?:(?P<ftp>ftp/[a-z-]+/papers/[0-9]{4})(?=/)|(?P<form>[a-z-]+)(?=[/?#]|$))?"
    r"(?P<slashes>/*)(?P<rest>[^?#]*)",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:arxiv:)?(?P<id>(?P<yymm>[0-9]{4})\.(?P<number>[0-9]+))(?P<version>v[0-9]*)?"
    r"(?P<suffix>\.(?:pdf|ps|html?|tar\.gz|gz|txt))?(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OLD = re.compile(
    r"(?:arxiv:)?(?P<id>(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]{2,})?/(?P<yymm>[0-9]{4})(?P<number>[0-9]+))"
    r"(?P<version>v[0-9]*)?(?P<suffix>\.(?:pdf|ps|html?|tar\.gz|gz|txt))?(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DOI = re.compile(
    r"(?:https?:)?//(?P<host>(?:dx\.|www\.)?doi\.org)/10\.48550/arxiv\.(?P<rest>[^?#]*)", re.IGNORECASE
)
_TEXT = re.compile(r"arxiv:\s?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PLACEHOLDER = re.compile(
    r"[0-9]{0,4}\.?[xyn?*#_-][xyn?*#_.-]*|yymm\.?n*|[<{\[(%].*|"
    r"(?:your[-_ ]?)?(?:arxiv[-_ ]?)?(?:id|link|url|number)|todo|tb[ad]|n/?a|none|null|placeholder|coming[-_ ]?soon|",
    re.IGNORECASE | re.DOTALL,
)
_MAY_CARRY_ID = re.compile(r"xiv|r5iv|papers|scirate|xxx\.", re.IGNORECASE)
_HARMLESS_AFTER = re.compile(r"/?(?:\s|%20)*")


class ArxivFault(NamedTuple):
    """Why an arXiv URL leads nowhere. ``start``/``end`` is the faulty part of the URL; ``reason`` continues a
    sentence that has named the ID.
    """

    kind: FaultKind
    reason: str
    start: int
    end: int


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


def arxiv_month(value: str) -> PartialDate:
    """The month in which a canonical arXiv ID was given out."""
    digits = value.rpartition("/")[2][:4]
    year = int(digits[:2])
    return PartialDate(year + (1900 if year > 90 else 2000), int(digits[2:]))


def _new_fault(yymm: str, number: str) -> str | None:
    month = int(yymm[2:])
    if not 1 <= month <= 12:
        return (
            f"{yymm[2:]} is no month: an arXiv ID begins with two digits for the year and two for the month"
        )
    if int(yymm[:2]) > 90 or yymm < "0704":
        return f"no ID of this form begins with {yymm[:2]}: the first one is of April 2007 (0704)"
    width = 5 if yymm >= "1501" else 4
    if len(number) != width:
        digits = "1 digit" if len(number) == 1 else f"{len(number)} digits"
        since = "since January 2015 there are 5" if width == 5 else "until December 2014 there were 4"
        return f"{digits} behind the dot, but {since}"
    return None if number.strip("0") else "the number behind the dot is never 0"


def _old_fault(archive: str, yymm: str, number: str) -> str | None:
    if archive not in _ARCHIVES:
        return f'arXiv has no archive "{archive}"'
    month = int(yymm[2:])
    if not 1 <= month <= 12:
        return f"{yymm[2:]} is no month: the digits begin with two for the year and two for the month"
    if not (yymm >= "9107" or yymm <= "0703"):
        return "IDs of this form were given out from July 1991 (9107) to March 2007 (0703)"
    if len(number) != 3:
        return f"{4 + len(number)} digits behind the slash, but an ID of this form has 7"
    return None if number.strip("0") else "its last three digits are never 000"


class _IdReading(NamedTuple):
    written_id: str
    version: str
    suffix: str
    end: int
    asset: str
    identifier: Identifier | None
    fault: ArxivFault | None


def _read_id(url: str, start: int, end: int, *, below: bool) -> _IdReading | None:
    """Reads what stands in the place of an ID; None when it does not look like one. ``below`` allows a path
    behind the ID.
    """
    found = _NEW.fullmatch(url, start, end)
    old = found is None
    if found is None:
        found = _OLD.fullmatch(url, start, end)
        if found is None:
            return None
    written, yymm, number = found["id"], found["yymm"], found["number"]
    version, suffix, after = found["version"] or "", found["suffix"] or "", found["after"]
    after_start = found.start("after")
    id_end = found.start("id") + len(written) + len(version)
    if old:
        archive = found["archive"].lower()
        reason, value = _old_fault(archive, yymm, number), f"{archive}/{yymm}{number}"
    else:
        reason, value = _new_fault(yymm, number), written
    identifier = Identifier("arxiv", value, version[1:]) if reason is None else None
    fault: ArxivFault | None = None
    if reason is not None:
        fault = ArxivFault("id", reason, found.start("id"), found.start("id") + len(written))
    elif after and not (below and after[0] == "/") and not _is_harmless(after):
        fault = ArxivFault("glued", "text is glued to it", after_start, end)
    elif version and (len(version) == 1 or version[1] == "0"):
        reason = "its v has no number" if len(version) == 1 else "versions count from v1"
        identifier = Identifier("arxiv", value)
        fault = ArxivFault("version", reason, id_end - len(version), id_end)
    return _IdReading(written, version, suffix, id_end, after.strip("/") if below else "", identifier, fault)


def _is_harmless(after: str) -> bool:
    return _HARMLESS_AFTER.fullmatch(after) is not None or (after[0] == "/" and "http" not in after)


@lru_cache(maxsize=16384)
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
        reading = _read_id(url, found.start("rest"), found.end("rest"), below=form == "html")
        return _arxiv_url(found, host, form, reading, found.start("rest")) if reading else None
    return None


def _arxiv_url(found: re.Match[str], host: str, form: str, reading: _IdReading, id_start: int) -> ArxivUrl:
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
        reading = _read_id(url, start, end, below=False)
        if reading is None or reading.identifier is None:
            return None
        form = "ftp" if found["ftp"] else "bare"
        return _arxiv_url(found, host, form, reading, start)._replace(fault=None, form_start=start)
    reading = _read_id(url, start, end, below=form == "html")
    if reading is None:
        written = url[start:end]
        if _PLACEHOLDER.fullmatch(written):
            reason = "this is a placeholder" if written else "the ID is missing"
            fault = ArxivFault("placeholder", reason, start if written else found.start("form"), end)
        else:
            fault = ArxivFault("id", "this is no arXiv ID", start, end)
        return _arxiv_url(found, host, form, _IdReading(written, "", "", end, "", None, fault), start)
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
    reading = _read_id(url, start, end, below=False)
    if reading is None:
        return None
    return ArxivUrl(
        "https:" if url[:6].lower() == "https:" else "http:",
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


def read_arxiv_text(text: str) -> Identifier | None:
    """Reads ``arXiv:ID``, the form of citations; None for all else."""
    found = _TEXT.match(text)
    if found is None:
        return None
    reading = _read_id(text, found.start("rest"), len(text), below=False)
    return reading.identifier if reading is not None and reading.fault is None else None

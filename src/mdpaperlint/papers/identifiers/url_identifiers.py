"""The identifier that a URL carries, in its canonical form: one work, one identifier per scheme."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import Identifier, PartialDate
from mdpaperlint.papers.identifiers.arxiv_ids import arxiv_month, read_arxiv_text
from mdpaperlint.papers.identifiers.arxiv_urls import ARXIV_ID_HOSTS, PLAIN_URL, ArxivUrl, read_arxiv_url

__all__ = ["ArxivUrl", "canonical_url", "identify", "read_arxiv_url", "submitted_month"]

# https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html; a DOI is compared without regard to case.
_DOI = lazy_pattern(r"10\.[0-9]{4,9}/[^\s?#]+")
_OPENREVIEW = lazy_pattern(r"/(?:forum|pdf|attachment|references/pdf)/?\?(?:[^#]*?[&;])?id=([A-Za-z0-9_-]+)")
_ACL = lazy_pattern(
    r"/(?:anthology/|papers/|[A-Z]/[A-Z][0-9]{2}/)*"
    r"(?:([A-Z][0-9]{2}-[0-9]{4,5})|([0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+))(?:v[0-9]+)?(?:\.pdf|\.bib)?(?=/|\?|#|$)",
    re.IGNORECASE,
)
_CVF = lazy_pattern(r"/content[^?#]*/([^/?#]+?)_paper\.(?:html|pdf)(?=\?|#|$)", re.IGNORECASE)
_PMLR = lazy_pattern(r"/(v[0-9]+)/([a-z0-9_-]+?)(?:/\2)?(?:\.html|\.pdf)?/?(?=\?|#|$)", re.IGNORECASE)
_NEURIPS_HASH = lazy_pattern(r"/(?:paper_files/)?paper/[0-9]{4}/(?:hash|file)/([0-9a-f]{32})-", re.IGNORECASE)
_NEURIPS_NUMBER = lazy_pattern(r"/paper/([0-9]+)-[a-z0-9-]+(?:\.pdf)?(?=\?|#|$)", re.IGNORECASE)

_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
    "pmlr": "https://proceedings.mlr.press/{}.html",
}


def identify(url: str) -> Identifier | None:
    """Reads a URL, ``arXiv:ID`` or ``doi:DOI``. None when it names no single work: listings, figures, search
    pages, an arXiv ID that cannot exist.
    """
    plain = PLAIN_URL.fullmatch(url)
    if plain is not None:
        return Identifier("arxiv", plain[4], (plain[5] or "")[1:])
    parts = url.split("/", 3)
    if len(parts) < 4 or parts[1]:
        return _identify_text(url)
    host = parts[2].partition(":")[0].lower().removeprefix("www.")
    reader = _READERS.get(host)
    return reader(url, "/" + parts[3]) if reader is not None else None


def canonical_url(identifier: Identifier) -> str | None:
    """The page of the work at its registry, with the version; None when the identifier does not tell it."""
    template = _PAGES.get(identifier.scheme)
    if template is None:
        return None
    version = f"v{identifier.version}" if identifier.version else ""
    return template.format(identifier.value) + version


def submitted_month(identifier: Identifier) -> PartialDate | None:
    """The month in which an arXiv ID was given out; None for the other schemes."""
    return arxiv_month(identifier.value) if identifier.scheme == "arxiv" else None


def _identify_text(text: str) -> Identifier | None:
    start = text[:6].lower()
    if start == "arxiv:":
        return read_arxiv_text(text)
    if start.startswith("doi:"):
        return _doi(text[4:].lstrip())
    # Without a scheme it is no URL for Markdown; lists write it all the same.
    return _arxiv(text, "") if "arxiv.org/" in text[:20].lower() else None


def _arxiv(url: str, _path: str) -> Identifier | None:
    found = read_arxiv_url(url)
    return found.identifier if found is not None and not found.asset else None


def _doi(path: str) -> Identifier | None:
    if "%" in path:
        path = unquote(path)
    found = _DOI.search(path)
    if found is None:
        return None
    value = found[0].lower()
    if value.startswith("10.48550/arxiv."):
        return read_arxiv_text("arxiv:" + value[len("10.48550/arxiv.") :])
    for ending in ("/fulltext", "/abstract", "/full", "/meta", "/pdf", "/html", ".pdf"):
        value = value.removesuffix(ending)
    return Identifier("doi", value.rstrip(".,;/"))


def _doi_url(_url: str, path: str) -> Identifier | None:
    return _doi(path)


def _nature(_url: str, path: str) -> Identifier | None:
    found = re.match(r"/articles/((?:s[0-9]|nature|srep|ncomms)[a-z0-9-]*)", path)
    return Identifier("doi", f"10.1038/{found[1]}") if found else None


def _openreview(_url: str, path: str) -> Identifier | None:
    found = _OPENREVIEW.match(path)
    return Identifier("openreview", found[1]) if found else None


def _acl(_url: str, path: str) -> Identifier | None:
    found = _ACL.match(path)
    if found is None:
        return None
    return Identifier("acl", found[1].upper() if found[1] else found[2].lower())


def _cvf(_url: str, path: str) -> Identifier | None:
    found = _CVF.match(path)
    return Identifier("cvf", found[1].lower()) if found else None


def _pmlr(_url: str, path: str) -> Identifier | None:
    found = _PMLR.match(path)
    return Identifier("pmlr", f"{found[1]}/{found[2]}".lower()) if found else None


def _neurips(_url: str, path: str) -> Identifier | None:
    found = _NEURIPS_HASH.match(path) or _NEURIPS_NUMBER.match(path)
    return Identifier("neurips", found[1].lower()) if found else None


_READERS: dict[str, Callable[[str, str], Identifier | None]] = {
    **dict.fromkeys((host.removeprefix("www.") for host in ARXIV_ID_HOSTS), _arxiv),
    **dict.fromkeys(
        (
            "doi.org dx.doi.org dl.acm.org doi.acm.org link.springer.com onlinelibrary.wiley.com "
            "tandfonline.com journals.sagepub.com pubs.acs.org science.org pnas.org journals.aps.org "
            "iopscience.iop.org epubs.siam.org"
        ).split(),
        _doi_url,
    ),
    "nature.com": _nature,
    "openreview.net": _openreview,
    **dict.fromkeys("aclanthology.org aclweb.org aclanthology.info".split(), _acl),
    **dict.fromkeys("openaccess.thecvf.com thecvf.com".split(), _cvf),
    "proceedings.mlr.press": _pmlr,
    **dict.fromkeys("papers.nips.cc papers.neurips.cc proceedings.neurips.cc nips.cc".split(), _neurips),
}

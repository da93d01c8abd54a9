"""Papers at the arXiv API (https://info.arxiv.org/help/api/user-manual.html), hundreds in one request.

The client library ``arxiv`` (4.0.2) was read and is not used. It asks by GET only, so that a list of a
thousand IDs is too long a URL; pages on by ``totalResults``, which does not count what is missing; waits
three seconds within one object, not between processes; repeats a 429 without heed to Retry-After; sets no
time-out; reads answers of any size; and makes its own session, past our guard.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

from mdpaperlint.model.arxiv_record import ArxivRecord
from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.arxiv_turns import arxiv_turn
from mdpaperlint.online.host_queues import retry_after
from mdpaperlint.online.http_messages import Failure, Request, Response, one_line
from mdpaperlint.online.request_scheduler import Check, Tell

BATCH = 1000
# Beyond this many characters of IDs the request is a POST.
_LONGEST_GET = 4000
_MOST_BYTES = 64 * 1024 * 1024
_TIMEOUT = 60.0
# So many IDs, all missing, are taken for an empty page rather than for an invented list.
_IMPLAUSIBLE = 10
# In characters: what is kept of a comment or a title.
_LONGEST_TEXT = 2000

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ENTRY_ID = re.compile(r"https?://[^/]+/abs/(?P<id>[^?#]+?)(?:v(?P<version>[1-9][0-9]*))?")

# A sentence that says it of the paper, and neither of a part or an earlier version of it, nor of a conference
# from whose review the authors took it back.
_WITHDRAWN = re.compile(
    r"(?:arxiv admin note: )?(?:(?:this|the|our) )?"
    r"(?:(?:paper|article|manuscript|submission|preprint|work|version|e-print|draft|note|report) )?"
    r"(?:(?:has been|have been|was|is|is being) )?(?:temporarily )?withdrawn\b(?! from (?!arxiv))"
    r"|(?:we|i|the authors?|authors?) (?:have |has )?with(?:draw|drew|drawn) (?:this|the|our)\b",
    re.IGNORECASE,
)


class _Unanswered(NamedTuple):
    reason: str


def ask_arxiv(keys: Mapping[str, str], settings: LinkSettings, tell: Tell) -> Check:
    """Tells of each paper by its key. The IDs are canonical and without version, so that none can spoil a
    batch. What is missing is asked for twice.
    """
    client = _Client(settings)
    waiting = list(keys)
    for _ in range(2):
        missing: list[str] = []
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            papers = yield from client.fetch(batch)
            if isinstance(papers, _Unanswered):
                for each in batch:
                    tell(keys[each], Verdict("unsure", papers.reason))
                continue
            missing += (each for each in batch if each not in papers)
            for each, record in papers.items():
                if each in keys:
                    tell(keys[each], Verdict("alive", "arXiv has the paper", record=record, status=200))
        waiting = missing
    for each in waiting:
        if len(waiting) == len(keys) >= _IMPLAUSIBLE:
            tell(keys[each], Verdict("unsure", "arXiv answers with empty pages"))
        else:
            tell(keys[each], Verdict("gone", "arXiv has no paper with this ID", status=200))
    return None


class _Client:
    def __init__(self, settings: LinkSettings) -> None:
        self._settings = settings
        self._may_post = True

    def fetch(
        self, batch: list[str]
    ) -> Generator[Request, Response | Failure, dict[str, ArxivRecord] | _Unanswered]:
        settings, wait, attempt = self._settings, 0.0, 0
        while True:
            outcome = yield self._request(batch, wait)
            papers = _read(outcome)
            if isinstance(outcome, Response) and outcome.status in (405, 413, 414, 501) and self._may_post:
                self._may_post = False
                continue
            given_up = isinstance(outcome, Failure) and outcome.kind == "given-up"
            if not isinstance(papers, _Unanswered) or given_up or attempt >= settings.retries:
                return papers
            attempt += 1
            wait = min(settings.backoff * 2**attempt, settings.retry_after_cap)
            if isinstance(outcome, Response):
                asked = retry_after(outcome, cap=settings.retry_after_cap)
                wait = wait if asked is None else asked

    def _request(self, batch: list[str], delay: float) -> Request:
        form = urlencode({"id_list": ",".join(batch), "start": 0, "max_results": len(batch)}, safe=",/")
        timeout = max(_TIMEOUT, self._settings.timeout)
        url = self._settings.registries.arxiv
        request = Request(
            "POST",
            url,
            {"Content-Type": "application/x-www-form-urlencoded"},
            form.encode("ascii"),
            body_limit=_MOST_BYTES,
            timeout=timeout,
            time_limit=2 * timeout,
            trusted=True,
            delay=delay,
            once=True,
            turn=arxiv_turn,
        )
        if len(form) > _LONGEST_GET and self._may_post:
            return request
        joint = "&" if "?" in url else "?"
        return request._replace(method="GET", url=f"{url}{joint}{form}", headers={}, content=None)


def _read(outcome: Response | Failure) -> dict[str, ArxivRecord] | _Unanswered:
    if isinstance(outcome, Failure):
        how = "was not" if outcome.kind == "given-up" else "could not be"
        return _Unanswered(f"arXiv {how} asked: {outcome.reason}")
    if outcome.status in (429, 503) or outcome.body[:200].strip().lower().startswith(b"rate exceeded"):
        return _Unanswered("arXiv: too many requests")
    if outcome.status != 200:
        return _Unanswered(f"arXiv's API answers {outcome.status}")
    if outcome.cut:
        return _Unanswered("arXiv's answer broke off")
    # Atom needs no document type; without one there is nothing that could unfold.
    if b"<!DOCTYPE" in outcome.body[:2000]:
        return _Unanswered("arXiv's API answers with a page")
    try:
        feed = ElementTree.fromstring(outcome.body)
    except ElementTree.ParseError:
        return _Unanswered("arXiv's answer could not be read")
    if feed.tag != f"{_ATOM}feed":
        return _Unanswered("arXiv's answer could not be read")
    papers: dict[str, ArxivRecord] = {}
    for entry in feed.iter(f"{_ATOM}entry"):
        identity = (entry.findtext(f"{_ATOM}id") or "").strip()
        found = _ENTRY_ID.fullmatch(identity)
        if "/api/errors" in identity:
            return _Unanswered(f"arXiv: {one_line(entry.findtext(f'{_ATOM}summary') or 'an error')}")
        if found is not None:
            papers[_canonical(found["id"])] = _record(entry, int((found["version"] or "0")[:6]))
    return papers


def read_feed(body: bytes) -> dict[str, ArxivRecord]:
    """The records of an answer that was kept in a file, by their IDs. Raises ValueError."""
    papers = _read(Response(200, {}, body))
    if isinstance(papers, _Unanswered):
        raise ValueError(papers.reason)
    return papers


def _record(entry: ElementTree.Element, version: int) -> ArxivRecord:
    def text(name: str) -> str:
        return one_line(entry.findtext(name) or "", longest=_LONGEST_TEXT)

    comment = text(f"{_ARXIV}comment")
    category = entry.find(f"{_ARXIV}primary_category")
    return ArxivRecord(
        text(f"{_ATOM}title"),
        tuple(one_line(name.text or "") for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
        text(f"{_ATOM}published")[:10],
        text(f"{_ATOM}updated")[:10],
        comment,
        text(f"{_ARXIV}journal_ref"),
        text(f"{_ARXIV}doi"),
        "" if category is None else one_line(category.get("term", "")),
        says_withdrawn(comment) or says_withdrawn(text(f"{_ATOM}summary")),
        version,
    )


def says_withdrawn(text: str) -> bool:
    """Whether a comment or an abstract begins a sentence by saying that the paper was withdrawn."""
    return any(_WITHDRAWN.match(sentence.strip()) for sentence in re.split(r"[.;!]", text))


def _canonical(identifier: str) -> str:
    """Without the subject class that old IDs may carry."""
    archive, slash, number = identifier.partition("/")
    return archive.partition(".")[0].lower() + slash + number if slash else identifier

"""Papers at the arXiv API (https://info.arxiv.org/help/api/user-manual.html), hundreds in one request.

The client library ``arxiv`` (4.0.2) was read and is not used. It asks by GET only, so that a list of a
thousand IDs is too long a URL; pages on by ``totalResults``, which does not count what is missing; waits
three seconds within one object, not between processes; repeats a 429 without heed to Retry-After; sets no
time-out; reads answers of any size; and makes its own session, past our guard.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree import ElementTree

from mdpaperlint.model.arxiv_record import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.arxiv_turns import ArxivTurns, NoTurnError
from mdpaperlint.online.exchange import Answer, Failure, Request, Transport, one_line
from mdpaperlint.online.retry_after import retry_after
from mdpaperlint.online.settings import Settings

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

Report = Callable[[str, Verdict], None]


class _Unanswered(NamedTuple):
    reason: str


class ArxivClient:
    """``report`` gets each ID once, from the thread that calls :meth:`ask`."""

    def __init__(
        self, transport: Transport, settings: Settings, report: Report, *, turns: ArxivTurns | None = None
    ) -> None:
        self._transport = transport
        self._settings = settings
        self._report = report
        self._turns = turns or ArxivTurns()
        self._may_post = True

    def ask(self, ids: Iterable[str], until: float, stopped: threading.Event) -> None:
        """``ids`` are canonical and without version, so that none can spoil a batch. ``until`` is of
        ``time.monotonic``; what is not answered by then is reported as such.
        """
        waiting = list(ids)
        missing: list[str] = []
        for start in range(0, len(waiting), BATCH):
            missing += self._ask_once(waiting[start : start + BATCH], until, stopped)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            still = self._ask_once(batch, until, stopped)
            if len(still) == len(waiting) >= _IMPLAUSIBLE:
                self._give_up(still, "arXiv answers with empty pages")
                continue
            for each in still:
                self._report(each, Verdict("gone", "arXiv has no paper with this ID"))

    def _ask_once(self, batch: list[str], until: float, stopped: threading.Event) -> list[str]:
        """Reports what is known and returns what is missing."""
        papers = self._fetch(batch, until, stopped)
        if isinstance(papers, _Unanswered):
            self._give_up(batch, papers.reason)
            return []
        missing = []
        for each in batch:
            paper = papers.get(each)
            if paper is None:
                missing.append(each)
            else:
                self._report(each, Verdict("alive", "arXiv has the paper", record=paper))
        return missing

    def _give_up(self, ids: list[str], reason: str) -> None:
        for each in ids:
            self._report(each, Verdict("unsure", reason))

    def _fetch(
        self, batch: list[str], until: float, stopped: threading.Event
    ) -> dict[str, ArxivRecord] | _Unanswered:
        wait = 0.0
        problem = _Unanswered("arXiv was not asked")
        for attempt in range(self._settings.retries + 1):
            if time.monotonic() + wait > until or stopped.wait(wait):
                break
            try:
                with self._turns.turn(until, stopped):
                    outcome = self._transport.send(self._request(batch))
            except NoTurnError as error:
                return _Unanswered(f"arXiv was not asked: {error}")
            if isinstance(outcome, Answer) and outcome.status in (405, 413, 414, 501) and self._may_post:
                self._may_post = False
                return self._fetch(batch, until, stopped)
            papers = _read(outcome)
            if not isinstance(papers, _Unanswered):
                return papers
            problem = papers
            wait = self._wait(outcome, attempt)
        return problem

    def _wait(self, outcome: Answer | Failure, attempt: int) -> float:
        cap = self._settings.retry_after_cap
        header = outcome.headers.get("retry-after") if isinstance(outcome, Answer) else None
        asked = retry_after(header, cap=cap)
        return min(self._settings.backoff * 2 ** (attempt + 1), cap) if asked is None else asked

    def _request(self, batch: list[str]) -> Request:
        form = urlencode({"id_list": ",".join(batch), "start": 0, "max_results": len(batch)}, safe=",/")
        timeout = max(_TIMEOUT, self._settings.timeout)
        url = self._settings.registries.arxiv
        if len(form) <= _LONGEST_GET or not self._may_post:
            joint = "&" if "?" in url else "?"
            return Request(
                "GET",
                f"{url}{joint}{form}",
                body_limit=_MOST_BYTES,
                timeout=timeout,
                time_limit=2 * timeout,
                trusted=True,
            )
        return Request(
            "POST",
            url,
            {"Content-Type": "application/x-www-form-urlencoded"},
            form.encode("ascii"),
            body_limit=_MOST_BYTES,
            timeout=timeout,
            time_limit=2 * timeout,
            trusted=True,
        )


def _read(outcome: Answer | Failure) -> dict[str, ArxivRecord] | _Unanswered:
    if isinstance(outcome, Failure):
        return _Unanswered(f"arXiv could not be asked: {outcome.reason}")
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

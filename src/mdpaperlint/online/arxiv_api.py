"""Papers at the arXiv API (https://info.arxiv.org/help/api/user-manual.html), hundreds in one request.

The client library ``arxiv`` (4.0.2) is not used: it asks by GET only, counts by ``totalResults`` (what is
missing is not in it), waits within one process, heeds no Retry-After, and opens connections of its own.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from platformdirs import user_cache_path

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.host_queues import retry_after
from mdpaperlint.online.http_messages import FailedError, Failure, Request, Response
from mdpaperlint.online.request_scheduler import Check, Tell
from mdpaperlint.papers.identifiers.arxiv_feed import FeedError, read_feed

BATCH = 1000
# Seconds between the end of one request and the start of the next, over all runs of a user.
GAP = 3.0
_POLL = 0.1
# Beyond this many characters of IDs the request is a POST.
_LONGEST_GET = 4000
_MOST_BYTES = 64 * 1024 * 1024
_TIMEOUT = 60.0
# So many IDs, all missing, are taken for an empty page rather than for an invented list.
_IMPLAUSIBLE = 10


def ask_arxiv(keys: Mapping[str, str], settings: LinkSettings, tell: Tell) -> Check:
    """Tells of each paper by its key. The IDs are canonical and without version, so that none can spoil a
    batch. What is missing is asked for twice.
    """
    waiting = list(keys)
    for _ in range(2):
        missing: list[str] = []
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            papers = yield from _fetch(batch, settings)
            if isinstance(papers, str):
                for each in batch:
                    tell(keys[each], Verdict("unsure", papers))
                continue
            missing += (each for each in batch if each not in papers)
            for each, record in papers.items():
                if each in keys:
                    tell(keys[each], Verdict("alive", "arXiv has the paper", record=record, status=200))
        waiting = missing
    verdict = Verdict("gone", "arXiv has no paper with this ID", status=200)
    if len(waiting) == len(keys) >= _IMPLAUSIBLE:
        verdict = Verdict("unsure", "arXiv answers with empty pages")
    for each in waiting:
        tell(keys[each], verdict)
    return None


def _fetch(
    batch: list[str], settings: LinkSettings
) -> Generator[Request, Response | Failure, dict[str, ArxivRecord] | str]:
    wait, attempt, may_post = 0.0, 0, True
    while True:
        outcome = yield _request(batch, settings, may_post)._replace(delay=wait)
        papers = _read(outcome)
        if isinstance(outcome, Response) and outcome.status in (405, 413, 414, 501) and may_post:
            may_post = False
            continue
        given_up = isinstance(outcome, Failure) and outcome.kind == "given-up"
        if not isinstance(papers, str) or given_up or attempt >= settings.retries:
            return papers
        attempt += 1
        wait = min(settings.backoff * 2**attempt, settings.retry_after_cap)
        if isinstance(outcome, Response):
            asked = retry_after(outcome, cap=settings.retry_after_cap)
            wait = wait if asked is None else asked


def _request(batch: list[str], settings: LinkSettings, may_post: bool) -> Request:
    form = urlencode({"id_list": ",".join(batch), "start": 0, "max_results": len(batch)}, safe=",/")
    url = settings.registries.arxiv
    request = Request(
        "POST",
        url,
        {"Content-Type": "application/x-www-form-urlencoded"},
        form.encode("ascii"),
        body_limit=_MOST_BYTES,
        timeout=max(_TIMEOUT, settings.timeout),
        trusted=True,
        once=True,
        turn=arxiv_turn,
    )
    if len(form) > _LONGEST_GET and may_post:
        return request
    joint = "&" if "?" in url else "?"
    return request._replace(method="GET", url=f"{url}{joint}{form}", headers={}, content=None)


def _read(outcome: Response | Failure) -> dict[str, ArxivRecord] | str:
    """The records, or why there are none."""
    if isinstance(outcome, Failure):
        how = "was not" if outcome.kind == "given-up" else "could not be"
        return f"arXiv {how} asked: {outcome.reason}"
    if outcome.status in (429, 503) or outcome.body[:200].strip().lower().startswith(b"rate exceeded"):
        return "arXiv: too many requests"
    if outcome.status != 200:
        return f"arXiv's API answers {outcome.status}"
    if outcome.cut:
        return "arXiv's answer broke off"
    try:
        return read_feed(outcome.body)
    except FeedError as error:
        return str(error)


@contextmanager
def arxiv_turn(until: float) -> Iterator[None]:
    """Holds the turn to ask while the block runs: one connection, and one request in three seconds. arXiv's
    terms (https://info.arxiv.org/help/api/tou.html) count all machines of a user, and a program sees its own.
    So the lock lies at one fixed place, whatever is said of the cache. ``until`` is of ``time.monotonic``.

    Raises :class:`~mdpaperlint.online.http_messages.FailedError` when the turn does not come until then.
    """
    # To import it takes as long as to ask for a hundred links.
    from filelock import FileLock, Timeout

    folder = _folder()
    last = folder / "arxiv-turn.last"
    lock = FileLock(folder / "arxiv-turn.lock")
    try:
        held = lock.acquire(timeout=max(0.0, until - time.monotonic()), poll_interval=_POLL)
    except Timeout:
        raise FailedError("given-up", "other runs were asking arXiv all the time") from None
    except OSError as error:
        raise FailedError("given-up", f"{folder} cannot be written to, which keeps arXiv's pace") from error
    with held:
        before = 0.0
        with suppress(OSError, ValueError):
            before = float(last.read_text(encoding="ascii"))
        # A clock that was set back must not make anybody wait for hours.
        wait = min(max(before + GAP - time.time(), 0.0), GAP)
        if time.monotonic() + wait > until:
            raise FailedError("given-up", "the time was up before arXiv could be asked")
        time.sleep(wait)
        try:
            yield
        finally:
            last.write_text(repr(time.time()), encoding="ascii")


def _folder() -> Path:
    """The user's cache folder, or, where none can be written, one of the user's own for temporary files."""
    folder = user_cache_path("mdpaperlint", appauthor=False)
    fallback = Path(tempfile.gettempdir()) / f"mdpaperlint-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    for each in (folder, fallback):
        try:
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(each, os.W_OK):
            return each
    raise FailedError("given-up", f"{folder} and {fallback} cannot be written to, which keeps arXiv's pace")

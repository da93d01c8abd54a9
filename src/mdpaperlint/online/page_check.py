"""Asking for one web page. HEAD may only say that all is well; whatever else it says, a GET from the start on
decides, on new connections and with a cookie jar of its own.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, NamedTuple

from requests.cookies import RequestsCookieJar

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.challenge_pages import PAGE_START, may_hide_challenge
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.redirect_chain import PERMANENT, PageAnswer, Step, judge, may_be_for_one_visit, read
from mdpaperlint.online.request_scheduler import Check
from mdpaperlint.online.request_urls import request_url, service_of

# Looks at pages that HEAD says are there, for each host, and as many again after each that found a challenge.
_CLOSER_LOOKS = 4
# Failures that speak of the host or the way to it: GET would meet the same.
_BEFORE_HTTP = ("forbidden-address", "unknown-name", "name-look-up", "invalid-url", "connect", "given-up")


class _Chain(NamedTuple):
    verdict: Verdict
    steps: list[Step]
    outcome: Response | Failure


class PageChecks:
    """What the pages of one host tell of the others is kept here."""

    def __init__(self, settings: LinkSettings) -> None:
        self._settings = settings
        self._looks: dict[str, int] = {}
        # What many links may lead to, by URL and what is accepted of it, where no cookie was sent.
        self._ends: dict[tuple[str, frozenset[int]], tuple[PageAnswer, Response]] = {}

    def check(self, url: str) -> Check:
        head = yield from self._follow(url, "HEAD")
        if len(head.steps) == 1 and head.steps[-1].answer.failure in _BEFORE_HTTP:
            return head.verdict
        alive = head.verdict.kind == "alive"
        if alive and not self._may_be_challenge(url, head.outcome):
            return head.verdict
        page = yield from self._follow(url, "GET")
        if page.steps[-1].answer.challenge:
            self._looks[service_of(url)] = 0
        if alive:
            return _weigh(head, page)
        if page.verdict.kind == "moved":
            return (yield from self._confirm(url, page))
        return page.verdict

    def _may_be_challenge(self, url: str, outcome: Response | Failure) -> bool:
        if not isinstance(outcome, Response) or not may_hide_challenge(outcome):
            return False
        host = service_of(url)
        self._looks[host] = self._looks.get(host, 0) + 1
        return self._looks[host] <= _CLOSER_LOOKS

    def _confirm(self, url: str, page: _Chain) -> Generator[Request, Response | Failure, Verdict]:
        """The new address must do for a reader without the cookies that were given on the way, and be the
        same for the next reader.
        """
        moved = page.verdict
        target = request_url(moved.target or "") or url
        if any(step.cookies for step in page.steps):
            chain = yield from self._follow(target, "GET")
            if chain.verdict.kind != "alive" or any(step.cookies for step in chain.steps):
                return Verdict("alive", "redirects to what a cookie decides", status=moved.status)
        if may_be_for_one_visit(url, target):
            chain = yield from self._follow(url, "GET")
            if chain.verdict.target != moved.target:
                return Verdict("alive", "redirects to another address each time", status=moved.status)
        return moved

    def _follow(
        self, url: str, method: Literal["HEAD", "GET"]
    ) -> Generator[Request, Response | Failure, _Chain]:
        cookies = RequestsCookieJar() if method == "GET" else None
        steps: list[Step] = []
        asked = url
        settings = self._settings
        while True:
            sent = _pairs(cookies)
            accepted = settings.accepted_statuses(url) | settings.accepted_statuses(asked)
            known = self._ends.get((asked, accepted)) if method == "GET" and steps and not sent else None
            if known is None:
                outcome = yield Request(
                    method,
                    asked,
                    body_limit=PAGE_START if method == "GET" else 0,
                    timeout=settings.timeout,
                    cookies=cookies,
                    accepted=accepted,
                )
                answer = read(asked, outcome, accepted)
                is_end = method == "GET" and not sent and answer.kind in ("there", "absent")
                if is_end and isinstance(outcome, Response):
                    self._ends[asked, accepted] = answer, outcome._replace(body=b"")
            else:
                answer, outcome = known
            steps.append(Step(asked, answer, sent))
            verdict = judge(steps, _pairs(cookies))
            if isinstance(verdict, Verdict):
                return _Chain(verdict, steps, outcome)
            if method == "HEAD" and len(steps) == 1 and answer.status in PERMANENT:
                # That would be *moved*, which is not for HEAD to say.
                return _Chain(Verdict("unsure", answer.reason), steps, outcome)
            asked = verdict


def _weigh(head: _Chain, page: _Chain) -> Verdict:
    """HEAD says that the page is there, and a closer look was taken, lest it be a challenge."""
    if page.verdict.kind in ("alive", "moved") or page.steps[-1].answer.challenge:
        return page.verdict
    if page.verdict.kind == "gone":
        reason = f"{head.steps[-1].answer.reason} to HEAD, but to GET: {page.verdict.reason}"
        return Verdict("unsure", reason, status=page.steps[-1].answer.status)
    return head.verdict


def _pairs(cookies: RequestsCookieJar | None) -> frozenset[tuple[str, str]]:
    return frozenset((each.name, each.value or "") for each in cookies) if cookies else frozenset()

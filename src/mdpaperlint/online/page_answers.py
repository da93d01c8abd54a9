"""What one URL itself answers, before anybody follows where it leads."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mdpaperlint.online.challenge_pages import is_challenge
from mdpaperlint.online.http_messages import Failure, FailureKind, Response, one_line
from mdpaperlint.online.request_urls import has_name

AnswerKind = Literal["there", "redirect", "absent", "blocked", "unsure", "forbidden", "unknown-name"]

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ABSENT = frozenset({404, 410})
# 999 is LinkedIn's; 402 and 451 are an answer to this reader, not about the page.
_REFUSED = frozenset({401, 402, 403, 407, 429, 451, 999})

_PHRASES = {
    401: "wants a login (401)",
    402: "wants to be paid (402)",
    403: "refuses to answer a program (403)",
    404: "not found (404)",
    407: "a proxy wants a login (407)",
    410: "removed for good (410)",
    429: "too many requests (429)",
    451: "withheld for legal reasons (451)",
    999: "refuses to answer a program (999)",
}
# No longer than what servers must be able to be asked for (RFC 9110, 4.1), in characters.
_LONGEST_LOCATION = 8_000


class PageAnswer(NamedTuple):
    """``location`` is as the server wrote it; ``by_language`` tells that the reader's language chose it.
    ``failure`` is set where nothing answered, and ``given_up`` is then the host that is asked no more.
    ``challenge`` tells that the host put a challenge page in the place of the one that was asked for.
    """

    kind: AnswerKind
    reason: str
    status: int = 0
    location: str = ""
    permanent: bool = False
    by_language: bool = False
    failure: FailureKind | None = None
    given_up: str = ""
    challenge: bool = False


def read(url: str, outcome: Response | Failure, accepted: frozenset[int] = frozenset()) -> PageAnswer:
    """What an answer that is not worth repeating, or none, says of its URL. ``accepted`` are statuses that
    are as good as 200.
    """
    if isinstance(outcome, Failure):
        return _read_failure(url, outcome)
    status = outcome.status
    if status in accepted:
        return PageAnswer("there", f"answers {status}, which is accepted", status)
    if is_challenge(outcome):
        reason = f"shows a challenge page ({status}) instead of itself"
        return PageAnswer("blocked", reason, status, challenge=True)
    if status == 202 and not outcome.body:
        return PageAnswer("unsure", "answers 202 without a page", status)
    if status in _REDIRECTS:
        return _read_redirect(outcome)
    if 200 <= status < 300 or status == 304:
        return PageAnswer("there", f"answers {status}", status)
    if status in _ABSENT:
        if outcome.relayed:
            return PageAnswer("unsure", f"a proxy says {status}, which may be its own answer", status)
        return PageAnswer("absent", _PHRASES[status], status)
    if status in _REFUSED:
        return PageAnswer("blocked", _PHRASES[status], status)
    return PageAnswer("unsure", f"server error ({status})" if status >= 500 else f"answers {status}", status)


def _read_redirect(response: Response) -> PageAnswer:
    status, location = response.status, response.headers.get("location", "")
    if not location:
        return PageAnswer("unsure", f"redirects ({status}) to nowhere", status)
    if len(location) > _LONGEST_LOCATION:
        return PageAnswer("unsure", f"redirects ({status}) to a URL of {len(location):,} characters", status)
    by_language = "accept-language" in response.headers.get("vary", "").lower()
    return PageAnswer(
        "redirect", f"redirects ({status})", status, location, status in _PERMANENT, by_language
    )


def _read_failure(url: str, failure: Failure) -> PageAnswer:
    kind: AnswerKind = "unsure"
    if failure.kind == "forbidden-address":
        kind = "forbidden"
    elif failure.kind == "unknown-name" and not failure.proxied and has_name(url):
        kind = "unknown-name"
    elif failure.status == 429:
        kind = "blocked"
    reason = one_line(failure.reason)
    return PageAnswer(kind, reason, failure.status, failure=failure.kind, given_up=failure.host)

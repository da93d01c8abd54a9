"""From what single URLs answer to a verdict: where a chain of redirects leads, and whether to believe it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.model.wording import one_line
from mdpaperlint.online.challenge_pages import is_challenge
from mdpaperlint.online.http_messages import Failure, FailureKind, Response
from mdpaperlint.online.request_urls import followed, has_name, host_of, request_url, segments

AnswerKind = Literal["there", "redirect", "absent", "blocked", "unsure", "forbidden", "unknown-name"]

PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ABSENT = {404: "not found (404)", 410: "removed for good (410)"}
# 999 is LinkedIn's; 402 and 451 are an answer to this reader, not about the page.
_REFUSED = {
    401: "wants a login (401)",
    402: "wants to be paid (402)",
    403: "refuses to answer a program (403)",
    407: "a proxy wants a login (407)",
    429: "too many requests (429)",
    451: "withheld for legal reasons (451)",
    999: "refuses to answer a program (999)",
}
# No longer than what servers must be able to be asked for (RFC 9110, 4.1), in characters.
_LONGEST_LOCATION = 8_000
_MOST_HOPS = 10

# The long ones are read as patterns when something redirects. Their dots are for line breaks, too: where one
# stops there, the next place is tried, and a URL could make it take the square of its length.
_WALL_HOSTS = re.compile(r"(?:login|signin|auth|sso|accounts?|idp|consent|captcha|validate|cas)\.")
_WALLS = (
    r"(?:.*[-_.])?(?:log-?in|log_in|sign-?in|sign_in|signon|sso|saml2?|shibboleth|wayf|oauth2?|openid|authorize|"
    r"authenticate|auth|cas|register|sign-?up|subscribe|paywall|consent|cookie-?(?:absent|consent|wall|policy)|"
    r"cookies?-?(?:not-?supported|disabled)|gdpr|age-?(?:gate|check)|captcha|challenge|sorry|"
    r"access-?denied|denied|blocked|forbidden)(?:[-_.].*)?"
)
_ERRORS = (
    r"(?:.*[-_.])?(?:errors?|error-?page|404|500|not-?found|not_found|page-?not-?found|page_not_found|unavailable|"
    r"expired|suspended|suspendedpage|parking|parked|domain-?for-?sale)(?:[-_.].*)?"
)
_ROOT = re.compile(
    r"/(?:(?:index|default|home|homepage|main)(?:\.[a-z]{2,5})?|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE
)


class PageAnswer(NamedTuple):
    """``location`` is as the server wrote it; ``by_language`` tells that the reader's language chose it.
    ``failure`` is set where nothing answered, and ``given_up`` is then the host that is asked no more.
    ``challenge`` tells that the host put a challenge page in the place of the one that was asked for.
    """

    kind: AnswerKind
    reason: str
    status: int = 0
    location: str = ""
    by_language: bool = False
    failure: FailureKind | None = None
    given_up: str = ""
    challenge: bool = False


class Step(NamedTuple):
    """``cookies`` are those that the request carried, as pairs of name and value."""

    url: str
    answer: PageAnswer
    cookies: frozenset[tuple[str, str]] = frozenset()


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
        return PageAnswer("absent", _ABSENT[status], status)
    if status in _REFUSED:
        return PageAnswer("blocked", _REFUSED[status], status)
    return PageAnswer("unsure", f"server error ({status})" if status >= 500 else f"answers {status}", status)


def _read_redirect(response: Response) -> PageAnswer:
    status, location = response.status, response.headers.get("location", "")
    if not location:
        return PageAnswer("unsure", f"redirects ({status}) to nowhere", status)
    if len(location) > _LONGEST_LOCATION:
        return PageAnswer("unsure", f"redirects ({status}) to a URL of {len(location):,} characters", status)
    by_language = "accept-language" in response.headers.get("vary", "").lower()
    return PageAnswer("redirect", f"redirects ({status})", status, location, by_language)


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


def judge(steps: list[Step], cookies: frozenset[tuple[str, str]] = frozenset()) -> Verdict | str:
    """The verdict on the URL of the first step, or the URL that must be asked first. ``cookies`` are those
    that the next request would carry: a wall lets pass who brings them back to the same URL.

    A name that does not exist is *gone* here, without a status; whether to believe it is for the caller.
    """
    answer = steps[-1].answer
    found = _next(steps, cookies) if answer.kind == "redirect" else _end(steps)
    if isinstance(found, str):
        return found
    return found._replace(status=answer.status, given_up=answer.given_up, asked=not answer.given_up)


def _next(steps: list[Step], cookies: frozenset[tuple[str, str]]) -> Verdict | str:
    try:
        target = request_url(followed(steps[-1].url, steps[-1].answer.location))
    except ValueError:
        return Verdict("unsure", "redirects to what is no URL")
    if target is None:
        return Verdict("unsure", "redirects to what is no web page")
    if any(step.url == target and step.cookies == cookies for step in steps):
        return Verdict("unsure", "redirects in a circle")
    if len(steps) > _MOST_HOPS:
        return Verdict("unsure", f"redirects more than {_MOST_HOPS} times")
    return target


def _end(steps: list[Step]) -> Verdict:
    url, last, answer = steps[0].url, steps[-1].url, steps[-1].answer
    end = one_line(last)
    through = f"redirects to {end}: " if last != url else ""
    wall = next((words for step in steps[1:] if (words := _wall(url, step.url))), "")
    if answer.kind == "forbidden":
        if through:
            return Verdict("unsure", "redirects to an address that is not on the public internet")
        return Verdict("skipped", f"{answer.reason}; --allow-private asks for it all the same")
    # What leads back to the page itself was no wall for long.
    if wall and through:
        return Verdict("unsure", f"redirects to {wall}: {end}")
    if answer.kind == "unknown-name":
        return Verdict("gone", f"{through}its host does not exist")
    if answer.kind in ("absent", "blocked", "unsure"):
        return Verdict("gone" if answer.kind == "absent" else answer.kind, through + answer.reason)
    if not through:
        return Verdict("alive", answer.reason)
    for step in steps[1:]:
        if _is_error_page(url, step.url):
            return Verdict("unsure", f"redirects to what looks like an error page: {one_line(step.url)}")
        if is_root(step.url) and not is_root(url):
            return Verdict("unsure", f"redirects to the front page of {host_of(step.url)}")
    new = _lasting_end(steps)
    if request_url(new) == url:
        kind = "without having moved for good" if steps[0].answer.status in PERMANENT else "temporarily"
        return Verdict("alive", f"redirects {kind}")
    is_secure = not url.startswith("https:") or new.lower().startswith("https:")
    is_safe = is_secure and host_of(url) == host_of(request_url(new) or "")
    return Verdict("moved", f"has moved to {one_line(new)}", new, is_safe)


def _lasting_end(steps: list[Step]) -> str:
    """How far the redirects are permanent, and lead to an address that another reader would be given, too."""
    end = start = steps[0].url
    for step, _ in pairwise(steps):
        answer = step.answer
        written = followed(step.url, answer.location)
        if (
            answer.status not in PERMANENT
            or answer.by_language
            or step.cookies
            or not _is_for_all(start, written)
        ):
            break
        end = written
    return end


# Parameters, in lower case, that are for one visit, one reader or one country: whole names, their ends, and
# parts of a name with its value.
_PASSING_NAMES = frozenset(
    "auth sig signature expires ticket nonce jwt cfid mc_cid mc_eid _ga _gl gi igsh igshid trk spm ref"
    " referrer source mkt_tok hl ln setlang set-lang country region geo mkt".split()
)
_PASSING_ENDS = ("sid", "clid", "clkid", "token", "lang", "locale", "language")
_PASSING_PARTS = (
    "session sessid utm_ x-amz- x-goog- wt.mc_ pk_ mtm_ hsa_ _hs __cf saml ref_ cookie consent gdpr".split()
)
# Times and random values, which were made for this visit.
_PASSING_VALUE = lazy_pattern(r"[0-9]{9,}|[0-9a-f-]{16,}|(?=.*[0-9])[a-z0-9+/=]{24,}")
_PASSING_IN_PATHS = lazy_pattern(r";[^/=]*=|/\((?:[axsf]\([a-z0-9-]*\))+\)", re.IGNORECASE)
# The language that requests ask for, and the country where many machines stand that run checks.
_OUR_LANGUAGE = lazy_pattern(r"en(?:[-_][a-z]{2,4})?|[a-z]{2}[-_]en|english|us")


def _is_for_all(start: str, target: str) -> bool:
    """Whether the target has no session, tracking, consent or language in it that the start has not, and is
    more than the start with a query behind it.
    """
    before, after = urlsplit(start), urlsplit(target)
    old = parse_qsl(before.query, keep_blank_values=True)
    new = parse_qsl(after.query, keep_blank_values=True)
    names = {name.lower() for name, _ in old}
    written = unquote(start).lower()
    added = [(name.lower(), value.lower()) for name, value in new if name.lower() not in names]
    if added and set(old) <= set(new) and after[1:3] == before[1:3]:
        return False
    if any(_is_passing(name, "" if value in written else value) for name, value in added):
        return False
    if _PASSING_IN_PATHS.search(after.path) and not _PASSING_IN_PATHS.search(before.path):
        return False
    words = set(segments(target)) - set(segments(start))
    words |= {host_of(target).partition(".")[0]} - {host_of(start).partition(".")[0]}
    return not any(_OUR_LANGUAGE.fullmatch(each) for each in words)


def may_be_for_one_visit(start: str, target: str) -> bool:
    """Whether something in the target could have been made up for this request: it has a digit, and the start
    does not have it.
    """
    parts = urlsplit(target)
    words = re.split("[/?&=;,:]", f"{parts.path}?{parts.query}")
    return any(word not in start and any(map(str.isdigit, word)) for word in words)


def _is_passing(name: str, value: str) -> bool:
    return (
        name in _PASSING_NAMES
        or name.endswith(_PASSING_ENDS)
        or any(part in f"{name}={value}" for part in _PASSING_PARTS)
        or _PASSING_VALUE.fullmatch(value) is not None
    )


def is_root(url: str) -> bool:
    """Whether the URL is a site's front page, in whatever language."""
    parts = urlsplit(url)
    return not parts.query and _ROOT.fullmatch(parts.path or "/") is not None


def _wall(url: str, target: str) -> str:
    """What stands between a reader and the page, in words; empty when nothing does."""
    if _WALL_HOSTS.match(host_of(target)) and host_of(url) != host_of(target):
        return "a login or consent page"
    own = set(segments(url))
    if any(part not in own and re.fullmatch(_WALLS, part, re.DOTALL) for part in segments(target)):
        return "a login or consent page"
    # Sites take the page that was wanted along, to come back to it.
    path = urlsplit(url).path
    if len(path) > 1 and path in unquote(urlsplit(target).query) and path != urlsplit(target).path:
        return "a page that comes before it"
    return ""


def _is_error_page(url: str, target: str) -> bool:
    own = set(segments(url))
    return "aspxerrorpath=" in target.lower() or any(
        part not in own and re.fullmatch(_ERRORS, part, re.DOTALL) for part in segments(target)
    )

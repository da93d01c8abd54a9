"""From what single URLs answer to a verdict: where a chain of redirects leads, and whether to believe it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.exchange import one_line
from mdpaperlint.online.hop import Hop
from mdpaperlint.online.urls import followed, host_of, request_url, segments

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


class Needed(NamedTuple):
    """What must be asked before the verdict is known."""

    url: str


def judge(url: str, hops: Mapping[str, Hop]) -> Verdict | Needed:
    """The verdict on ``url`` (from :func:`request_url`) as far as the answers that are known go.

    A name that does not exist is *gone* here; whether this machine may say so is for the caller to decide.
    """
    passed = [url]
    permanent_end = url
    permanent = True
    while True:
        here = passed[-1]
        hop = hops.get(here)
        if hop is None:
            return Needed(here)
        if hop.kind != "redirect":
            return _judge_end(passed, hop, permanent_end)
        try:
            written = followed(here, hop.location)
        except ValueError:
            return Verdict("unsure", "redirects to what is no URL")
        target = request_url(written)
        if target is None:
            return Verdict("unsure", "redirects to what is no web page")
        if target in passed:
            return Verdict("unsure", "redirects in a circle")
        if len(passed) > _MOST_HOPS:
            return Verdict("unsure", f"redirects more than {_MOST_HOPS} times")
        permanent = permanent and hop.permanent
        if permanent:
            permanent_end = written
        passed.append(target)


def unknown_name(url: str, hops: Mapping[str, Hop]) -> bool:
    """Whether the chain of redirects ends at a host that does not exist."""
    for _ in range(_MOST_HOPS + 1):
        hop = hops.get(url)
        if hop is None:
            return False
        if hop.kind != "redirect":
            return hop.kind == "unknown-name"
        target = request_url(followed(url, hop.location))
        if target is None:
            return False
        url = target
    return False


def _judge_end(passed: list[str], hop: Hop, permanent_end: str) -> Verdict:
    url, end = passed[0], one_line(passed[-1])
    through = f"redirects to {end}: " if len(passed) > 1 else ""
    wall = next((words for target in passed[1:] if (words := _wall(url, target))), "")
    if hop.kind == "forbidden":
        if through:
            return Verdict("unsure", "redirects to an address that is not on the public internet")
        return Verdict("skipped", f"{hop.reason}; --allow-private asks for it all the same")
    if wall:
        return Verdict("unsure", f"redirects to {wall}: {end}")
    if hop.kind == "absent":
        return Verdict("gone", through + hop.reason)
    if hop.kind == "unknown-name":
        return Verdict("gone", f"{through}its host does not exist")
    if hop.kind == "blocked":
        return Verdict("blocked", through + hop.reason)
    if hop.kind == "unsure":
        return Verdict("unsure", through + hop.reason)
    if not through:
        return Verdict("alive", hop.reason)
    for target in passed[1:]:
        if _is_error_page(url, target):
            return Verdict("unsure", f"redirects to what looks like an error page: {one_line(target)}")
        if is_root(target) and not is_root(url):
            return Verdict("unsure", f"redirects to the front page of {host_of(target)}")
    if request_url(permanent_end) == url:
        return Verdict("alive", "redirects temporarily")
    reason = f"has moved to {one_line(permanent_end)}"
    return Verdict("moved", reason, permanent_end, _is_safe(url, permanent_end))


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


def _is_safe(url: str, target: str) -> bool:
    secure = not url.startswith("https:") or target.lower().startswith("https:")
    return secure and host_of(url) == host_of(request_url(target) or "")

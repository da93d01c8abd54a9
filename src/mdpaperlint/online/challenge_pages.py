"""Pages that ask whether a person is there. What is behind one, a program cannot see."""

from __future__ import annotations

import re

from mdpaperlint.online.http_messages import Response

# How much of a page must be read to recognise one, in bytes.
PAGE_START = 16_384
# A HEAD answer shows no page. Challenge pages are short and are never to be kept by a cache; so of such
# answers a few a host are looked at. In bytes.
_SMALL_PAGE = 16_384

_HEADER_VALUES = {
    "x-amzn-waf-action": ("challenge", "captcha"), "cf-mitigated": ("challenge",),
    "sg-captcha": ("challenge",), "set-cookie": ("cf_chl",)
}  # fmt: skip
# Read as patterns when the first page is looked at.
_MARKS = rb"""
    <title>\s*(?:just\ a\ moment|attention\ required!?\s\|\ cloudflare|one\ moment,\ please
        |checking\ your\ browser|making\ sure\ you.{1,6}re\ not\ a\ bot|ddos-guard|client\ challenge
        |human\ verification|security\ (?:check|checkpoint)|robot\ check
        |verifying\ (?:you|your)|are\ you\ (?:a\ )?(?:human|robot)
        |pardon\ our\ interruption|vercel\ security\ checkpoint|radware\ bot\ manager|captcha)
    |/cdn-cgi/challenge-platform/[\w/]{0,40}orchestrate/|cf[-_]chl[-_]opt|challenges\.cloudflare\.com/turnstile
    |awswafintegration|awswafcookiedomainlist|token\.awswaf\.com
    |captcha-delivery\.com|geo\.captcha|_incapsula_resource|px-captcha|perimeterx
    |/\.well-known/sgcaptcha|sucuri_cloudproxy_js|ddos-guard/js-challenge|within\.website/x/cmd/anubis
    |(?:prove|verify|confirm|check(?:ing)?)\ (?:that\ |if\ )?you(?:\ a|.{1,6})re
        \ (?:not\ )?(?:a\ )?(?:human|robot|bot)\b
    |checking\ your\ browser\ before\ accessing|enable\ javascript\ and\ cookies\ to\ continue
    |unusual\ traffic\ from\ your\ computer\ network"""
# These stand on ordinary pages with a form too: they tell nothing but on a page that holds little else.
_WEAK_MARKS = rb"""
    g-recaptcha|grecaptcha|h-captcha|hcaptcha\.com|recaptcha/api\.js|\bcaptcha\b|<title>\s*access\ denied
    |<meta\s[^>]{0,80}http-equiv=["']?refresh[^>]{0,200}(?:captcha|challenge)"""
_FLAGS = re.IGNORECASE | re.VERBOSE
_LITTLE_TEXT = 1_500


def is_challenge(answer: Response) -> bool:
    """Whether the answer, of whatever status, is a challenge in the place of the page."""
    headers = answer.headers
    if any(sign in headers.get(name, "") for name, signs in _HEADER_VALUES.items() for sign in signs):
        return True
    page, kind = answer.body[:PAGE_START], headers.get("content-type", "").lower()
    if not page or not ("html" in kind or (not kind and b"<" in page)):
        return False
    if answer.status == 202:
        # "Accepted, not yet acted upon" (RFC 9110, 15.3.3) is how several firewalls answer.
        return True
    if re.search(_MARKS, page, _FLAGS):
        return _holds_little(page)
    return not answer.cut and bool(re.search(_WEAK_MARKS, page, _FLAGS)) and _holds_little(page)


def may_hide_challenge(answer: Response) -> bool:
    """Whether a HEAD answer of 200 looks like that of a challenge page, so that only the page would tell."""
    headers = answer.headers
    if answer.status != 200 or not headers.get("content-type", "").lower().startswith("text/html"):
        return False
    if "etag" in headers or "last-modified" in headers:
        return False
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()) or len(length) > 9:
        return True
    return 0 < int(length) <= _SMALL_PAGE


def _holds_little(page: bytes) -> bool:
    """Whether a person would see little text: a blog post about captchas has far more than a captcha."""
    seen, hidden = 0, False
    for piece in page.split(b"<"):
        tag = piece[:8].lower()
        opens = tag.startswith((b"script", b"style"))
        hidden = opens or (hidden and not tag.startswith((b"/script", b"/style")))
        if not hidden:
            seen += len(b" ".join(piece.rpartition(b">")[2].split()))
    return seen < _LITTLE_TEXT

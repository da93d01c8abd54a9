"""URLs that are links without any mark-up: GFM's autolink extension.

The GFM specification (section 6.9) tells the rules only in part; these are the ones that cmark-gfm keeps.
E-mail addresses are left out.
"""

from __future__ import annotations

import re
from unicodedata import category

from mdpaperlint.lazy_pattern import lazy_pattern

_SCHEME = lazy_pattern(r"(?<![A-Za-z])(?:https?|ftp)\Z", re.IGNORECASE | re.ASCII)
_URL = lazy_pattern(r"[^ \t\n\v\f\r<]*+")
# cmark-gfm reads the host byte by byte and so stops looking at it at the first character beyond ASCII.
_HOST = lazy_pattern(r"(?:\\?[A-Za-z0-9._\-\x00-\x08\x0b\x0e-\x1f\x7f])*+")
_HOST_MAY_NOT_BEGIN = lazy_pattern(r"[\s!-/:-@\[-`{-~\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TRAILING = frozenset("?!.,:*_~'\"")
_BEFORE_WWW = frozenset("*_~( \t\n\v\f\r")
# Beyond this many dots cmark-gfm stops minding underscores in the host.
_DOTS_TO_MIND_UNDERSCORES = 10


def url_end(content: str, colon: int) -> int:
    """Where the URL ends whose ``://`` stands at ``colon``; -1 when its host is none that GFM links."""
    host = colon + 3
    first = content[host : host + 1]
    if not first or _HOST_MAY_NOT_BEGIN.match(first) or category(first)[0] == "P":
        return -1
    if first.isascii() and _dots_of_host(content, host) < 0:
        return -1
    return _end(content, colon)


def url_start(content: str, colon: int) -> int:
    """Where the URL begins whose ``://`` stands at ``colon``; -1 when its scheme is none that GFM links."""
    scheme = _SCHEME.search(content, max(colon - 6, 0), colon)
    return scheme.start() if scheme else -1


def www_end(content: str, start: int) -> int:
    """Where the URL ends whose ``www.`` stands at ``start``; -1 when GFM makes no link of it."""
    if start and content[start - 1] not in _BEFORE_WWW:
        return -1
    if _dots_of_host(content, start) < 1:
        return -1
    return _end(content, start)


def _dots_of_host(content: str, start: int) -> int:
    """How many dots the host has; -1 when its last two labels have an underscore, which GFM does not link.

    Its first character and the last one of the content do not count, as in cmark-gfm.
    """
    found = _HOST.match(content, start + 1, max(len(content) - 1, start + 1))
    host = found.group() if found else ""
    dots = host.count(".")
    if dots <= _DOTS_TO_MIND_UNDERSCORES and "_" in host:
        last = host.rfind(".")
        if "_" in host[host.rfind(".", 0, max(last, 0)) + 1 :]:
            return -1
    return dots


def _end(content: str, start: int) -> int:
    """The end of the URL without the punctuation that GFM leaves to the sentence around it."""
    found = _URL.match(content, start)
    end = found.end() if found else start
    unmatched = content.count(")", start, end) - content.count("(", start, end)
    while end > start:
        last = content[end - 1]
        if last == ")":
            if unmatched <= 0:
                break
            unmatched -= 1
            end -= 1
        elif last == ";":
            letters = end - 2
            while letters > start and content[letters].isascii() and content[letters].isalpha():
                letters -= 1
            end = letters if letters < end - 2 and content[letters] == "&" else end - 1
        elif last in _TRAILING:
            end -= 1
        else:
            break
    return end if end > start else -1

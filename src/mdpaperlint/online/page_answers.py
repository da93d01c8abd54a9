"""What one URL itself answers, before anybody follows where it leads."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mdpaperlint.online.exchange import Answer, FailureKind, one_line

HopKind = Literal["there", "redirect", "absent", "blocked", "unsure", "forbidden", "unknown-name"]

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ABSENT = frozenset({404, 410})
# 999 is LinkedIn's; 402 and 451 are an answer to this reader, not about the page.
REFUSED = frozenset({401, 402, 403, 407, 429, 451, 999})

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


class Hop(NamedTuple):
    """``location`` is as the server wrote it. ``failure`` is set where nothing answered. ``challenge``
    tells that the host put a challenge page in the place of the one that was asked for.
    """

    kind: HopKind
    reason: str
    location: str = ""
    permanent: bool = False
    failure: FailureKind | None = None
    challenge: bool = False


def read_answer(answer: Answer) -> Hop:
    """What a final answer (not one that is worth repeating) says of its URL."""
    status = answer.status
    if status in REDIRECTS:
        location = answer.headers.get("location", "")
        if not location:
            return Hop("unsure", f"redirects ({status}) to nowhere")
        if len(location) > _LONGEST_LOCATION:
            return Hop("unsure", f"redirects ({status}) to a URL of {len(location):,} characters")
        return Hop("redirect", f"redirects ({status})", location, status in PERMANENT)
    if 200 <= status < 300 or status == 304:
        return Hop("there", f"answers {status}")
    if status in ABSENT:
        if answer.relayed:
            return Hop("unsure", f"a proxy says {status}, which may be its own answer")
        return Hop("absent", _PHRASES[status])
    if status in REFUSED:
        return Hop("blocked", _PHRASES[status])
    if status >= 500:
        return Hop("unsure", f"server error ({status})")
    return Hop("unsure", f"answers {one_line(str(status))}")

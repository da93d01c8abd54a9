"""The outcome of asking for a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from mdpaperlint.model.paper import ArxivRecord

VerdictKind = Literal["alive", "moved", "gone", "blocked", "unsure", "skipped"]


class Verdict(NamedTuple):
    """``reason`` is in words, for people, and holds no control characters. ``target`` is where a moved link
    went; ``safe_move`` tells that the new place is certainly the same thing (one host, http to https, a
    renamed repository). ``record`` is what arXiv says of the paper, when it was asked. ``note`` is worth
    telling although the link is fine (an archived repository). ``asked`` is False for a link that the run
    did not get to. ``status`` is the HTTP status that came last, 0 where none did. ``given_up`` is the host
    that was asked no more before the link had its answer.
    """

    kind: VerdictKind
    reason: str
    target: str | None = None
    safe_move: bool = False
    record: ArxivRecord | None = None
    note: str = ""
    asked: bool = True
    status: int = 0
    given_up: str = ""

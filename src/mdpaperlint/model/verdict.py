"""What is known of a URL after it was asked for."""

from __future__ import annotations

from typing import Literal, NamedTuple

VerdictKind = Literal["alive", "moved", "gone", "blocked", "unsure", "skipped"]


class Verdict(NamedTuple):
    """``reason`` is in words, for people. ``target`` is where a moved link went; ``safe_move`` tells that the
    new place is certainly the same thing (one host, http to https, a renamed repository). ``title`` is the
    title that the registry gives, when it gives one.
    """

    kind: VerdictKind
    reason: str
    target: str | None = None
    safe_move: bool = False
    title: str | None = None

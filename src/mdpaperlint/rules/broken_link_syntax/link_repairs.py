"""Whether a repair makes a link of what is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from mdpaperlint.markdown.links.address_faults import address_fault
from mdpaperlint.markdown.links.link_scanner import scan

Edits = tuple[tuple[int, int, str], ...]

#: What stands around a repair is read twice for it. A file has so many tried; real ones need a handful.
MOST_REPAIRS = 500
# A repair is tried on what stands around it when its paragraph is longer than this.
_LONGEST_TRIED = 400
_AROUND = 80


class Repairs:
    """Those of one file. ``labels`` are the ones that have a definition."""

    def __init__(self, labels: Container[str]) -> None:
        self.labels = labels
        self._tried = 0

    @property
    def exhausted(self) -> bool:
        """Whether there were more than are tried."""
        return self._tried > MOST_REPAIRS

    def make_link(self, content: str, edits: Edits) -> bool:
        """Whether the edits (start, end, replacement) make one link more, with an address of which nothing is
        wrong. They lie near each other.
        """
        self._tried += 1
        if self.exhausted:
            return False
        first, last = min(edits)[0], max(edit[1] for edit in edits)
        cut = 0
        if len(content) > _LONGEST_TRIED:
            cut = max(first - _AROUND, 0)
            content = content[cut : last + _AROUND]
        mended = content
        for start, end, replacement in sorted(edits, reverse=True):
            mended = mended[: start - cut] + replacement + mended[end - cut :]
        before, after = self._addresses(content), self._addresses(mended)
        new = Counter(after) - Counter(before)
        return len(after) == len(before) + 1 and new.total() == 1 and not any(map(address_fault, new))

    def _addresses(self, content: str) -> list[str]:
        return [
            link.destination.strip()
            for link in scan(content, self.labels)
            if link.kind in ("inline", "image") and link.destination_start >= 0
        ]

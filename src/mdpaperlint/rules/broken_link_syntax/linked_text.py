"""A text in which broken links are searched for, and their repairs tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from operator import attrgetter
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.address_faults import address_fault
from mdpaperlint.markdown.links.link_scanner import scan
from mdpaperlint.markdown.links.raw_spans import without_raw_spans

#: Start, end and replacement, in characters of the content.
Edits = tuple[tuple[int, int, str], ...]

# In a longer paragraph, a repair is tried on the text around it alone.
_LONGEST_TRIED = 400
_AROUND = 80
LONGEST_TEXT = 600
_MOST_BRACKETS = 40
# A word, or an arXiv ID.
_WORDS = lazy_pattern(r"[^\W\d_]{2}|\d{4}\.\d{4,5}")
_URL = lazy_pattern(r"[^\s<>|()\[\]{}（）【】\0]*(?:\([^\s<>|()\[\]\0]*\)[^\s<>|()\[\]{}（）【】\0]*)*")


class BrokenLink(NamedTuple):
    """Offsets into the content. ``edits`` make a link of it; there are none where that is not certain."""

    start: int
    end: int
    message: str
    edits: Edits = ()


class LinkedText:
    """``plain`` is the content with code spans and raw HTML blanked out, of the same length. ``links`` are
    those that GitHub shows, in the order of their starts; ``seams`` are where their texts end; ``labels`` are
    those that have a definition.
    """

    def __init__(self, content: str, labels: Container[str]) -> None:
        self.content = content
        self.plain = without_raw_spans(content)
        self.links = sorted(scan(content, labels), key=attrgetter("start"))
        self.seams = {link.text_end for link in self.links}
        self._labels = labels

    def text_start(self, seam: int) -> int:
        """The offset of the bracket that the one at ``seam`` closes; ``seam`` when there is none near."""
        plain = self.plain
        depth = 0
        position, first = seam, max(seam - LONGEST_TEXT, 0)
        for _ in range(_MOST_BRACKETS):
            closed, opened = plain.rfind("]", first, position), plain.rfind("[", first, position)
            if closed > opened:
                depth += 1
            elif opened < 0:
                break
            elif not depth:
                return opened - 1 if plain[opened - 1 : opened] == "!" else opened
            else:
                depth -= 1
            position = max(closed, opened)
        return seam

    def is_closed(self, position: int) -> bool:
        """Whether a bracket near behind ``position`` closes one that was opened before it; True also when
        there are too many to tell.
        """
        depth = 0
        last = position + LONGEST_TEXT
        for _ in range(_MOST_BRACKETS):
            closed, opened = self.plain.find("]", position, last), self.plain.find("[", position, last)
            if closed < 0:
                return False
            if 0 <= opened < closed:
                depth += 1
                position = opened + 1
            elif depth:
                depth -= 1
                position = closed + 1
            else:
                return True
        return True

    def has_words(self, start: int, end: int) -> bool:
        return _WORDS.search(self.plain, start, end) is not None

    def url_end(self, start: int) -> int:
        """Where the URL ends that begins at ``start``; brackets and parentheses in it are balanced."""
        found = _URL.match(self.plain, start)
        return found.end() if found else start

    def repaired(self, start: int, end: int, message: str, edits: Edits) -> BrokenLink:
        """The broken link, with the edits if they make a link."""
        return BrokenLink(start, end, message, edits if self._make_link(edits) else ())

    def certain(self, start: int, end: int, message: str, edits: Edits) -> Iterator[BrokenLink]:
        """The broken link, if the edits make a link; else nothing."""
        if self._make_link(edits):
            yield BrokenLink(start, end, message, edits)

    def _make_link(self, edits: Edits) -> bool:
        """Whether the edits, which lie near each other, add exactly one link, with a faultless address."""
        content, cut = self.content, 0
        if len(content) > _LONGEST_TRIED:
            cut = max(min(edits)[0] - _AROUND, 0)
            content = content[cut : max(edit[1] for edit in edits) + _AROUND]
        mended = content
        for start, end, replacement in sorted(edits, reverse=True):
            mended = mended[: start - cut] + replacement + mended[end - cut :]
        before, after = self._addresses(content), self._addresses(mended)
        new = Counter(after) - Counter(before)
        return len(after) == len(before) + 1 and new.total() == 1 and not any(map(address_fault, new))

    def _addresses(self, content: str) -> list[str]:
        return [
            link.destination.strip()
            for link in scan(content, self._labels)
            if link.kind in ("inline", "image") and link.destination_start >= 0
        ]

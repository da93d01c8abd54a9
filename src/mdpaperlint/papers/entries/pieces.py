"""A unit's text in pieces: its links, what is bold, quoted, in brackets, and the plain text between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, cast

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, Link
from mdpaperlint.papers.dates.written_dates import WrittenDate, dates_between
from mdpaperlint.papers.entries.link_roles import NO_LINKS, link_kinds
from mdpaperlint.papers.entries.titleness import FUNCTION_WORDS, titleness

PieceKind = Literal[
    "link", "label", "bold", "quoted", "italic", "code", "parentheses", "brackets", "plain", "break"
]

#: Of a longer unit the first characters are read.
_LONGEST_READ = 6000
# Each begins with one character of a set, which most places of a text are passed over by at a glance. Bounds
# keep a mark without its partner from being looked up to the end, once for each such mark.
_TOKEN = lazy_pattern(
    r"[!<\r\n*_\"“«「《`$(（\[【:|](?:"
    r"(?P<skipped>(?<=!)\[[^\[\]]{0,300}\](?:\([^()\s]*\)|\[[^\[\]]{0,100}\])?|(?<=<)img\b[^>]*>"
    r"|(?<=:)[a-z0-9_+-]+:|(?<=<)!--(?s:.{0,300}?)-->)"
    r"|(?P<break>(?<=<)(?:br\s*/?|/?(?:td|tr|th|p|li|dd|dt|div|ul|ol|table)\b[^>]*)>|(?<= \|) "
    r"|(?:(?<=\n)|(?<=\r)\n)(?:(?<=  \n)|(?<=  \r\n)|(?<=\\\n)|(?<=\\\r\n)|[ \t>]*\r?\n"
    r"|(?=[ \t]*\**(?-i:[A-Za-z\u4e00-\u9fff]){1,12} ?[:：])))"
    r"|(?P<bold>(?<=\*)\*\*?(?=\S)(?:[^*]|\*(?!\*)){1,500}?\*?\*\*|(?<=_)_(?=\S)[^_]{1,500}?__"
    r"|(?<=<)(?:b|strong)>(?s:.{0,500}?)</(?:b|strong)>)"
    r"|(?P<quoted>(?<=[\"“«「《])[^\"“”»」》\n]{3,300}[\"”»」》])"
    r"|(?P<italic>(?<=\*)(?=[^\s*])[^*\n]{1,500}?\*(?!\*)|(?<!\w_)(?<=_)(?=[^\s_])[^_\n]{1,500}?_(?!\w)"
    r"|(?<=<)(?:i|em|ins|u)>(?s:.{0,500}?)</(?:i|em|ins|u)>)"
    r"|(?P<code>(?<=`)[^`\n]{1,300}`)|(?P<formula>(?<=\$)[^$\n]{1,100}\$)"
    r"|(?P<parentheses>(?<=[(（])[^()（）\n]{0,300}(?:\([^()\n]{0,100}\)[^()（）\n]{0,300})?[)）])"
    r"|(?P<brackets>(?<=[\[【])[^\[\]【】\n]{1,80}[\]】])|(?P<tag>(?<=<)/?[A-Za-z][^<>]{0,300}>))",
    re.IGNORECASE,
)
_SEPARATOR = lazy_pattern(
    r"[.。?!;:：\s](?:"
    r"(?:(?<=[\w)\]”’'?!。\"][.。])|(?<=[\w)\]”’'?!。\"][?!])(?=\s+[A-Z_*(\[]))(?=\s|$)"
    r"(?<!\b[A-Z]\.)(?<!al\.)(?<!vs\.)(?<!Jr\.)(?<!\d\.)"
    r"|(?<=\s)(?:[-–—|•·]+|//)\s|(?<=;)\s|(?<=\b20\d\d:)(?=\s)|(?<=\b19\d\d:)(?=\s)|(?<=[：\t]))"
)
_NUMBER = lazy_pattern(
    r"\s*(?:\*\*)?(?:\d{1,4}(?:\.\d{1,3})*[.)]|\\?\[\d{1,3}(?:\.\d{1,3})*\\?\]|\(\d{1,3}\)|[-*+•])(?:\*\*)?\s+"
)
_LEADING_VENUE = lazy_pattern(
    r"[A-Z][\w&-]{1,15}['’`]\d\d(?=\s)"
    r"|(?:[A-Z]|arXiv)[\w&-]{0,15}(?: [A-Z][\w&-]{0,15})?,? (?:19|20)\d\d(?:[./-]\d{1,2})?"
    r"(?: (?:Oral|Poster|Spotlight))?(?=, [A-Z0-9])"
)
# "Title - CVPR - 2018", "Title (24'CVPR)": a name in capitals and a year that close the text of a link.
_CLOSING_VENUE = lazy_pattern(
    r"(?:\s+[-–—|]{1,2}\s*|[,.]\s+|\s*[(（【\[])"
    r"(?P<venue>(?:[\w&.-]+ ){0,3}[\w&-]*[A-Z]{2}[\w&-]*[\s,'’–—-]{0,3}(?:(?:19|20)\d\d|(?<=['’])\d\d)"
    r"|\d\d['’][A-Za-z][\w &()-]{1,60})\s*[)）】\]]*\Z"
)
_LONGEST_CLOSING = 80
_CELL_TAG = lazy_pattern(r"<t[dh]\b", re.IGNORECASE)
# One list for the many pieces without a date: 4 MB less for 10,000 entries.
_NO_DATES: list[WrittenDate] = []
_EDGE = ' \t\r\n,;|–—-•·/"“”*_~`'
_LEADING_EDGE = _EDGE + ":："
_BRACKETS = frozenset("[]()【】（）")
_PAIRS = {"[": "]", "(": ")", "【": "】", "（": "）"}
_LAST_WORD = lazy_pattern(r"(\w+)[ \n]*\Z")
_WORD_CHARACTER = lazy_pattern(r"\w")
_MAY_BE_INSIDE = frozenset(("italic", "bold", "code", "parentheses", "quoted"))
# Marks inside a title: a word or two.
_LONGEST_INSIDE = 60
#: Behind these a name in italics is that of a venue.
BEFORE_VENUE = frozenset(("in", "at", "by"))
_WEIGHTS = {
    "label": 0.0,
    "break": 0.0,
    "code": 0.0,
    "parentheses": 0.3,
    "brackets": 0.3,
    "quoted": 1.15,
    "link": 1.15,
}


class Piece:
    """``start``/``end`` is the piece with its marks, ``text_start``/``text_end`` what it says. ``link`` is an
    index into ``Document.links`` or -1; ``cell`` counts cells. ``weight`` is how much the kind and the place
    add to what the text has of a title.
    """

    __slots__ = (
        "_dates",
        "_source",
        "_text",
        "_titleness",
        "cell",
        "end",
        "kind",
        "link",
        "start",
        "text_end",
        "text_start",
        "weight",
    )

    def __init__(
        self, source: str, kind: PieceKind, start: int, end: int, text: tuple[int, int], link: int, cell: int
    ) -> None:
        self._source = source
        self.kind = kind
        self.start = start
        self.end = end
        self.text_start, self.text_end = text
        self.link = link
        self.cell = cell
        self.weight = _WEIGHTS.get(kind, 1.0)
        self._text: str | None = None
        self._titleness: float | None = None
        self._dates: list[WrittenDate] | None = None

    @property
    def text(self) -> str:
        """What it says, without markup."""
        if self._text is None:
            self._text = plain(self._source[self.text_start : self.text_end])
        return self._text

    @property
    def titleness(self) -> float:
        if self._titleness is None:
            self._titleness = self.weight * titleness(self.text) if self.weight else 0.0
        return self._titleness

    @property
    def dates(self) -> list[WrittenDate]:
        if self._dates is None:
            self._dates = dates_between(self._source, self.text_start, self.text_end) or _NO_DATES
        return self._dates


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the marks, brackets and separators around it."""
    while start < end and not (text[start].isalnum() and text[end - 1].isalnum()):
        written = text[start:end]
        bare = written.rstrip(_EDGE)
        end = start + len(bare)
        start = end - len(bare.lstrip(_LEADING_EDGE))
        before = start, end
        if start < end and (text[start] in _BRACKETS or text[end - 1] in _BRACKETS):
            start, end = _unbracketed(text, start, end)
        if before == (start, end):
            break
    return start, max(start, end)


def _unbracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without brackets around the whole, and without those at an edge that have no partner."""
    for opening, closing in _PAIRS.items():
        begins, ends = text[start] == opening, text[end - 1] == closing
        if begins or ends or text[end - 1] == opening or text[start] == closing:
            opened, closed = text.count(opening, start, end), text.count(closing, start, end)
            whole = begins and ends and text.find(closing, start, end) == end - 1
            start += whole or (begins and opened > closed) or text[start] == closing
            end -= whole or (ends and closed > opened) or text[end - 1] == opening
            break
    return start, end


class PieceReader:
    """Reads the pieces of one unit after the other."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.links = document.links
        self.labelled = link_kinds(document).labelled
        self.found: list[Piece] = []
        self.cell = 0

    def pieces(
        self, spans: Sequence[tuple[int, int]], links: Sequence[int], numbered: bool, in_cells: bool
    ) -> list[Piece]:
        """``spans`` are the cells of a row, else the one of the unit; ``links`` the indices of all in them.
        ``in_cells`` tells HTML with cells.
        """
        self.found = []
        shown = [number for number in links if self.links[number][0] not in NO_LINKS]
        for self.cell, (start, end) in enumerate(spans):
            if start < end:
                end = min(end, start + _LONGEST_READ)
                inside = [number for number in shown if start <= self.links[number][1] < end]
                self.read(start, end, inside, numbered, in_cells)
        return self.found

    def add(
        self, kind: PieceKind, start: int, end: int, inner: tuple[int, int] | None = None, link: int = -1
    ) -> None:
        """``inner`` is what it says without the marks, brackets and separators around it."""
        inner = inner or trimmed(self.text, start, end)
        if inner[0] < inner[1] or kind in ("label", "break"):
            self.found.append(Piece(self.text, kind, start, end, inner, link, self.cell))

    def add_plain(self, start: int, end: int) -> None:
        if start == end or _WORD_CHARACTER.search(self.text, start, end) is None:
            return
        begin = start
        for found in _SEPARATOR.finditer(self.text, start, end):
            self._add_run(begin, found.end() if found[0] in ".。?!" else found.start())
            begin = found.end()
        self._add_run(begin, end)

    def _add_run(self, start: int, end: int) -> None:
        """A date at either end of a run, and a venue with its year that begins it, are pieces alone."""
        first, last = trimmed(self.text, start, end)
        if first >= last:
            return
        venue = _LEADING_VENUE.match(self.text, first, last) if self.text[first].isalpha() else None
        dates = [date for date in dates_between(self.text, first, last) if date.precise]
        if venue is not None or (dates and dates[0].start == first):
            cut = venue.end() if venue is not None else dates[0].end
            self.add("plain", first, cut, (first, cut))
            first, _ = trimmed(self.text, start := cut, last)
        elif dates and dates[-1].end == last:
            self.add("plain", start, dates[-1].start, trimmed(self.text, first, dates[-1].start))
            first = start = dates[-1].start
        self.add("plain", start, end, (first, last))

    def read(self, start: int, end: int, links: Sequence[int], numbered: bool, in_cells: bool) -> None:
        """Appends the pieces of a unit, or of one cell; ``links`` are the indices of those in it."""
        number = _NUMBER.match(self.text, start, end) if numbered else None
        position = number.end() if number else start
        for each in links:
            link = self.links[each]
            if position <= link[1]:
                self._read_text(position, link[1], in_cells)
                self._add_link(link, each)
                position = link[2]
        self._read_text(position, end, in_cells)
        self.add("break", end, end, (end, end))

    def _read_text(self, start: int, end: int, in_cells: bool) -> None:
        """What stands before, between or behind links; a mark around a link gives way to it."""
        begin = start
        for token in _TOKEN.finditer(self.text, start, end):
            kind, (first, last) = token.lastgroup, token.span()
            if kind in ("tag", "formula") or self._is_inside(begin, first, last, end, kind):
                continue
            self.add_plain(begin, first)
            begin = last
            if kind == "break":
                self.add("break", first, last, (first, last))
                self.cell += in_cells and _CELL_TAG.match(self.text, first) is not None
            elif kind == "bold":
                self._add_title_and_venue("bold", first, last, trimmed(self.text, first, last))
            elif kind != "skipped":
                self.add(cast("PieceKind", kind), first, last)
        self.add_plain(begin, end)

    def _add_link(self, link: Link, number: int) -> None:
        start, end = link.text_start, link.text_end
        if link.kind in ("bare", "autolink") or self.labelled[number]:
            self.add("label", link.start, link.end, (start, end), number)
        else:
            self._add_title_and_venue("link", link.start, link.end, trimmed(self.text, start, end), number)

    def _add_title_and_venue(
        self, kind: PieceKind, start: int, end: int, inner: tuple[int, int], link: int = -1
    ) -> None:
        """A venue with its year that closes a link or bold text is a piece by itself."""
        first, last = inner
        begin = max(first + 1, last - _LONGEST_CLOSING)
        closing = None if self.text[last - 1].islower() else _CLOSING_VENUE.search(self.text, begin, last)
        if closing is None:
            self.add(kind, start, end, inner, link)
        else:
            cut = closing.start()
            self.add(kind, start, cut, trimmed(self.text, first, cut), link)
            self.add("plain", cut, end, trimmed(self.text, closing.start("venue"), last))

    def _is_inside(self, begin: int, first: int, last: int, end: int, kind: str | None) -> bool:
        """Whether a marked word is part of the running text around it, as one in italics in a title."""
        text = self.text
        if first == begin or kind not in _MAY_BE_INSIDE or last - first > _LONGEST_INSIDE:
            return False
        before = _LAST_WORD.search(text, max(begin, first - 30), first)
        word = before[1].lower() if before else ""
        if kind == "italic" and word in BEFORE_VENUE:
            return False
        after = last + text.startswith(" ", last)
        goes_on = after < end and (text[after].islower() or text.startswith(("-", ":"), last))
        return (goes_on and bool(word)) or word in FUNCTION_WORDS

"""What was meant as a link in a piece of text and is none on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.link_scanner import scan
from mdpaperlint.markdown.links.raw_spans import without_raw_spans
from mdpaperlint.rules.broken_link_syntax.broken_link import LONGEST_TEXT, BrokenLink, text_start
from mdpaperlint.rules.broken_link_syntax.displaced_marks import DISPLACED_MARK_SIGNS, displaced_marks
from mdpaperlint.rules.broken_link_syntax.link_repairs import Edits, Repairs
from mdpaperlint.rules.broken_link_syntax.lost_brackets import LOST_BRACKET_SIGNS, lost_brackets
from mdpaperlint.rules.broken_link_syntax.words_as_addresses import words_as_addresses

_WEB = (
    r"(?:h?t?tps?[ \t]?[:;：.]?[ \t]?//?|www\.[\w-]"
    r"|(?:[a-z0-9-]{1,63}\.){1,3}(?:com|org|net|io|ai|edu|gov|cn)/)"
)
# Looked for in the whole text, to know which paragraphs and cells deserve a closer look; each only in a text
# that holds the character before it.
SIGNS = (
    (
        "]",
        lazy_pattern(
            r"\](?=[ \t\r\n\[{<（])(?:[ \t]+\(|[ \t]*\r?\n[ \t>]*\(|[ \t]?[\[{<（])"
            rf"(?=[ \t]*(?:{_WEB}|\.{{1,2}}/))",
            re.IGNORECASE,
        ),
    ),
    (")", lazy_pattern(rf"\)[ \t]?\[(?={_WEB})", re.IGNORECASE)),
    ("】", lazy_pattern(rf"】[ \t]?[(（](?=[ \t]*{_WEB})", re.IGNORECASE)),
    *LOST_BRACKET_SIGNS,
    *DISPLACED_MARK_SIGNS,
)
_GAP = lazy_pattern(rf"\](?:[ \t]+|[ \t]*\r?\n[ \t>]*)\((?=[ \t]*(?:{_WEB}|\.{{1,2}}/))", re.IGNORECASE)
_REVERSED = lazy_pattern(rf"\([^()\[\]\n]{{1,300}}\)[ \t]?\[(?={_WEB})", re.IGNORECASE)
_OTHER_BRACKET = lazy_pattern(rf"\][ \t]?[\[{{<](?={_WEB})", re.IGNORECASE)
_FULL_WIDTH = lazy_pattern(rf"[\]】](?:[ \t]?（|(?<=】)[ \t]?\()(?=[ \t]*{_WEB})", re.IGNORECASE)
# Matched from the beginning of a URL; one that opens a bracket itself may close it.
SWALLOWED = lazy_pattern(r"[^\s<（【「『“‘）】」』》”’，。；、！？…]*([）】」』》”’，。；、！？…])")
_SEAM = lazy_pattern(rf"\]\((?=[ \t]*[\[(<\"'\]]{{0,3}}{_WEB})", re.IGNORECASE)
_URL = lazy_pattern(r"[^\s<>|()\[\]{}（）【】\0]*(?:\([^\s<>|()\[\]\0]*\)[^\s<>|()\[\]{}（）【】\0]*)*")
_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_SPACE = lazy_pattern(r"\s")
_PARENTHESES = lazy_pattern(r"[()]")
_OPENING = lazy_pattern(r"[ \t\[(<\"'\]]{0,6}")
_FULL_WIDTH_MESSAGE = (
    "full-width brackets make no link: write [text](address) with those of an English keyboard"
)
_ADDRESS_OVER_LINES = lazy_pattern(
    r"(https?://[^\s<>()\[\]]*)[ \t]*\r?\n[ \t>]*([^\s<>()\[\]]+)\)", re.IGNORECASE
)
_SPACE_IN_SCHEME = lazy_pattern(r"(?:https?:)?[ \t]+//|https?://[ \t]+|https?[ \t]+:[ \t]*//", re.IGNORECASE)


def broken_links(content: str, repairs: Repairs) -> Iterator[BrokenLink]:
    """In the order of the content, none inside another."""
    plain = without_raw_spans(content)
    line_ends = _LineEnds(plain)
    links = scan(content, repairs.labels)
    taken = sorted((link.start, link.end) for link in links if link.kind not in ("bare", "autolink"))
    bare = [(link.start, link.end) for link in links if link.kind == "bare"]
    seams = {link.text_end for link in links}
    found: list[BrokenLink] = []
    found += (
        _no_link(content, plain, match, line_ends, repairs)
        for match in _SEAM.finditer(plain)
        if match.start() not in seams
    )
    maybe = [_gap(content, plain, match, repairs) for match in _GAP.finditer(plain)]
    maybe += (_reversed(content, plain, match) for match in _REVERSED.finditer(plain))
    maybe += (_other_bracket(content, plain, match, repairs) for match in _OTHER_BRACKET.finditer(plain))
    found += filter(None, maybe)
    found += (_full_width(content, plain, match, repairs) for match in _FULL_WIDTH.finditer(plain))
    found += lost_brackets(content, plain, repairs)
    found += displaced_marks(content, plain, links, repairs)
    found += words_as_addresses(content, plain, seams, repairs)
    found += _swallowed(content, bare)
    found.sort()
    position = 0
    following = 0
    for broken in found:
        while following < len(taken) and taken[following][1] <= broken.start:
            following += 1
        inside = following < len(taken) and taken[following][0] <= broken.start
        if broken.start >= position and not inside:
            yield broken
            position = broken.end


class _LineEnds:
    """Ends of lines for ascending places, each looked for once."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._end = -1

    def behind(self, position: int) -> int:
        if position > self._end:
            end = self._content.find("\n", position)
            self._end = end if end >= 0 else len(self._content)
        return self._end


def _with_fix(
    content: str,
    start: int,
    end: int,
    message: str,
    edits: Edits,
    repairs: Repairs,
) -> BrokenLink:
    return BrokenLink(start, end, message, edits if repairs.make_link(content, edits) else ())


def _closing(plain: str, position: int, end: int) -> int:
    """The parenthesis that closes one opened before ``position``; -1 when there is none near."""
    depth = 0
    for found in islice(_PARENTHESES.finditer(plain, position, end), 40):
        depth += 1 if found[0] == "(" else -1
        if depth < 0:
            return found.start()
    return -1


def _no_link(
    content: str, plain: str, match: re.Match[str], line_ends: _LineEnds, repairs: Repairs
) -> BrokenLink:
    seam, behind = match.span()
    start = text_start(plain, seam)
    opening = _OPENING.match(plain, behind)
    address = opening.end() if opening else behind
    found = _URL.match(plain, address)
    url_end = found.end() if found else address
    line_end = line_ends.behind(behind)
    close = _closing(plain, url_end, line_end)
    following = plain[url_end : url_end + 1]
    if plain.startswith("](", behind):
        edits: Edits = ((seam, behind, ""),)
        return _with_fix(
            content, start, max(url_end, behind), "](]( begins a link twice: write ]( once", edits, repairs
        )
    if following in ("）", "】"):
        edits = ((url_end, url_end + 1, ")"),)
        message = f"the link ends in a full-width {following}: write ) instead"
        return _with_fix(content, start, url_end + 1, message, edits, repairs)
    broken = _ADDRESS_OVER_LINES.match(plain, address)
    if broken:
        edits = ((broken.end(1), broken.start(2), ""),)
        message = "the address is broken over two lines, so GitHub shows no link: put it on one line"
        return _with_fix(content, start, broken.end(), message, edits, repairs)
    split = _SPACE_IN_SCHEME.match(plain, address)
    if split:
        scheme = "".join(split[0].split())
        edits = ((split.start(), split.end(), scheme),)
        end = close + 1 if close >= 0 else url_end
        return _with_fix(content, start, end, "there is a space in the address: remove it", edits, repairs)
    next_link = plain.find("](", url_end, line_end)
    if following != ")" and (close < 0 or 0 <= next_link < close):
        message = "the ) that ends this link is missing: add it after the address"
        if start == seam or not (not following or following.isspace() or following in "],|"):
            return BrokenLink(start, url_end, message)
        # A bracket closes one that was opened before the link, or stands in place of the parenthesis.
        instead = following == "]" and text_start(plain, start) == start
        edits = ((url_end, url_end + instead, ")"),)
        return _with_fix(content, start, url_end + instead, message, edits, repairs)
    if following != ")" and close >= 0 and _SPACE.search(plain, url_end, close):
        message = "there is a space in the address, so GitHub shows no link: remove it or write %20"
        return BrokenLink(start, close + 1, message)
    end = close + 1 if close >= 0 else url_end
    if start == seam:
        return BrokenLink(seam, end, "the [ that begins the text of this link is missing: add it")
    if content[seam - 1 : seam] == "\\":
        return BrokenLink(start, end, "the \\ before the ] turns this link into text: remove the \\")
    if plain.find("](", start, seam) >= 0:
        message = "a link cannot be in the text of another, so GitHub shows the outer one as text: part them"
        return BrokenLink(seam, end, message)
    return BrokenLink(start, end, "GitHub shows no link here: check the brackets and the address")


def _gap(content: str, plain: str, match: re.Match[str], repairs: Repairs) -> BrokenLink | None:
    seam, address = match.start(), match.end()
    start = text_start(plain, seam)
    # [12] (https://…) is a number and where it leads; [ ] and [x] are boxes to tick.
    if start == seam or not _LETTERS.search(plain, start, seam) or plain.startswith("[^", start):
        return None
    edits = ((seam + 1, address - 1, ""),)
    if not repairs.make_link(content, edits):
        return None
    end = plain.find(")", address)
    what = "a line end" if "\n" in match[0] else "a space"
    return BrokenLink(
        start,
        end + 1 if end >= 0 else address,
        f"there is {what} between ] and (, so GitHub shows no link: remove it",
        edits,
    )


def _reversed(content: str, plain: str, match: re.Match[str]) -> BrokenLink | None:
    if plain[match.start() - 1 : match.start()] == "]":
        return None
    found = _URL.match(plain, match.end())
    end = found.end() if found else match.end()
    if plain[end : end + 1] != "]" or plain[end + 1 : end + 2] == "(":
        return None
    text_end = content.index(")", match.start())
    edits = (
        (match.start(), match.start() + 1, "["),
        (text_end, match.end(), "]("),
        (end, end + 1, ")"),
    )
    message = "the brackets of this link are the wrong way round: write [text](address)"
    return BrokenLink(match.start(), end + 1, message, edits)


def _other_bracket(content: str, plain: str, match: re.Match[str], repairs: Repairs) -> BrokenLink | None:
    seam = match.start()
    start = text_start(plain, seam)
    found = _URL.match(plain, match.end())
    end = found.end() if found else match.end()
    opening = plain[match.end() - 1]
    closing = {"[": "]", "{": "}", "<": ">"}[opening]
    gap = match.end() - seam > 2
    if start == seam or plain[end : end + 1] != closing or plain[end + 1 : end + 2] == "(":
        return None
    if not _LETTERS.search(plain, start, seam) or (gap and opening == "<"):
        return None
    edits = ((seam + 1, match.end(), "("), (end, end + 1, ")"))
    if not repairs.make_link(content, edits):
        return None
    message = f"the address stands in {opening}{closing}, so GitHub shows no link: put it in ()"
    return BrokenLink(start, end + 1, message, edits)


def _full_width(content: str, plain: str, match: re.Match[str], repairs: Repairs) -> BrokenLink:
    seam, address = match.start(), match.end()
    found = _URL.match(plain, address)
    url_end = found.end() if found else address
    edits = [(seam, address, "](")]
    if plain[seam] == "】":
        start = plain.rfind("【", max(seam - LONGEST_TEXT, 0), seam)
        if start < 0:
            return BrokenLink(seam, url_end, _FULL_WIDTH_MESSAGE)
        edits.append((start, start + 1, "["))
    else:
        start = text_start(plain, seam)
    closing = plain[url_end : url_end + 1]
    end = url_end
    if closing in ("）", "】"):
        end += 1
        edits.append((url_end, end, ")"))
    elif closing == ")":
        end += 1
    return _with_fix(content, start, end, _FULL_WIDTH_MESSAGE, tuple(edits), repairs)


def _swallowed(content: str, bare: list[tuple[int, int]]) -> Iterator[BrokenLink]:
    """Bare URLs end at a space only, so what stands behind them without one belongs to them."""
    for start, end in bare:
        found = SWALLOWED.match(content, start, end)
        if found:
            stop = found.start(1)
            edits = () if content.startswith("www.", start) else ((start, start, "<"), (stop, stop, ">"))
            yield BrokenLink(
                start,
                end,
                f"GitHub takes the {found[1]} as part of this address: write < and > around the address",
                edits,
            )

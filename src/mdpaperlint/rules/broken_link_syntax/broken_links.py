"""Texts that were meant as links and are none on GitHub."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import chain, islice

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.anchors import slug
from mdpaperlint.markdown.links.link_targets import is_template
from mdpaperlint.rules.broken_link_syntax.displaced_marks import DISPLACED_MARK_SIGNS, displaced_marks
from mdpaperlint.rules.broken_link_syntax.linked_text import (
    LONGEST_TEXT,
    BrokenLink,
    Edits,
    LinkedText,
)

_WEB = (
    r"(?:h?t?tps?[ \t]?[:;：.]?[ \t]?//?|www\.[\w-]"
    r"|(?:[a-z0-9-]{1,63}\.){1,3}(?:com|org|net|io|ai|edu|gov|cn)/)"
)
# Signs of broken links, each with a text that it contains. A sign is searched for in the whole document, if
# the document holds that text, to find the paragraphs and cells to examine.
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
    ("）", lazy_pattern(rf"）[ \t]?\[(?={_WEB})", re.IGNORECASE)),
    ("】", lazy_pattern(rf"】[ \t]?[(（](?=[ \t]*{_WEB})", re.IGNORECASE)),
    ("］", lazy_pattern(rf"］[ \t]?[(（](?=[ \t]*{_WEB})", re.IGNORECASE)),
    *DISPLACED_MARK_SIGNS,
)
_GAP = lazy_pattern(rf"\](?:[ \t]+|[ \t]*\r?\n[ \t>]*)\((?=[ \t]*(?:{_WEB}|\.{{1,2}}/))", re.IGNORECASE)
_REVERSED = lazy_pattern(
    rf"(?<![\]】］])[(（](?P<text>[^()（）\[\]\n]{{1,300}})[)）][ \t]?\[(?={_WEB})", re.IGNORECASE
)
_OTHER_BRACKET = lazy_pattern(rf"\][ \t]?[\[{{<](?={_WEB})", re.IGNORECASE)
_FULL_WIDTH = lazy_pattern(rf"[\]】］](?:[ \t]?（|(?<=[】］])[ \t]?\()(?=[ \t]*{_WEB})", re.IGNORECASE)
_OPENING_OF = {"】": "【", "］": "［"}
# Matched from the beginning of a URL; one that opens a bracket itself may close it.
SWALLOWED = lazy_pattern(r"[^\s<（【「『“‘）】」』》”’，。；、！？…]*([）】」』》”’，。；、！？…])")
_SEAM = lazy_pattern(rf"\]\((?=[ \t]*[\[(<\"'\]]{{0,3}}{_WEB})", re.IGNORECASE)
_WORDS = lazy_pattern(r"\]\((?P<words>(?!(?:h?t?tps?|www)\b)[^()\[\]<>\"\n]{1,300})\)", re.IGNORECASE)
_FILE = lazy_pattern(r"\.(?:md|pdf|html?|ipynb|png|jpe?g|gif|svg|txt)(?:#|$)", re.IGNORECASE)
_LETTERS = lazy_pattern(r"[^\W\d_]{2}")
_SPACE = lazy_pattern(r"\s")
_PARENTHESES = lazy_pattern(r"[()]")
_ADDRESS_OVER_LINES = lazy_pattern(
    r"(https?://[^\s<>()\[\]]*)[ \t]*\r?\n[ \t>]*([^\s<>()\[\]]+)\)", re.IGNORECASE
)
_SPACE_IN_SCHEME = lazy_pattern(r"(?:https?:)?[ \t]+//|https?://[ \t]+|https?[ \t]+:[ \t]*//", re.IGNORECASE)
_LONGEST_ADDRESS = 2_000


def broken_links(content: str, labels: Container[str]) -> Iterator[BrokenLink]:
    """The broken links of a text in order. None lies inside another one or inside a link."""
    text = LinkedText(content, labels)
    looks = (_seams, _words, _gaps, _reversed, _other_brackets, _full_width, displaced_marks, _swallowed)
    taken = sorted((link.start, link.end) for link in text.links if link.kind not in ("bare", "autolink"))
    position = following = 0
    for broken in sorted(chain.from_iterable(look(text) for look in looks)):
        while following < len(taken) and taken[following][1] <= broken.start:
            following += 1
        inside = following < len(taken) and taken[following][0] <= broken.start
        if broken.start >= position and not inside:
            yield broken
            position = broken.end


def _seams(text: LinkedText) -> Iterator[BrokenLink]:
    for match in _SEAM.finditer(text.plain):
        if match.start() not in text.seams:
            yield _no_link(text, *match.span())


def _no_link(text: LinkedText, seam: int, behind: int) -> BrokenLink:
    plain, start = text.plain, text.text_start(seam)
    opening = plain[behind : behind + 6]
    address = behind + len(opening) - len(opening.lstrip(" \t[](<\"'"))
    url_end = text.url_end(address)
    last = min(behind + _LONGEST_ADDRESS, len(plain))
    line_end = plain.find("\n", behind, last)
    line_end = line_end if line_end >= 0 else last
    close = _closing(plain, url_end, line_end)
    end = close + 1 if close >= 0 else url_end
    following = plain[url_end : url_end + 1]
    if plain.startswith("](", behind):
        message = "](]( begins a link twice: write ]( once"
        return text.repaired(start, max(url_end, behind), message, ((seam, behind, ""),))
    if following in ("）", "】"):
        message = f"the link ends in a full-width {following}: write ) instead"
        return text.repaired(start, url_end + 1, message, ((url_end, url_end + 1, ")"),))
    if broken := _ADDRESS_OVER_LINES.match(plain, address):
        message = "the address is broken over two lines, so GitHub shows no link: put it on one line"
        return text.repaired(start, broken.end(), message, ((broken.end(1), broken.start(2), ""),))
    if split := _SPACE_IN_SCHEME.match(plain, address):
        edits: Edits = ((*split.span(), "".join(split[0].split())),)
        return text.repaired(start, end, "there is a space in the address: remove it", edits)
    next_link = plain.find("](", url_end, line_end)
    if following != ")" and (close < 0 or 0 <= next_link < close):
        message = "the ) that ends this link is missing: add it after the address"
        if start == seam or not (not following or following.isspace() or following in "],|"):
            return BrokenLink(start, url_end, message)
        # A bracket here closes an earlier one, or is written instead of the parenthesis.
        instead = following == "]" and text.text_start(start) == start
        return text.repaired(start, url_end + instead, message, ((url_end, url_end + instead, ")"),))
    if following != ")" and _SPACE.search(plain, url_end, close):
        message = "there is a space in the address, so GitHub shows no link: remove it or write %20"
        return BrokenLink(start, end, message)
    if start == seam:
        return BrokenLink(seam, end, "the [ that begins the text of this link is missing: add it")
    if text.content[seam - 1 : seam] == "\\":
        return BrokenLink(start, end, "the \\ before the ] turns this link into text: remove the \\")
    if plain.find("](", start, seam) >= 0:
        message = "a link cannot be in the text of another, so GitHub shows the outer one as text: part them"
        return BrokenLink(seam, end, message)
    return BrokenLink(start, end, "GitHub shows no link here: check the brackets and the address")


def _closing(plain: str, position: int, end: int) -> int:
    """The offset of the parenthesis that closes one opened before ``position``; -1 for none near."""
    depth = 0
    for found in islice(_PARENTHESES.finditer(plain, position, end), 40):
        depth += 1 if found[0] == "(" else -1
        if depth < 0:
            return found.start()
    return -1


def _words(text: LinkedText) -> Iterator[BrokenLink]:
    """Links with words for their address: a title, the name of a heading, a file name with a space."""
    for match in _WORDS.finditer(text.plain):
        words, seam = match["words"].strip(), match.start()
        if seam in text.seams or not _SPACE.search(words) or is_template(words):
            continue
        start = text.text_start(seam)
        # Brackets right behind a word are code or mathematics: a[i](x y).
        if start == seam or not _LETTERS.search(words) or text.plain[start - 1 : start].isalnum():
            continue
        if words.startswith("#"):
            anchor = f"#{slug(words[1:])}"
            message = f"there is a space in the anchor, so GitHub shows no link: write {anchor}"
            yield BrokenLink(start, match.end(), message, ((*match.span("words"), anchor),))
        elif _FILE.search(words):
            path = match["words"].replace("\t", " ").replace(" ", "%20")
            message = "there is a space in the address, so GitHub shows no link: write %20"
            yield text.repaired(start, match.end(), message, ((*match.span("words"), path),))
        else:
            message = "words stand where the address belongs, so GitHub shows no link: write the address"
            yield BrokenLink(start, match.end(), message)


def _gaps(text: LinkedText) -> Iterator[BrokenLink]:
    for match in _GAP.finditer(text.plain):
        seam, address = match.span()
        start = text.text_start(seam)
        # [12] (https://…) is a number and where it leads; [ ] and [x] are boxes to tick.
        if start == seam or not text.has_words(start, seam) or text.plain.startswith("[^", start):
            continue
        end = text.plain.find(")", address, address + _LONGEST_ADDRESS)
        what = "a line end" if "\n" in match[0] else "a space"
        message = f"there is {what} between ] and (, so GitHub shows no link: remove it"
        yield from text.certain(
            start, end + 1 if end >= 0 else address, message, ((seam + 1, address - 1, ""),)
        )


def _reversed(text: LinkedText) -> Iterator[BrokenLink]:
    for match in _REVERSED.finditer(text.plain):
        start, address = match.span()
        end = text.url_end(address)
        if text.plain[end : end + 1] != "]" or text.plain[end + 1 : end + 2] == "(":
            continue
        edits = ((start, start + 1, "["), (match.end("text"), address, "]("), (end, end + 1, ")"))
        message = "the brackets of this link are the wrong way round: write [text](address)"
        yield BrokenLink(start, end + 1, message, edits)


def _other_brackets(text: LinkedText) -> Iterator[BrokenLink]:
    """Links whose address is in other brackets, after at most one space."""
    plain = text.plain
    for match in _OTHER_BRACKET.finditer(plain):
        seam, address = match.span()
        start, end = text.text_start(seam), text.url_end(address)
        opening = plain[address - 1]
        closing = {"[": "]", "{": "}", "<": ">"}[opening]
        if start == seam or plain[end : end + 1] != closing or plain[end + 1 : end + 2] == "(":
            continue
        if not text.has_words(start, seam) or (address - seam > 2 and opening == "<"):
            continue
        message = f"the address stands in {opening}{closing}, so GitHub shows no link: put it in ()"
        yield from text.certain(start, end + 1, message, ((seam + 1, address, "("), (end, end + 1, ")")))


def _full_width(text: LinkedText) -> Iterator[BrokenLink]:
    plain = text.plain
    message = "full-width brackets make no link: write [text](address) with those of an English keyboard"
    for match in _FULL_WIDTH.finditer(plain):
        seam, address = match.span()
        end = text.url_end(address)
        edits: Edits = ((seam, address, "]("),)
        start = text.text_start(seam)
        if opening := _OPENING_OF.get(plain[seam]):
            start = plain.rfind(opening, max(seam - LONGEST_TEXT, 0), seam)
            if start < 0:
                yield BrokenLink(seam, end, message)
                continue
            edits += ((start, start + 1, "["),)
        if plain[end : end + 1] in ("）", "】"):
            edits += ((end, end + 1, ")"),)
        yield text.repaired(start, end + (plain[end : end + 1] in ("）", "】", ")")), message, edits)


def _swallowed(text: LinkedText) -> Iterator[BrokenLink]:
    """Bare URLs with text that GitHub takes for a part of them, since only a space ends a bare URL."""
    for link in text.links:
        found = SWALLOWED.match(text.content, link.start, link.end) if link.kind == "bare" else None
        if found:
            stop = found.start(1)
            message = f"GitHub takes the {found[1]} as part of this address: write < and > around the address"
            edits: Edits = ((link.start, link.start, "<"), (stop, stop, ">"))
            www = text.content.startswith("www.", link.start)
            yield BrokenLink(link.start, link.end, message, () if www else edits)

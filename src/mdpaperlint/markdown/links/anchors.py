"""The places of a page that ``#fragment`` links can lead to, as GitHub makes them.

GitHub gives every heading, Markdown or HTML, an anchor made from its rendered text, and prefixes it and every
``id`` and ``name`` of raw HTML with ``user-content-``; a script of the page makes ``#fragment`` lead to
``user-content-fragment``. The way from text to anchor is that of the table-of-contents filter of
``html-pipeline`` 2, with the suffixes of repeated headings as the ``github-slugger`` fixtures (taken from
GitHub) have them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.raw_html import html_text
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

AnchorMatch = Literal["found", "other-case", "missing"]

PREFIX = "user-content-"

_TAG = lazy_pattern(r"<[A-Za-z][^<>]*>")
_IDENTIFYING_ATTRIBUTE = lazy_pattern(
    r"""[\s"'](?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I
)
_HEADING_TAG = lazy_pattern(r"<(/?)h[1-6](?=[\s/>])[^<>]*>", re.I)
_DEFINITION_LABEL = lazy_pattern(r"\[((?:[^\[\]\\]|\\.)+)\]:", re.S)
_NEEDS_RENDERING = lazy_pattern(r"[\[\]`*_~<&\\]")
# Longer ones are no headings that anyone links to, and the inline parser takes more than linear time.
_LONGEST_TEXT = 2000
# Emoji variation selectors are part of GitHub's anchors, but no one sees or types them.
_VARIATION_SELECTORS = {0xFE0E: None, 0xFE0F: None}


class Anchor(NamedTuple):
    """``fragment`` is without ``user-content-``. The span is what the anchor comes from: the heading's text
    or the HTML tag.
    """

    fragment: str
    start: int
    end: int


class Anchors:
    """All anchors of a document, the first of each name."""

    __slots__ = ("_by_core", "_by_lower_case", "by_fragment", "by_heading")

    def __init__(self, anchors: list[Anchor], by_heading: dict[int, str]) -> None:
        self.by_fragment: dict[str, Anchor] = {}
        self.by_heading = by_heading
        self._by_lower_case: dict[str, Anchor] = {}
        self._by_core: dict[str, Anchor] = {}
        for anchor in anchors:
            self.by_fragment.setdefault(anchor.fragment, anchor)
            lower = anchor.fragment.lower()
            self._by_lower_case.setdefault(lower, anchor)
            self._by_core.setdefault(core(lower), anchor)

    def match(self, fragment: str) -> tuple[AnchorMatch, Anchor | None]:
        """How a percent-decoded fragment is found. Hyphens at its ends and invisible variation selectors
        make no difference: an emoji leaves them.
        """
        for wanted in (fragment, fragment.removeprefix(PREFIX)):
            if wanted in self.by_fragment:
                return "found", self.by_fragment[wanted]
        lower = wanted.lower()
        if lower in self._by_lower_case:
            return "other-case", self._by_lower_case[lower]
        edgeless = core(lower)
        if edgeless and edgeless in self._by_core:
            return "found", self._by_core[edgeless]
        return "missing", None


class Slugger:
    """Makes anchors of heading texts and tells repeated ones apart, as GitHub does: ``-1``, ``-2`` …"""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, text: str) -> str:
        base = result = slug(text)
        seen = self._seen
        while result in seen:
            seen[base] += 1
            result = f"{base}-{seen[base]}"
        seen[result] = 0
        return result


def slug(text: str) -> str:
    """The anchor of a heading with this rendered text, were it the only one."""
    return text.translate(_SLUG_CHARACTERS)


class _SlugCharacters(dict[int, str]):
    """For ``str.translate``: letters (in lower case), marks, decimal digits and connectors stay, a space
    becomes a hyphen, the rest goes. Each character is lowered by itself, as Ruby's ``downcase`` does.
    """

    def __missing__(self, codepoint: int) -> str:
        import unicodedata

        character = chr(codepoint)
        category = unicodedata.category(character)
        if character == " ":
            result = "-"
        elif (
            character == "-"
            or category[0] in "LM"
            or category in ("Nd", "Nl", "Pc")
            or (category == "So" and character.lower() + character.upper() != character * 2)
            or 0x1F130 <= codepoint <= 0x1F189
        ):
            result = character.lower()
        else:
            result = ""
        self[codepoint] = result
        return result


_SLUG_CHARACTERS = _SlugCharacters()


@memoize
def anchors(document: Document) -> Anchors:
    """Costs a walk over the headings and the HTML of the document: ask only for a link that needs it."""
    slugger = Slugger()
    found: list[Anchor] = []
    by_heading: dict[int, str] = {}
    markdown = {heading.start: heading for heading in document.headings}
    html = dict(_html_headings(document))
    texts = _HeadingTexts(document)
    for start in sorted(markdown.keys() | html.keys()):
        if start in markdown:
            heading = markdown[start]
            by_heading[start] = fragment = slugger.slug(texts.rendered(heading.content))
            found.append(Anchor(fragment, heading.text_start, heading.text_end))
            continue
        inner = document.text[start : min(html[start], start + _LONGEST_TEXT)]
        text = html_text(inner)
        # Markdown is read inside HTML only behind a blank line, and white space at the edges is kept or not
        # depending on where the tag stands; whichever GitHub shows is among these.
        variants = [slugger.slug(text)]
        if inner != text or text != text.strip():
            variants += (slug(text.strip()), slug(texts.rendered(" ".join(inner.split()))))
        found.extend(Anchor(fragment, start, html[start]) for fragment in variants)
    found.extend(_html_anchors(document))
    return Anchors(found, by_heading)


class _HeadingTexts:
    """Renders the inline Markdown of headings to the text that a browser shows; images show none."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parser: MarkdownIt | None = None
        self._references: dict[str, dict[str, str]] | None = None
        self._known: dict[str, str] = {}

    def rendered(self, content: str) -> str:
        if not _NEEDS_RENDERING.search(content) or len(content) > _LONGEST_TEXT:
            return content
        if content not in self._known:
            self._known[content] = self._render(content)
        return self._known[content]

    def _render(self, content: str) -> str:
        if self._parser is None:
            from markdown_it import MarkdownIt

            self._parser = MarkdownIt("commonmark").enable("strikethrough")
            self._references = _references(self._document)
        tokens = self._parser.parseInline(content, {"references": self._references})
        parts = []
        for token in tokens[0].children or []:
            if token.type in ("text", "code_inline"):
                parts.append(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                parts.append("\n")
        return "".join(parts)


def _references(document: Document) -> dict[str, dict[str, str]]:
    from markdown_it.common.utils import normalizeReference

    references: dict[str, dict[str, str]] = {}
    for link in document.links:
        if link.kind == "definition":
            label = _DEFINITION_LABEL.match(document.text, link.start, link.destination_start)
            if label:
                entry = {"title": "", "href": link.destination}
                references.setdefault(normalizeReference(label[1]), entry)
    return references


def _html_headings(document: Document) -> Iterator[tuple[int, int]]:
    """Begin and end of what stands between ``<h1>`` and ``</h1>``; one left open ends at the next."""
    text = document.text
    if "<h" not in text and "<H" not in text:
        return
    hidden = _Hidden(document)
    begin = -1
    for tag in _HEADING_TAG.finditer(text):
        if hidden.holds(tag.start()):
            continue
        if begin >= 0:
            yield begin, tag.start()
        begin = -1 if tag[1] else tag.end()
    if begin >= 0:
        yield begin, len(text)


def _html_anchors(document: Document) -> Iterator[Anchor]:
    text = document.text
    hidden = _Hidden(document)
    for tag in _TAG.finditer(text):
        if "=" not in tag[0]:
            continue
        for attribute in _IDENTIFYING_ATTRIBUTE.finditer(tag[0]):
            value = attribute[1] or attribute[2] or attribute[3]
            if value and not hidden.holds(tag.start()):
                value = value.strip().removeprefix(PREFIX)
                yield Anchor(html_text(value), tag.start(), tag.end())


class _Hidden:
    """Where HTML is not read: code blocks and comments."""

    def __init__(self, document: Document) -> None:
        spans = [
            (block.start, block.end) for block in document.blocks if block.kind in ("code", "front-matter")
        ]
        spans += [(comment.start, comment.end) for comment in document.comments]
        spans.sort()
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def holds(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def core(fragment: str) -> str:
    return fragment.translate(_VARIATION_SELECTORS).strip("-")

"""What cmark-gfm and markdown-it make of links, in comparable form."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from random import Random
from urllib.parse import unquote

from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, image, link

from mdpaperlint.markdown.links.document_links import destination_url
from mdpaperlint.model.document import Link

_ESCAPED_PIPE = re.compile(r"\\+\|")
_FOOTNOTE = re.compile(r"#fn(ref)?-")

# Pieces that decide where a link begins and ends; any sequence of them is a content.
PIECES = [
    *(
        "[",
        "]",
        "(",
        ")",
        "[",
        "]",
        "](",
        "![",
        "!",
        "\\",
        "`",
        "``",
        "<",
        ">",
        "<http://a.b>",
        '<a href="h">',
    ),
    *(
        "</a>",
        "<img src='i'>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<b c",
        "http://x.y",
        "https://",
        "www.",
        "www.a.b",
    ),
    *(".", "_", "*", "~", "**", " ", "a", "b", "ref", "x y", "[ref]", "[a]", "[]", '"', "'", '"t"', "'t'"),
    *("&amp;", ";", "&", "|", "$", "^", "[^1]", "/", "://", "ftp://q", "é", "中", " (", "[t](u)", "![t](u)"),
    *(
        "[t](<u v>)",
        "\\|",
        ":",
        ",",
        "\u00a0",
        "<x:y>",
        "-",
        "<![CDATA[",
        "]]>",
        "<!A x>",
        "\\]",
        "{",
        "=",
        "(v)",
    ),
]
BRACKETS = [
    "[",
    "[",
    "]",
    "]",
    "(u)",
    "![",
    "!",
    "(",
    ")",
    "[t](u)",
    "![t](u)",
    "[a]",
    "[]",
    "a",
    "<x:y>",
    "\\",
    " ",
]


def random_content(random: Random, pieces: list[str] = PIECES) -> str:
    """One line that begins a paragraph and no other block."""
    return "p" + "".join(random.choices(pieces, k=random.randint(1, 14))).strip(" ")


class _Destinations(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"a": "href", "img": "src"}.get(tag)
        for name, value in attrs:
            if name == wanted:
                self.found.append(comparable(value or ""))
                return


def comparable(url: str) -> str:
    # Outside of cells cmark-gfm keeps the backslash of a pipe in a bare URL.
    return _ESCAPED_PIPE.sub("|", unquote(url).strip())


def cmark_destinations(text: str, *, raw_html: bool) -> list[str]:
    """The destinations in the order of the HTML, e-mail addresses and the marks of footnotes left out."""
    options = Options.CMARK_OPT_FOOTNOTES | (Options.CMARK_OPT_UNSAFE if raw_html else 0)
    parser = _Destinations()
    parser.feed(github_flavored_markdown_to_html(text, options))
    parser.close()
    return [url for url in parser.found if not url.startswith("mailto:") and not _FOOTNOTE.match(url)]


def shown_destinations(links: list[Link] | tuple[Link, ...]) -> list[str]:
    """What :func:`cmark_destinations` gives for the same text."""
    urls = [destination_url(link) for link in links if link.kind != "definition" and not _is_email(link)]
    return [comparable(url) for url in urls if not url.startswith("mailto:")]


def _is_email(link: Link) -> bool:
    return link.kind == "autolink" and "@" in link.destination and ":" not in link.destination


def markdown_it_links(content: str, definitions: dict[str, str]) -> list[tuple[str, int, int]]:
    """Kind ("link" or "image"), start and end of each link, in the order in which they begin.

    markdown-it does not tell where its inline tokens are, so each rule is wrapped to record it. Destinations
    that it refuses (``javascript:``, ``file:``) count.
    """
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    found: list[tuple[str, int, int]] = []

    def recording(
        kind: str, rule: Callable[[StateInline, bool], bool]
    ) -> Callable[[StateInline, bool], bool]:
        def record(state: StateInline, silent: bool) -> bool:
            start = state.pos
            known = len(found)
            matched = rule(state, silent)
            if kind == "image":
                # The text of an image becomes plain text; it was parsed as a content of its own.
                del found[known:]
            if matched and not silent:
                found.append((kind, start, state.pos))
            return matched

        return record

    for name, kind, rule in (
        ("link", "link", link),
        ("image", "image", image),
        ("autolink", "link", autolink),
    ):
        parser.inline.ruler.at(name, recording(kind, rule))
    references = {label.upper(): {"href": url, "title": ""} for label, url in definitions.items()}
    parser.inline.parse(content, parser, {"references": references}, [])
    return sorted(found, key=lambda each: each[1])

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import count_of, quoted
from mdpaperlint.papers.tables.headers import plain_text
from mdpaperlint.rules.base import Context, Options, Rule

# Destinations that stand for an address still to come.
_NO_ADDRESS = frozenset(("", '""', "''", "<>", "#", "http:", "https:", "http://", "https://"))
_LONGEST_NO_ADDRESS = 12
# More links with the same fault are one report.
_MOST_ALIKE = 20
_IMAGE = lazy_pattern(r"!\[|<(?:img|svg|picture)\b", re.IGNORECASE)
_NAMED_ANCHOR = lazy_pattern(r"\s(?:id|name)\s*=", re.IGNORECASE)
# On GitHub, "#" leads to the top of the page.
_TO_TOP = lazy_pattern(
    r"\b(?:top|up|back)\b|[↑⬆⏫🔝🔼⤴☝▲△^]|顶部|頂部|回到|返回|先頭|トップ|맨 ?위|처음", re.IGNORECASE
)


class EmptyLinkOptions(Options):
    placeholders: tuple[str, ...] = (
        "soon",
        "to be released",
        "to be announced",
        "to come",
        "TBA",
        "TBD",
        "TODO",
        "即将",
        "敬请期待",
        "待",
        "近日公開",
        "준비 중",
    )


class EmptyLink(Rule[EmptyLinkOptions]):
    name = "empty-link"
    summary = "A link leads nowhere: it has no address, or no text to click on."
    severity = "warning"
    Options = EmptyLinkOptions

    def check(self, document: Document, context: Context[EmptyLinkOptions]) -> Iterator[Violation]:
        suspects = [
            link
            for link in document.links
            if (len(link.destination) <= _LONGEST_NO_ADDRESS and link.destination.strip() in _NO_ADDRESS)
            or (link.text_end - link.text_start < 2 and link.kind == "inline")
        ]
        if not suspects:
            return
        placeholders = _any_of(context.options.placeholders)
        alike: dict[str, list[Link]] = {}
        for link in suspects:
            if message := _fault(document.text, link, placeholders):
                alike.setdefault(message, []).append(link)
        for message, links in alike.items():
            found = tuple(self.violation(link.start, link.end, message) for link in links)
            if len(links) > _MOST_ALIKE:
                count = f"{count_of(len(links), 'link')} of this list are like this one: {message}"
                yield self.violation(links[0].start, links[0].end, count, fingerprint="file", parts=found)
            else:
                yield from found


def _any_of(placeholders: tuple[str, ...]) -> re.Pattern[str] | None:
    """An expression for any of the placeholders. ASCII ones are not found inside other words."""
    parts = [
        rf"(?<!\w){re.escape(each)}(?!\w)" if each.isascii() else re.escape(each)
        for each in placeholders
        if each.strip()
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _fault(text: str, link: Link, placeholders: re.Pattern[str] | None) -> str:
    """The message about the link; empty when nothing is wrong with it."""
    if link.kind == "definition":
        return ""
    address = link.destination.strip()
    written = text[link.text_start : link.text_end]
    html = link.kind == "html"
    image = link.kind == "image" or (html and text.startswith(("<i", "<I"), link.start))
    if image:
        if address == "#":
            return ""
        where = "between the quotation marks" if html else "between the parentheses"
        if link.by_reference:
            where = "in the definition of its label"
        return f"this image has no address: write one {where} or remove the image"
    if html and _NAMED_ANCHOR.search(text, link.start, link.text_start):
        return ""
    if _IMAGE.search(written) or (placeholders and placeholders.search(written)):
        return ""
    shown = plain_text(written)
    if address not in _NO_ADDRESS:
        if written and not written.isspace():
            return ""
        between = "tags" if html else "brackets"
        return f"this link has no text, so nobody can see it: write some between the {between}"
    if not shown:
        return "this link has neither text nor address: write both or remove it"
    name = _shown(written)
    if address == "#":
        if _TO_TOP.search(written):
            return ""
        return f"the link {name} leads only to the top of this page: write its address instead of the #"
    if address.startswith(("http", "HTTP")):
        return f"the link {name} has no address after {address}: complete it or remove the link"
    if link.by_reference:
        return f"the link {name} has no address: write one in the definition of its label"
    between = "quotation marks" if html else "parentheses"
    return f"the link {name} has no address: write one between the {between} or remove the link"


def _shown(written: str) -> str:
    return quoted(" ".join(written.replace("\\", "").split()).strip("*_` "))

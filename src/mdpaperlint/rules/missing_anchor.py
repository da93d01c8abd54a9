from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.anchors import PREFIX, Anchor, Anchors, anchors, slug
from mdpaperlint.markdown.links.link_targets import local_links
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import shortened, similar
from mdpaperlint.rules.base import Context, Options, Rule

# Lines of code, parts of GitHub's page, footnotes and text fragments: anchors that no heading has.
_NOT_OURS = lazy_pattern(
    r"(?:$|top$|readme(?:-ov-file)?$|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$|start-of-content$|!|/|:~:"
    r"|(?:user-content-)?fn(?:ref)?-)",
    re.IGNORECASE,
)
# A wrong anchor is compared with every anchor of the page; a file has so many comparisons in all.
_MOST_COMPARISONS = 5_000
_LONGEST_SHOWN = 80
_LONGEST_TEXT = 200
# More links than these to one missing anchor are one fault.
_MANY = 3


class MissingAnchorOptions(Options):
    case: bool = False


class MissingAnchor(Rule[MissingAnchorOptions]):
    name = "missing-anchor"
    summary = "A link leads to a section that the page does not have."
    Options = MissingAnchorOptions

    def check(self, document: Document, context: Context[MissingAnchorOptions]) -> Iterator[Violation]:
        fragments = local_links(document).fragments
        if not fragments:
            return
        targets = anchors(document)
        nearest = _Nearest(targets.by_fragment)
        lost: dict[str, list[Link]] = {}
        for link, fragment in fragments:
            if _NOT_OURS.match(fragment):
                continue
            match, anchor = targets.match(fragment)
            if match == "missing":
                named = _named(document, link, targets)
                near = (
                    named.fragment
                    if named
                    else nearest.with_words(_text_slug(document, link))
                    or nearest.to(fragment.removeprefix(PREFIX))
                )
                if not near:
                    lost.setdefault(fragment, []).append(link)
                    continue
                message = f"{_says(fragment)}: did you mean #{shortened(near, _LONGEST_SHOWN)}?"
                # Two sections of one name make the link ambiguous.
                certain = named is not None and f"{named.fragment}-1" not in targets.by_fragment
                fix = _fix(document, link, fragment, named) if named and certain else None
                yield self._report(link, message, fix)
            elif match == "other-case" and anchor and context.options.case:
                right = shortened(anchor.fragment, _LONGEST_SHOWN)
                message = f"the anchor of the heading has another letter case: write #{right}"
                yield self._report(link, message, _fix(document, link, fragment, anchor))
        for fragment, links in lost.items():
            if len(links) > _MANY:
                message = f"{_says(fragment)}, the target of {len(links)} links"
                yield self._report(links[0], f"{message}: add the anchor or correct the links")
                continue
            for link in links:
                yield self._report(link, f"{_says(fragment)}: correct the link or remove it")

    def _report(self, link: Link, message: str, fix: Fix | None = None) -> Violation:
        return self.violation(link.destination_start, link.destination_end, message, fix=fix)


def _says(fragment: str) -> str:
    return f"no heading of this page has the anchor #{shortened(fragment, _LONGEST_SHOWN)}"


def _fix(document: Document, link: Link, fragment: str, anchor: Anchor) -> Fix | None:
    """Returns None where the fragment is written with escapes."""
    start = link.destination_end - len(fragment)
    if document.text[start - 1 : link.destination_end] != "#" + fragment or fragment.startswith(PREFIX):
        return None
    return Fix((Edit(start, link.destination_end, anchor.fragment),), True, f"link to #{anchor.fragment}")


def _named(document: Document, link: Link, targets: Anchors) -> Anchor | None:
    """The anchor of the heading whose text the link has. It is surer evidence than a similar spelling."""
    wanted = _text_slug(document, link)
    return targets.match(wanted)[1] if wanted else None


def _text_slug(document: Document, link: Link) -> str:
    """The anchor that a heading with the text of the link would have; empty for a link in a heading, which
    leads elsewhere, such as back to the contents.
    """
    heading = document.section_at(link.start).heading
    if link.text_end - link.text_start > _LONGEST_TEXT or (heading and link.start < heading.end):
        return ""
    return slug(shown_text(document.text[link.text_start : link.text_end])).strip("-")


class _Nearest:
    """Finds the anchor that is most similar to a wrong one; None when none is similar."""

    def __init__(self, fragments: Iterable[str]) -> None:
        self._fragments = [fragment for fragment in fragments if 0 < len(fragment) <= _LONGEST_SHOWN]
        self._known: dict[str, str | None] = {}
        self._comparisons = 0

    def to(self, fragment: str) -> str | None:
        if fragment not in self._known:
            self._known[fragment] = self._look_up(fragment.lower())
        return self._known[fragment]

    def with_words(self, wanted: str) -> str | None:
        """The one anchor that holds all words of another and more, as ``x-year-2024`` for ``year-2024``."""
        words = set(filter(None, wanted.split("-")))
        self._comparisons += len(self._fragments)
        if not words or self._comparisons > _MOST_COMPARISONS:
            return None
        found = [each for each in self._fragments if words <= set(each.split("-"))]
        return found[0] if len(found) == 1 else None

    def _look_up(self, wanted: str) -> str | None:
        self._comparisons += len(self._fragments)
        if len(wanted) > _LONGEST_SHOWN or self._comparisons > _MOST_COMPARISONS:
            return None
        return similar(wanted, self._fragments, 0.7) or None

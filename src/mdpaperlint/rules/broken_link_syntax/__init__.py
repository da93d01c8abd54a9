from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.address_faults import (
    HOST_WITHOUT_DOT,
    STRAY_ENDS,
    AddressFault,
    address_fault,
)
from mdpaperlint.markdown.links.anchors import anchors
from mdpaperlint.markdown.links.document_links import destination_url, place
from mdpaperlint.markdown.links.inline_regions import Region, region_at
from mdpaperlint.markdown.links.link_parts import normalised_label
from mdpaperlint.markdown.links.link_targets import is_template
from mdpaperlint.model.document import Cell, Document, Link, TableCell
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.papers.identifiers.arxiv_urls import read_arxiv_url
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.rules.broken_link_syntax.broken_links import SIGNS, SWALLOWED, broken_links
from mdpaperlint.rules.broken_link_syntax.linked_text import BrokenLink

#: The text around each suspicious offset is parsed twice; real lists have a handful.
MOST_PLACES = 2_000
_PLAIN = ("https://", "http://")
_PIPE_IN_ADDRESS = lazy_pattern(r"\|[^\s|()]{1,300}\)")
_COMMA_NEAR_SCHEME = lazy_pattern(r"://[\w.-]+,")
_NAME_ALONE = lazy_pattern(r"[^\W_][\w-]*")
_SEAM = lazy_pattern(r"\]\(")
# The ``![alt](address`` of a badge whose link is mixed up with the link around it.
_OPEN_BADGE = lazy_pattern(r"!\[[^\[\]\n]*\]\(https?://[^\s()\[\]]+")
_BADGE_AS_TEXT = lazy_pattern(r"!\[[^\[\]()\n]*(?=\(https?://[^\s()\[\]]+\)\])")


class BrokenLinkSyntax(Rule[Options]):
    name = "broken-link-syntax"
    summary = "What was meant as a link is not one, or its address is mangled."

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        yield from self._addresses(document, context)
        for link in _definitions_as_items(document):
            yield self._definition_as_item(document, link)
        yield from self._badges(document)
        places = _suspicious_places(document)
        if len(places) > MOST_PLACES:
            message = f"more than {MOST_PLACES:,} places look like broken links: they are not looked at"
            yield self.violation(places[0], places[0], message, fingerprint="file")
            return
        labels = _labels(document) if places else frozenset()
        behind = 0
        for offset in places:
            region = region_at(document, offset) if offset >= behind else None
            if region is None:
                continue
            behind = region.end
            for broken in broken_links(region.content, labels):
                violation = self._broken(document, region, broken)
                if violation is not None:
                    yield violation

    def _addresses(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        files = context.files
        slashes = ":///" in document.text
        commas = _COMMA_NEAR_SCHEME.search(document.text) is not None
        suspects = [
            link
            for link in document.links
            if not link.destination.startswith(_PLAIN)
            or link.destination.find("http", 7) > 0
            or (slashes and ":///" in link.destination)
            or (commas and "," in link.destination)
            or link.destination[-1:] in STRAY_ENDS
            or HOST_WITHOUT_DOT.match(link.destination)
        ]
        for link in suspects:
            destination = link.destination
            if link.by_reference or link.kind == "bare" or destination.startswith("#"):
                continue
            address = destination_url(link).strip()
            if lacks_hash(document, address) and (files is None or files.state(address) != "found"):
                yield self._without_hash(link, address)
                continue
            fault = address_fault(address)
            if fault is None or is_template(address):
                continue
            arxiv = read_arxiv_url(address)
            if arxiv is not None and arxiv.fault is not None:
                continue
            if files is not None and ":" not in address and files.state(address) == "found":
                continue
            if link.kind == "definition" and destination.startswith("("):
                yield self._hidden(document, link)
            else:
                yield self._mangled(link, address, fault)

    def _mangled(self, link: Link, address: str, fault: AddressFault) -> Violation:
        remedy = f"write {fault.corrected}" if fault.corrected else fault.remedy
        message = f"the address {shortened(address, 80)} {fault.message}: {remedy}"
        fix = None
        if fault.corrected and link.destination.strip() == address:
            start = link.destination_start + link.destination.index(address)
            fix = Fix((_least_edit(start, address, fault.corrected),), safe=False, message=remedy)
        return self.violation(link.destination_start, link.destination_end, message, fix=fix)

    def _without_hash(self, link: Link, address: str) -> Violation:
        message = f"the address {address} has no # before it, so GitHub looks for a file: write #{address}"
        edit = Edit(link.destination_start, link.destination_start, "#")
        fix = Fix((edit,), safe=False, message=f"write #{address}") if link.destination == address else None
        return self.violation(link.destination_start, link.destination_end, message, fix=fix)

    def _badges(self, document: Document) -> Iterator[Violation]:
        """``[![alt](image](address)`` and ``[![alt(image)](address)``."""
        text = document.text
        for link in document.links:
            if link.kind == "inline" and text.startswith("![", link.start + 1):
                found = _OPEN_BADGE.match(text, link.start + 1)
                if found is not None and found.end() == link.text_end:
                    message = "the ) that ends the address of this image is missing: add it before the ]"
                    yield self._badge(link, found.end(), ")", message)
            elif link.kind == "image" and text[link.start - 1 : link.start] == "[":
                found = _BADGE_AS_TEXT.match(text, link.start)
                if found is not None:
                    message = "the ] that ends the text of this image is missing: add it before the ("
                    yield self._badge(link, found.end(), "]", message)

    def _badge(self, link: Link, offset: int, bracket: str, message: str) -> Violation:
        fix = Fix((Edit(offset, offset, bracket),), safe=False, message=f"add the {bracket}")
        return self.violation(link.start, link.end, message, fix=fix)

    def _definition_as_item(self, document: Document, link: Link) -> Violation:
        colon = document.text.rfind("]", link.start, link.destination_start) + 1
        edits = (Edit(colon, link.destination_start, "("), Edit(link.end, link.end, ")"))
        message = (
            "the : after the ] makes a definition of this item, which is not shown: write [text](address)"
        )
        fix = Fix(edits, safe=False, message="make it a link")
        return self.violation(link.start, link.end, message, fix=fix)

    def _hidden(self, document: Document, link: Link) -> Violation:
        """``[text]: (address)`` defines what a label stands for and is not shown itself."""
        colon = document.text.rfind("]", link.start, link.destination_start) + 1
        fix = Fix((Edit(colon, link.destination_start, ""),), safe=False, message="make it a link")
        message = "the : after the ] turns this link into a definition, which is not shown: remove the :"
        return self.violation(link.start, link.destination_end, message, fix=fix)

    def _broken(self, document: Document, region: Region, broken: BrokenLink) -> Violation | None:
        places = region.places
        start, end = place(broken.start, places), place(max(broken.end - 1, broken.start), places) + 1
        if region.cell and end == region.end and _PIPE_IN_ADDRESS.match(document.text, end):
            message = "the | in this address ends the cell: write %7C instead"
            escape = Fix((Edit(end, end + 1, "%7C"),), safe=False, message="write %7C")
            return self.violation(start, end + 1, message, fix=escape)
        cell = document.cell_at(start) if document.text.startswith("](", start) else None
        cut = None if cell is None else _left_open(document, cell)
        if cell is not None and cut is not None:
            if not cell.column or len(cell.row.cells) > cell.table.width:
                # ragged-row reports a row with a cell too many, and one of two lines.
                return None
            pipe = document.text.index("|", cut.end)
            message = "the | in the text of this link ends the cell: write \\| instead"
            escape = Fix((Edit(pipe, pipe, "\\"),), safe=False, message="write \\|")
            return self.violation(start, end, message, fix=escape)
        fix = None
        if broken.edits and not _leads_to_no_section(document, broken):
            edits = tuple(
                Edit(place(first, places), place(last, places), replacement)
                for first, last, replacement in sorted(broken.edits)
            )
            fix = Fix(edits, safe=False, message="make it a link")
        return self.violation(start, end, broken.message, fix=fix)


def _leads_to_no_section(document: Document, broken: BrokenLink) -> bool:
    target = broken.edits[0][2]
    return target[:1] == "#" and anchors(document).match(target[1:])[0] == "missing"


def _left_open(document: Document, cell: TableCell) -> Cell | None:
    """The cell before this one (or the last one of the line above), if the text of a link begins in it."""
    row = cell.row if cell.column else cell.table.row_on(cell.row.line - 1)
    if row is None or not row.cells:
        return None
    before = row.cells[cell.column - 1]
    opened, closed = (document.text.rfind(bracket, *before) for bracket in "[]")
    return before if opened > closed else None


def lacks_hash(document: Document, address: str) -> bool:
    """Whether the address is the anchor of a section of the page without its #, and no file: ``LICENSE``."""
    return (
        _NAME_ALONE.fullmatch(address) is not None
        and not address.isupper()
        and anchors(document).match(address)[0] == "found"
    )


def _definitions_as_items(document: Document) -> Iterator[Link]:
    """The list items that are only a definition with a web address, which no link of the page uses."""
    definitions = [
        link for link in document.links if link.kind == "definition" and link.destination.startswith(_PLAIN)
    ]
    if not definitions:
        return
    used = {link.destination_start for link in document.links if link.by_reference}
    for link in definitions:
        item = document.item_at(link.start)
        if link.destination_start not in used and item is not None and item.content_start == link.start:
            yield link


def _suspicious_places(document: Document) -> list[int]:
    """The offsets of signs of broken links, in the order of the text."""
    text = document.text
    links = document.links
    places = [found.start() for clue, sign in SIGNS if clue in text for found in sign.finditer(text)]
    kinds = [link.kind for link in links]
    if "bare" in kinds:
        places += [
            link.start
            for link in links
            if link.kind == "bare" and not link.destination.isascii() and SWALLOWED.match(link.destination)
        ]
    if places or len(_SEAM.findall(text)) > kinds.count("inline") + kinds.count("image"):
        seams = {found.start() for found in _SEAM.finditer(text)}
        places += seams.difference([link.text_end for link in links if link.kind in ("inline", "image")])
    return sorted(places)


def _labels(document: Document) -> frozenset[str]:
    text = document.text
    return frozenset(
        normalised_label(text[link.start + 1 : text.find("]:", link.start)])
        for link in document.links
        if link.kind == "definition"
    )


def _least_edit(start: int, old: str, new: str) -> Edit:
    """The edit without the characters that the old and the new text share at their ends."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return Edit(start + first, start + len(old) - last, new[first : len(new) - last])

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.reading.arxiv_links import arxiv_links
from mdpaperlint.reading.arxiv_urls import MAIN_HOST, ArxivUrl, read_arxiv_url
from mdpaperlint.rules.base import Context, Options, Rule

_MAJORITY = 0.8
# The other forms (sources, PostScript) are linked on purpose.
_FORMS = frozenset({"abs", "pdf", "html"})
_LABELS = {
    "abs": re.compile(r"\babs(?:tract)?\b", re.IGNORECASE),
    "pdf": re.compile(r"\bpdf\b", re.IGNORECASE),
    "html": re.compile(r"\bhtml\b", re.IGNORECASE),
}
_LABEL_BEFORE = 12
# How many links before and behind one may belong to its row.
_COMPANIONS = 10


class InconsistentArxivLinkOptions(Options):
    form: Literal["majority", "abs", "pdf", "any"] = "majority"
    minimum_links: int = 5


class _Style(NamedTuple):
    scheme: str
    host: str
    form: str
    suffix: str


class _Convention(NamedTuple):
    """How the list writes its arXiv links. ``form`` is None where any will do, ``suffixes`` has no entry for
    a form that is written in both ways; ``secure`` and ``main_host`` tell whether ``http:`` and other hosts
    are exceptions.
    """

    form: str | None
    form_reason: str
    suffixes: dict[str, str]
    secure: bool
    main_host: bool

    def is_kept_by(self, style: _Style) -> bool:
        return (
            (self.form is None or style.form == self.form)
            and self.suffixes.get(style.form, style.suffix) == style.suffix
            and not (self.secure and style.scheme == "http:")
            and not (self.main_host and style.host != MAIN_HOST)
        )


_Compared = list[tuple[Link, _Style]]


class InconsistentArxivLink(Rule[InconsistentArxivLinkOptions]):
    name = "inconsistent-arxiv-link"
    summary = "An arXiv link is written unlike the other arXiv links of the list."
    severity = "warning"
    Options = InconsistentArxivLinkOptions

    def check(
        self, document: Document, context: Context[InconsistentArxivLinkOptions]
    ) -> Iterator[Violation]:
        links = _compared_links(document)
        counts = Counter([style for _, style in links])
        options = context.options
        rare = (1 - _MAJORITY) * len(links) if len(links) >= options.minimum_links else -1.0
        insecure = sum(count for style, count in counts.items() if style.scheme == "http:")
        elsewhere = sum(count for style, count in counts.items() if style.host != MAIN_HOST)
        if 0 <= rare < insecure:
            odd_links = [link for link, style in links if style.scheme == "http:"]
            yield self._throughout(odd_links, len(links), host=False)
        if 0 <= rare < elsewhere:
            odd_links = [link for link, style in links if style.host != MAIN_HOST]
            yield self._throughout(odd_links, len(links), host=True)
        form, reason = _wanted_form(counts, options)
        convention = _Convention(
            form, reason, _wanted_suffixes(counts, options), insecure <= rare, elsewhere <= rare
        )
        odd = {style for style in counts if not convention.is_kept_by(style)}
        if odd:
            yield from self._exceptions(document, links, odd, convention)

    def _throughout(self, odd: list[Link], total: int, *, host: bool) -> Violation:
        count = f"all {len(odd)}" if len(odd) == total else f"{len(odd)} of {total}"
        if host:
            hosts = " or ".join(sorted({_url(link).host for link in odd}))
            message = f"{count} arXiv links of this list go to {hosts}: write {MAIN_HOST}"
            fix = Fix(tuple(_to_main_host(link) for link in odd), safe=True, message=f"write {MAIN_HOST}")
        else:
            message = f"{count} arXiv links of this list begin with http: and are redirected: write https:"
            fix = Fix(tuple(_to_https(link) for link in odd), safe=True, message="write https:")
        return self.violation(odd[0].destination_start, odd[0].destination_end, message, fix=fix)

    def _exceptions(
        self, document: Document, links: _Compared, odd: set[_Style], convention: _Convention
    ) -> Iterator[Violation]:
        for number, (link, style) in enumerate(links):
            if style not in odd:
                continue
            url = _url(link)
            form = style.form
            differences: list[str] = []
            edits: list[Edit] = []
            if convention.secure and style.scheme == "http:":
                differences.append("begins with http:, most here with https:")
                edits.append(_to_https(link))
            if convention.main_host and style.host != MAIN_HOST:
                differences.append(f"goes to {style.host}, most here to {MAIN_HOST}")
                edits.append(_to_main_host(link))
            if (
                convention.form not in (None, form)
                and not _points_into_paper(link, url)
                and not _is_labelled(document, link, form)
                and not _has_companion(document, links, number)
            ):
                differences.append(f"is in {form} form, {convention.form_reason} {convention.form}")
                start = link.destination_start + url.form_start
                form = convention.form or form
                edits.append(Edit(start, start + len(style.form), form))
            suffix = convention.suffixes.get(form, style.suffix if form == style.form else "")
            if suffix != style.suffix:
                if form == style.form:
                    differences.append(
                        "ends in .pdf, most here do not"
                        if url.suffix
                        else "lacks the .pdf that most here end in"
                    )
                start = link.destination_start + url.id_end
                edits.append(Edit(start, start + len(style.suffix), suffix))
            if edits:
                corrected = _corrected(link, edits)
                yield self.violation(
                    link.destination_start,
                    link.destination_end,
                    f"this arXiv link {'; '.join(differences)}: write {corrected}",
                    fix=Fix(tuple(edits), safe=True, message=f"write {corrected}"),
                )


def _compared_links(document: Document) -> _Compared:
    """The links that stand for a paper, in the order of the text."""
    plain, others = arxiv_links(document)
    links = [(link, _Style(*style)) for link, style in plain if link.kind != "image"]
    special = [
        (link, _Style(url.scheme.lower(), url.host, url.form, url.suffix))
        for link, url in others
        if url.on_arxiv
        and url.form in _FORMS
        and url.fault is None
        and not url.asset
        and url.suffix in ("", ".pdf")
        # Without a scheme only the www. makes a bare URL a link.
        and url.scheme
        and link.kind != "image"
    ]
    return sorted(links + special, key=lambda pair: pair[0].destination_start) if special else links


def _url(link: Link) -> ArxivUrl:
    url = read_arxiv_url(link.destination)
    assert url is not None
    return url


def _wanted_form(
    counts: Counter[_Style], options: InconsistentArxivLinkOptions
) -> tuple[Literal["abs", "pdf"] | None, str]:
    if options.form in ("abs", "pdf"):
        return options.form, "configured is"
    total = counts.total()
    if options.form == "majority" and total >= options.minimum_links:
        # Not every paper has an HTML page, so that form is nothing to ask for.
        for form in ("abs", "pdf"):
            if sum(count for style, count in counts.items() if style.form == form) >= _MAJORITY * total:
                return form, "most here in"
    return None, ""


def _wanted_suffixes(counts: Counter[_Style], options: InconsistentArxivLinkOptions) -> dict[str, str]:
    suffixes: dict[str, str] = {"abs": ""}
    bare = sum(count for style, count in counts.items() if style.form == "pdf" and not style.suffix)
    total = sum(count for style, count in counts.items() if style.form == "pdf")
    if total >= options.minimum_links:
        if bare >= _MAJORITY * total:
            suffixes["pdf"] = ""
        elif total - bare >= _MAJORITY * total:
            suffixes["pdf"] = ".pdf"
    return suffixes


def _to_https(link: Link) -> Edit:
    place = link.destination_start + len("http")
    return Edit(place, place, "s")


def _to_main_host(link: Link) -> Edit:
    url = _url(link)
    start = link.destination_start + url.host_start
    end = start + len(url.host)
    if url.host.endswith("." + MAIN_HOST):
        return Edit(start, end - len(MAIN_HOST), "")
    return Edit(start, end, MAIN_HOST)


def _points_into_paper(link: Link, url: ArxivUrl) -> bool:
    """Whether a page or a section is named, which another form of the paper does not have."""
    return len(link.destination) > url.id_end + len(url.suffix) + 1


def _is_labelled(document: Document, link: Link, form: str) -> bool:
    """Whether the reader is told that it is of this form: in its text, before it, or above its column."""
    label, text = _LABELS[form], document.text
    if link.kind == "definition":
        return label.search(text, link.start, link.destination_start) is not None
    if link.kind in ("inline", "html") and label.search(text, link.text_start, link.text_end):
        return True
    line_start = document.line_span(document.line_of(link.start)).start
    if label.search(text, max(link.start - _LABEL_BEFORE, line_start), link.start):
        return True
    header = _header_of(document, link.start)
    return header is not None and label.search(text, *header) is not None


def _header_of(document: Document, offset: int) -> tuple[int, int] | None:
    number = bisect_right(document.tables, offset, key=lambda table: table.start) - 1
    if number < 0 or offset >= document.tables[number].end:
        return None
    table = document.tables[number]
    row = table.rows[bisect_right(table.rows, offset, key=lambda row: row.start) - 1 :][:1]
    for header, cell in zip(table.header.cells, row[0].cells if row else (), strict=False):
        if cell.start <= offset < cell.end:
            return header.start, header.end
    return None


def _has_companion(document: Document, links: _Compared, number: int) -> bool:
    """Whether the same row, item or paragraph links the paper in another form as well."""
    link, style = links[number]
    written, place = _url(link).written_id, _place(document, link.start)
    return any(
        other_style.form != style.form
        and _url(other).written_id == written
        and _place(document, other.start) == place
        for other, other_style in links[max(number - _COMPANIONS, 0) : number + _COMPANIONS + 1]
    )


def _place(document: Document, offset: int) -> tuple[str, int]:
    """The row, the list item or the block that holds an offset."""
    line = document.line_of(offset)
    number = bisect_right(document.blocks, line, key=lambda block: block.line) - 1
    if number < 0:
        return "line", line
    block = document.blocks[number]
    if block.kind == "table" or line >= block.end_line:
        return "line", line
    return ("item", block.item) if block.item >= 0 else ("block", number)


def _corrected(link: Link, edits: list[Edit]) -> str:
    text = link.destination
    for edit in sorted(edits, reverse=True):
        start, end = edit.start - link.destination_start, edit.end - link.destination_start
        text = text[:start] + edit.replacement + text[end:]
    return text

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.lines import last_begun
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.papers.identifiers.arxiv_links import arxiv_links
from mdpaperlint.papers.identifiers.arxiv_urls import MAIN_HOST, ArxivUrl, read_arxiv_url
from mdpaperlint.rules.base import Context, Options, Rule

# Links to other forms (sources, PostScript) are intended; "bare" is an ID right after the host.
_FORMS = frozenset({"abs", "pdf", "html", "bare"})
_LABELS = {
    "abs": lazy_pattern(r"\babs(?:tract)?\b", re.IGNORECASE),
    "pdf": lazy_pattern(r"\bpdf\b", re.IGNORECASE),
    "html": lazy_pattern(r"\bhtml\b", re.IGNORECASE),
}
_IMAGE = lazy_pattern(r"!\[|<img\b", re.IGNORECASE)
_LABEL_BEFORE = 12
# So many links before and after one are looked at for the same row.
_COMPANIONS = 10


class InconsistentArxivLinkOptions(Options):
    form: Literal["majority", "abs", "pdf", "any"] = "majority"
    minimum_links: int = 5


class _Style(NamedTuple):
    scheme: str
    host: str
    form: str
    suffix: str


_Compared = list[tuple[Link, _Style]]


class InconsistentArxivLink(Rule[InconsistentArxivLinkOptions]):
    name = "inconsistent-arxiv-link"
    summary = "An arXiv link is written unlike the other arXiv links in the list."
    compares_entries = True
    severity = "warning"
    Options = InconsistentArxivLinkOptions

    def check(
        self, document: Document, context: Context[InconsistentArxivLinkOptions]
    ) -> Iterator[Violation]:
        links = _compared_links(document)
        counts = Counter([style for _, style in links])
        enough = len(links) >= context.options.minimum_links
        insecure = [link for link, style in links if style.scheme == "http:"]
        elsewhere = [link for link, style in links if style.host != MAIN_HOST]
        secure = enough and _is_rare(len(insecure), len(links))
        main_host = enough and _is_rare(len(elsewhere), len(links))
        if enough and not secure:
            yield self._throughout(insecure, len(links), host=False)
        if enough and not main_host:
            yield self._throughout(elsewhere, len(links), host=True)
        form, clear = _wanted_form(counts, context.options)
        changed = _changed_forms(document, links, counts, form)
        if changed and not clear:
            yield self._mixed_forms(links, counts, form, min(changed))
            changed = frozenset()
        bare = _bare_forms(links, changed, form, context.options)
        odd_styles = {
            style
            for style in counts
            if (secure and style.scheme == "http:")
            or (main_host and style.host != MAIN_HOST)
            or (style.suffix and style.form in bare)
        }
        for number, (link, style) in enumerate(links):
            if number not in changed and (style not in odd_styles or style.form == "bare"):
                # Without a form for the list, the form of a bare link is unknown.
                continue
            url = _url(link)
            differences: list[str] = []
            edits: list[Edit] = []
            if secure and style.scheme == "http:":
                differences.append("begins with http, most here with https")
                edits.append(_to_https(link))
            if main_host and style.host != MAIN_HOST:
                differences.append(f"goes to {style.host}, most here go to {MAIN_HOST}")
                edits.append(_to_main_host(link))
            suffix = "" if style.form in bare or number in changed else style.suffix
            if number in changed:
                majority = context.options.form == "majority"
                common = f"most here are in {form} form" if majority else f"the configuration asks for {form}"
                start = link.destination_start + url.form_start
                if style.form == "bare":
                    differences.append(f"lacks the {form}/ before its ID")
                    edits.append(Edit(start, start, f"{form}/"))
                else:
                    differences.append(f"is in {style.form} form, {common}")
                    edits.append(Edit(start, start + len(style.form), form))
            elif suffix != style.suffix:
                differences.append("ends in .pdf, most here do not")
            if suffix != style.suffix:
                start = link.destination_start + url.id_end
                edits.append(Edit(start, start + len(style.suffix), suffix))
            corrected = _corrected(link, edits)
            yield self.violation(
                link.destination_start,
                link.destination_end,
                f"this arXiv link {'; it '.join(differences)}: write {corrected}",
                # A change from abs to pdf is unsafe: the abstract page links to the PDF, but not the other
                # way round.
                fix=Fix(tuple(edits), number not in changed or form != "pdf", f"write {corrected}"),
            )

    def _mixed_forms(self, links: _Compared, counts: Counter[_Style], form: str, first: int) -> Violation:
        forms = Counter(style.form for style in counts.elements())
        others = " and ".join(f"{forms[each]} in {each} form" for each in forms if each not in (form, "bare"))
        link = links[first][0]
        return self.violation(
            link.destination_start,
            link.destination_end,
            f"{forms[form]} arXiv links in this list are in {form} form and {others}, the first such here: "
            'write one form, or set form = "any" for this rule',
            fingerprint="file",
        )

    def _throughout(self, odd: list[Link], total: int, *, host: bool) -> Violation:
        count = f"all {len(odd)}" if len(odd) == total else f"{len(odd)} of {total}"
        found, remedy, change = "begin with http and are redirected", "write https", _to_https
        if host:
            hosts = " or ".join(sorted({_url(link).host for link in odd}))
            found, remedy, change = f"go to {hosts}", f"write {MAIN_HOST}", _to_main_host
        parts = []
        for link in odd:
            wrong = f"goes to {_url(link).host}" if host else "begins with http and is redirected"
            message, fix = (
                f"this arXiv link {wrong}: {remedy}",
                Fix((change(link),), safe=True, message=remedy),
            )
            parts.append(self.violation(link.destination_start, link.destination_end, message, fix=fix))
        first, fix = parts[0], Fix(tuple(map(change, odd)), safe=True, message=remedy)
        message = f"{count} arXiv links in this list {found}: {remedy}"
        return self.violation(
            first.start, first.end, message, fix=fix, fingerprint="file", parts=tuple(parts)
        )


def _compared_links(document: Document) -> _Compared:
    """The arXiv links to papers, in the order of the text."""
    plain, others = arxiv_links(document)
    styles = {style: _Style(*style) for style in {style for _, style in plain}}
    links = [(link, styles[style]) for link, style in plain if link.kind != "image"]
    special = [
        (link, _Style(url.scheme.lower(), url.host, url.form, url.suffix))
        for link, url in others
        if url.on_arxiv
        and url.form in _FORMS
        and url.fault is None
        and not url.asset
        and url.suffix in ("", ".pdf")
        # A bare URL without a scheme is a link only because of its www.
        and url.scheme
        and link.kind != "image"
    ]
    return sorted(links + special, key=lambda pair: pair[0].destination_start) if special else links


def _url(link: Link) -> ArxivUrl:
    url = read_arxiv_url(link.destination)
    assert url is not None
    return url


def _is_rare(count: int, total: int) -> bool:
    """Whether at least nine in ten are otherwise."""
    return 10 * count <= total


def _wanted_form(counts: Counter[_Style], options: InconsistentArxivLinkOptions) -> tuple[str, bool]:
    """The form of the list (empty for any), and whether every link should have it."""
    if options.form in ("abs", "pdf"):
        return options.form, True
    forms = Counter({style: count for style, count in counts.items() if style.form != "bare"})
    total = forms.total()
    if options.form == "majority" and total >= options.minimum_links:
        # HTML is never asked for: not every paper has an HTML page.
        for form in ("abs", "pdf"):
            others = sum(count for style, count in forms.items() if style.form != form)
            if 5 * others <= total:
                return form, _is_rare(others, total)
    return "", False


def _changed_forms(
    document: Document, links: _Compared, counts: Counter[_Style], form: str
) -> frozenset[int]:
    """The numbers of the links that should have the form of the list and have no reason for another."""
    if not form or all(style.form == form for style in counts):
        return frozenset()
    return frozenset(
        number
        for number, (link, style) in enumerate(links)
        if style.form != form
        and not _points_into_paper(link)
        and not _is_labelled(document, link, style.form)
        and not _has_companion(document, links, number)
    )


def _bare_forms(
    links: _Compared, changed: frozenset[int], form: str, options: InconsistentArxivLinkOptions
) -> frozenset[str]:
    """The forms whose ID should have no suffix. ``.pdf`` is never asked for: arXiv's pages no longer write
    it, and an address with it is redirected.

    The links are counted as they are after correction, so that no correction makes other links wrong.
    """
    kept = Counter(
        [style.suffix for n, (_, style) in enumerate(links) if style.form == "pdf" and n not in changed]
    )
    total = kept.total() + (len(changed) if form == "pdf" else 0)
    mostly_bare = total >= options.minimum_links and _is_rare(kept[".pdf"], total)
    return frozenset({"abs", "pdf"} if mostly_bare else {"abs"})


def _to_https(link: Link) -> Edit:
    behind = link.destination_start + len("http")
    return Edit(behind, behind, "s")


def _to_main_host(link: Link) -> Edit:
    url = _url(link)
    start = link.destination_start + url.host_start
    end = start + len(url.host)
    if url.host.endswith("." + MAIN_HOST):
        return Edit(start, end - len(MAIN_HOST), "")
    return Edit(start, end, MAIN_HOST)


def _points_into_paper(link: Link) -> bool:
    """Whether the link names a page or a section, which another form of the paper does not have."""
    url = _url(link)
    return len(link.destination) > url.id_end + len(url.suffix) + 1


def _is_labelled(document: Document, link: Link, form: str) -> bool:
    """Whether the link's text, the text before it or the header of its column names the form."""
    if form == "bare":
        return False
    label, text = _LABELS[form], document.text
    if link.kind == "definition":
        return label.search(text, link.start, link.destination_start) is not None
    if link.kind in ("inline", "html", "reference"):
        # A badge is a label for the PDF.
        badge = form == "pdf" and _IMAGE.search(text, link.text_start, link.text_end)
        if badge or label.search(text, link.text_start, link.text_end):
            return True
    before = last_begun(document.links, link.start - 1)
    # The address of the link before is no label of this one.
    taken = document.links[before].end if before >= 0 else 0
    line_start = document.line_span(document.line_of(link.start)).start
    if label.search(text, max(link.start - _LABEL_BEFORE, line_start, taken), link.start):
        return True
    cell = document.cell_at(link.start)
    return (
        cell is not None
        and cell.column < cell.table.width
        and label.search(text, *cell.table.header.cells[cell.column]) is not None
    )


def _has_companion(document: Document, links: _Compared, number: int) -> bool:
    """Whether the same row, item or paragraph links the paper in another form as well."""
    link, style = links[number]
    written, holder = _url(link).written_id, _holder(document, link.start)
    return any(
        other_style.form != style.form
        and _url(other).written_id == written
        and _holder(document, other.start) == holder
        for other, other_style in links[max(number - _COMPANIONS, 0) : number + _COMPANIONS + 1]
    )


def _holder(document: Document, offset: int) -> tuple[str, int]:
    """The row, the list item or the block that holds an offset."""
    line = document.line_of(offset)
    block = document.block_at(offset)
    if block is None or block.kind == "table":
        return "line", line
    return ("item", block.item) if block.item >= 0 else ("block", block.line)


def _corrected(link: Link, edits: list[Edit]) -> str:
    text = link.destination
    for edit in sorted(edits, reverse=True):
        start, end = edit.start - link.destination_start, edit.end - link.destination_start
        text = text[:start] + edit.replacement + text[end:]
    return text

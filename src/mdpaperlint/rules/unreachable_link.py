from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from mdpaperlint.markdown.links.link_targets import web_links
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules.base import Context, Options, Rule

if TYPE_CHECKING:
    from mdpaperlint.model.verdict import Verdict

# Characters of a URL without those that would end a link in Markdown.
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"


class UnreachableLinkOptions(Options):
    fail_on: tuple[Literal["gone", "blocked", "unsure"], ...] = ("gone",)


class UnreachableLink(Rule[UnreachableLinkOptions]):
    name = "unreachable-link"
    summary = "A link leads to nothing."
    online = True
    Options = UnreachableLinkOptions

    def check(self, document: Document, context: Context[UnreachableLinkOptions]) -> Iterator[Violation]:
        verdicts, kinds = context.verdicts, context.options.fail_on
        if not verdicts:
            return
        pages: dict[str, str] | None = None
        for each in web_links(document):
            verdict = verdicts.get(each.url)
            if verdict is None or verdict.kind not in kinds:
                continue
            advice, home = "open it in a browser", None
            if verdict.kind == "gone":
                if pages is None:
                    pages = _other_pages(document, verdicts)
                advice, home = _advice(each.url, pages.get(each.url))
            start, end = each.link.destination_start, each.link.destination_end
            yield self.violation(
                start,
                end,
                f"{verdict.kind}: {verdict.reason}; {advice}",
                fix=None if home is None else Fix((Edit(start, end, home),), False, "write the new URL"),
            )


def _advice(url: str, other_page: str | None) -> tuple[str, str | None]:
    """What to do about a dead link, in words, and the new address where it is certain."""
    # Imported late, since few links are dead.
    from urllib.parse import quote, urlsplit

    from mdpaperlint.papers.identifiers.url_identifiers import canonical_url, identify

    if other_page is not None:
        return f"its entry has the paper at {other_page}, too: correct the link or remove it", None
    identifier = identify(url)
    home = canonical_url(identifier) if identifier is not None else None
    if identifier is not None and home is not None and urlsplit(home).hostname != _host(url):
        # ACL's old host keeps no pages, and the new one has them under the same identifiers.
        return f"the paper is at {home} now: write that URL", home if identifier.scheme == "acl" else None
    if identifier is not None and identifier.scheme in ("arxiv", "doi"):
        return "correct the link or remove it", None
    copy = f"https://web.archive.org/web/{quote(url, safe=_KEPT)}"
    return f"correct the link, remove it, or look for a copy at {copy}", None


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return (urlsplit(url).hostname or "").removeprefix("www.")


def _other_pages(document: Document, verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """Maps each URL of an entry's paper and title to another page of the entry that is not dead."""
    from mdpaperlint.markdown.links.document_links import destination_url
    from mdpaperlint.papers.entries.document_papers import papers
    from mdpaperlint.papers.identifiers.url_identifiers import canonical_url

    pages: dict[str, str] = {}
    for paper in papers(document):
        title, own, alive = paper.title, paper.own_link, dict[str, str]()
        urls = [
            destination_url(each.link).partition("#")[0]
            for each in paper.links
            if (own is not None and each.link == own.link)
            or (title is not None and each.link.start <= title.start < each.link.end)
        ]
        for each in paper.identifiers:
            url = destination_url(each.link).partition("#")[0]
            page = canonical_url(each.identifier) if each.identifier is not None else None
            urls.append(url)
            if page is not None and (url not in verdicts or verdicts[url].kind != "gone"):
                alive[url] = page
        for url in urls:
            others = [page for other, page in alive.items() if other != url]
            if others:
                pages.setdefault(url, others[0])
    return pages

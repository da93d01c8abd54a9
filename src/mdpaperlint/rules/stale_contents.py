from __future__ import annotations

from collections.abc import Iterator

from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Related, Violation
from mdpaperlint.model.wording import quoted
from mdpaperlint.papers.contents.contents_lists import heading_anchor
from mdpaperlint.papers.contents.new_contents import insertion
from mdpaperlint.papers.contents.stale_entries import MisledEntry, misled_entries, unlisted_sections
from mdpaperlint.rules.base import Context, Options, Rule

_LONGEST_SHOWN = 60


class StaleContentsOptions(Options):
    share: float = 0.9


class StaleContents(Rule[StaleContentsOptions]):
    name = "stale-contents"
    summary = "A table of contents leads to another section than it names, or lacks one."
    severity = "warning"
    Options = StaleContentsOptions

    def check(self, document: Document, context: Context[StaleContentsOptions]) -> Iterator[Violation]:
        for misled in misled_entries(document):
            yield self._misled(document, misled)
        for number, contents, beside in unlisted_sections(document, context.options.share):
            heading = document.headings[number]
            edit = insertion(document, beside, number)
            item = contents.entries[0].item
            where = f"the table of contents in line {item.line + 1}"
            yield self.violation(
                heading.start,
                heading.end,
                f"{where} lacks this section and lists others beside it",
                fix=None if edit is None else Fix((edit,), True, "list the section"),
                related=(Related(item.start, item.own_end, "the table of contents"),),
            )

    def _misled(self, document: Document, misled: MisledEntry) -> Violation:
        item, link = misled.entry.item, misled.entry.link
        heading = document.headings[misled.heading]
        anchor = heading_anchor(document, heading)
        if link is None:
            start = item.content_start
            end = start + len(document.text[start : item.own_end].rstrip())
            written = document.text[start:end]
            text = written if written.startswith("[") and written.endswith("]") else f"[{written}]"
            message = f"this entry has no link; the section of its name has the anchor #{anchor}"
            edit = Edit(start, end, f"{text}(#{anchor})")
        else:
            start, end = link.start, link.end
            message = (
                f"this entry leads to {_shown(document, misled.entry.heading)}; "
                f"the section of its own name has the anchor #{anchor}"
            )
            edit = Edit(link.destination_start, link.destination_end, f"#{anchor}")
        return self.violation(
            start,
            end,
            message,
            fix=Fix((edit,), True, f"link to #{anchor}"),
            related=(Related(heading.start, heading.end, "the section"),),
        )


def _shown(document: Document, number: int) -> str:
    heading = document.headings[number]
    return f"{quoted(shown_text(heading.content), _LONGEST_SHOWN)} in line {heading.line + 1}"

"""`mdpaperlint export [PATHS]…`: the papers of lists, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mdpaperlint.commands import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mdpaperlint.export.works import Entry, Work


@click.command(
    short_help="Write the papers of lists as BibTeX, CSV, JSON or RIS.",
    help=(
        "Write the papers of lists for other programs: each once, with its title, year, venue, link, code, "
        "identifiers and all the sections that list it. PATHS are as for checking. What BibTeX needs beyond "
        "that, such as authors, no list says in a form that could be read: it is left out.\n\n"
        "Standard output gets the very characters of the list: in a workflow, use --output."
    ),
)
@options.paths
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("bibtex", "csv", "json", "ris")),
    required=True,
    help="What to write.",
)
@click.option("--section", metavar="NAME", help="Only what this section and those in it list.")
@options.output_file
@click.option("--online", is_flag=True, help="Ask arXiv and Crossref for authors, and for DOI and journal.")
@options.arxiv_api
@options.crossref_api
@options.excluding_config
@options.stdin_filename
def export(
    *,
    paths: tuple[str, ...],
    format_name: str,
    section: str | None,
    output: str | None,
    online: bool,
    arxiv_api: str | None,
    crossref_api: str | None,
    config: str | None,
    stdin_filename: str | None,
) -> int:
    from mdpaperlint.commands.output import write_report, write_text
    from mdpaperlint.console import fail
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.export.formats import FORMATS
    from mdpaperlint.export.works import entries, works
    from mdpaperlint.papers.entries.section_names import sections_named, with_nested

    linter = Linter(config=config, stdin_filename=stdin_filename)
    found = linter.discover(paths)
    problems: list[str] = []
    listed: list[Entry] = []
    is_section_known = section is None
    for file in linter.readable(found, problems):
        numbers = None
        if section is not None:
            named = sections_named(file.document, section)
            numbers = frozenset(number for each in named for number in with_nested(each))
            is_section_known = is_section_known or bool(named)
        listed += entries(file.document, file.label, numbers)
    if found.paths and not is_section_known:
        problems.append(f"no section is called {section}")
    for problem in problems:
        fail(problem)
    if problems and not listed:
        return 2
    found_works = works(listed)
    if online:
        found_works = _with_records(found_works, arxiv_api, crossref_api)
    text = FORMATS[format_name](found_works)
    if output is None:
        write_text(text)
    else:
        write_report(output, [text], found.paths)
    return 2 if problems else 0


def _with_records(found: Sequence[Work], arxiv_api: str | None, crossref_api: str | None) -> tuple[Work, ...]:
    """Crossref is asked for what arXiv does not tell of a paper with a DOI."""
    from mdpaperlint.commands.paper_sources import asking
    from mdpaperlint.model.link_settings import LinkSettings
    from mdpaperlint.online.link_checker import arxiv_records
    from mdpaperlint.online.registry_checks import crossref_records

    settings = asking(LinkSettings(), arxiv_api, crossref_api)
    ids = [work.arxiv for work in found if work.arxiv]
    known = arxiv_records(ids, settings) if ids else {}
    works = []
    for work in found:
        record = known.get(work.arxiv)
        if record is not None:
            doi = work.doi or record.doi.lower()
            work = work._replace(authors=record.authors, doi=doi, journal=record.journal_ref)
        works.append(work)
    dois = [work.doi for work in works if work.doi and not (work.authors and work.journal)]
    published = crossref_records(dois, settings) if dois else {}
    return tuple(
        work
        if (other := published.get(work.doi)) is None
        else work._replace(authors=work.authors or other.authors, journal=work.journal or other.venue)
        for work in works
    )

"""Asks for the links of a run with ``--online``, before its files are checked."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from mdpaperlint.configuration.nearest_file import link_out
from mdpaperlint.console import say
from mdpaperlint.model.link_settings import LinkSettings, Registries
from mdpaperlint.model.verdict import Verdict, VerdictKind
from mdpaperlint.model.wording import count_of
from mdpaperlint.online.link_cache import cache_file
from mdpaperlint.online.link_checker import Interrupted, check_links
from mdpaperlint.user_error import UserError

if TYPE_CHECKING:
    from mdpaperlint.engine.listed_file import ListedFile

_KINDS: tuple[VerdictKind, ...] = ("alive", "moved", "gone", "blocked", "unsure", "skipped")


class LinkOptions(NamedTuple):
    """Settings that only the command line or the environment may make."""

    allow_private: bool = False
    cache_folder: str | None = None
    cache: bool = True
    arxiv_api: str | None = None
    doi_api: str | None = None
    github_api: str | None = None

    def apply(self, settings: LinkSettings) -> LinkSettings:
        """Raises :class:`UserError` for a cache that a symbolic link of the repository leads out of it."""
        defaults = Registries()
        folder = Path(self.cache_folder) if self.cache_folder else None
        outside = None if folder is None else link_out(cache_file(folder))
        if outside is not None:
            raise UserError(f"--cache-dir {folder}: leads out of the repository, to {outside}")
        return settings._replace(
            allow_private=self.allow_private,
            cache_folder=folder,
            cache=self.cache,
            registries=Registries(
                self.arxiv_api or defaults.arxiv,
                self.doi_api or defaults.doi,
                self.github_api or defaults.github,
            ),
            github_token=os.environ.get("GITHUB_TOKEN", "").strip(),
        )


class Asked(NamedTuple):
    """``interrupted`` means that the user stopped it; the verdicts so far are kept."""

    verdicts: dict[str, Verdict]
    interrupted: bool = False


def ask_links(
    files: Iterable[ListedFile], options: LinkOptions, *, fix: bool, unsafe: bool, quiet: bool
) -> Asked:
    """Asks for the links of all files, each once. Files with another ``[links]`` table are asked for after
    the others.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError`.
    """
    groups: dict[str | None, set[str]] = {}
    settings: dict[str | None, LinkSettings] = {}
    for file in files:
        if file.asks_links:
            config = file.linter.settings_for(file.path)
            where = config.path if config.links is not None else None
            settings[where] = options.apply(config.links or LinkSettings())
            groups.setdefault(where, set()).update(file.urls_to_ask(fix=fix, unsafe=unsafe))
    verdicts: dict[str, Verdict] = {}
    for where, urls in groups.items():
        for message in ended_ignores(where, settings[where]):
            say(message)
        new = sorted(url for url in urls if url not in verdicts)
        try:
            verdicts.update(_asked(new, settings[where], quiet))
        except Interrupted as interrupt:
            return Asked({**verdicts, **interrupt.verdicts}, interrupted=True)
    return Asked(verdicts)


def _asked(urls: list[str], settings: LinkSettings, quiet: bool) -> dict[str, Verdict]:
    """Asks for the links, with a progress bar on a terminal and one line elsewhere."""
    if quiet or not urls:
        return check_links(urls, settings, warn=say)
    label = f"mdpaperlint: asking for {count_of(len(urls), 'link')}"
    with click.progressbar(
        length=len(urls), label=label, file=sys.stderr, show_eta=False, show_percent=False, show_pos=True
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return check_links(urls, settings, progress=show, warn=say)


def ended_ignores(where: str | None, settings: LinkSettings) -> Iterator[str]:
    today = settings.today or date.today()
    for ignore in settings.ignores:
        if ignore.has_ended(today):
            yield (
                f"{where}: the ignore of {ignore.pattern} ended on {ignore.until}: its links are asked for "
                "again; remove it or give it a new date"
            )


def counts(verdicts: dict[str, Verdict]) -> str:
    """``3 links: 2 alive, 1 gone``, then the links that were not asked for and the hosts that were given
    up.
    """
    if not verdicts:
        return ""
    found = dict.fromkeys(_KINDS, 0)
    for verdict in verdicts.values():
        found[verdict.kind] += verdict.asked
    parts = [f"{number:,} {kind}" for kind, number in found.items() if number]
    not_asked = len(verdicts) - sum(found.values())
    if not_asked:
        parts.append(f"{not_asked:,} not asked for")
    listed = found["blocked"] + found["unsure"] + not_asked
    hint = " (--verbose lists what is not certain)" if listed else ""
    given_up = Counter((each.given_up, each.reason) for each in verdicts.values() if each.given_up)
    hosts = "".join(
        f"; {count_of(number, 'link')} of {host} {'was' if number == 1 else 'were'} not checked:"
        f" it {reason.rpartition(f' {host} ')[2]}"
        for (host, reason), number in given_up.most_common()
    )
    return f"{count_of(len(verdicts), 'link')}: {', '.join(parts)}{hint}{hosts}"


def listing(verdicts: dict[str, Verdict]) -> Iterator[str]:
    """One line for each uncertain verdict, and for each other verdict with a note."""
    for url, verdict in sorted(verdicts.items(), key=lambda each: (_KINDS.index(each[1].kind), each[0])):
        if verdict.kind in ("blocked", "unsure"):
            yield f"{verdict.kind}: {url}: {verdict.reason}"
        elif verdict.note:
            yield f"{verdict.kind}: {url}: {verdict.note}"

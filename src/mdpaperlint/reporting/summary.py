"""A run in one line."""

from __future__ import annotations

from mdpaperlint.engine.findings import Run
from mdpaperlint.model.wording import count_of
from mdpaperlint.reporting import ReportOptions


def summary(run: Run, options: ReportOptions) -> str:
    """What was found, what can be fixed and what was not checked, in one line."""
    files = count_of(len(run.files), "file")
    # Those that were not read, not wholly checked or not written: no violation there says nothing.
    failed = sum(bool(file.problems) for file in run.files)
    parts: list[str] = []
    fixed = f"Fixed {count_of(run.fixed, 'violation')}; " if run.fixed else ""
    if run.errors or run.warnings:
        found = [count_of(run.errors, "error")] if run.errors else []
        found += [count_of(run.warnings, "warning")] if run.warnings else []
        opening = f"{fixed}{'remaining: ' if fixed else 'Found '}{' and '.join(found)} in {files}"
        parts.append(options.style.strong(opening))
    elif failed == len(run.files) and not run.fixed:
        parts.append(options.style.strong(f"No file was {'wholly ' if failed else ''}checked"))
        failed = 0
    else:
        files = count_of(len(run.files) - failed, "file")
        parts.append(options.style.strong(f"{fixed}{'no' if fixed else 'No'} violations in {files}"))
    if run.without_papers:
        parts.append("no papers recognised")
    if failed:
        parts.append(f"{count_of(failed, 'file')} failed")
    if run.fixable:
        parts.append(f"{run.fixable} can be fixed with --fix")
    if run.unsafe:
        more = "more " if run.fixable else ""
        parts.append(f"{run.unsafe} {more}with --fix --unsafe-fixes")
    if options.tell_unasked and not options.checked_links and run.remote_links:
        verb = "was" if run.remote_links == 1 else "were"
        parts.append(f"{count_of(run.remote_links, 'remote link')} {verb} not checked (--online checks them)")
    if run.known:
        parts.append(f"{count_of(run.known, 'known violation')} left out")
    if run.obsolete:
        verb, them = ("is", "it") if run.obsolete == 1 else ("are", "them")
        parts.append(f"{run.obsolete:,} in the baseline {verb} gone (--write-baseline drops {them})")
    if options.link_counts:
        parts.append(options.link_counts)
    return "; ".join(parts) + "."

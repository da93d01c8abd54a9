"""Configuration in TOML 1.0: a new file with the reasons for what it says, and the settings of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from mdpaperlint.configuration.configuration_file import option_types
from mdpaperlint.engine.inferred_configuration import InferredConfiguration
from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.conventions.column_schemas import ONE_LINK, Layout
from mdpaperlint.papers.conventions.list_conventions import DateFormats, Directions
from mdpaperlint.papers.order.dated_sequences import OrderKey
from mdpaperlint.papers.order.order_keys import WAYS
from mdpaperlint.reporting.terminal import UNPRINTABLE, printable
from mdpaperlint.rules.base import Options

if TYPE_CHECKING:
    from mdpaperlint.configuration.file_settings import Settings
    from mdpaperlint.engine.document_check import ActiveRule

_COLUMNS = 100
_BARE_KEY = lazy_pattern(r"[A-Za-z0-9_-]+")
_NOUNS = {"table": "dated table", "list": "dated list"}


def config_text(inferred: InferredConfiguration, name: str, *, table: str = "") -> str:
    """``name`` is the list that it is for; ``table`` is the table that all goes below, such as
    ``tool.mdpaperlint``.
    """
    lines = [
        *_comment(
            f"Written by `mdpaperlint init` for {printable(name)}. A setting behind a # is not in force. "
            "`mdpaperlint rule` lists the rules, and `mdpaperlint rule NAME` shows one with its options."
        )
    ]
    if table:
        lines.append(f"[{table}]")
    prefix = f"{table}." if table else ""
    uses_schema = inferred.schema is not None or (
        bool(inferred.dates.formats) and not inferred.dates_new_reports
    )
    lines += [
        "",
        "# Rules that run although they are off by default.",
        f'{"" if uses_schema else "# "}extend-select = ["table-schema"]',
        "# Rules that do not run.",
        '# ignore = ["blank-row"]',
        "# Files and folders that are not checked: patterns as in .gitignore.",
        '# exclude = ["archive/"]',
        "",
        f"[{prefix}rules.unordered-rows]",
        *_order(inferred),
        "",
        f"[{prefix}rules.inconsistent-arxiv-link]",
        *_form(inferred),
    ]
    if inferred.schema is not None:
        lines += ["", *_schema(inferred, f"{prefix}rules.table-schema")]
    elif inferred.dates.total:
        lines += ["", *_dates(inferred, f"{prefix}rules.table-schema")]
    return "\n".join(lines) + "\n"


def toml_string(text: str) -> str:
    """A basic string; what could act on a terminal is written as an escape."""
    quoted = json.dumps(text, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _COLUMNS - 2, break_long_words=False, break_on_hyphens=False)]


def _setting(key: str, value: str, new_reports: int, why: str) -> Iterator[str]:
    """A setting that would change what is reported is shown, but not in force."""
    if new_reports:
        why += f" In force, the line below would change {count_of(new_reports, 'report')}."
    yield from _comment(why)
    yield f"{'# ' if new_reports else ''}{key} = {value}"


def _order(inferred: InferredConfiguration) -> Iterator[str]:
    why = " ".join(
        _directions(counts, _NOUNS[kind] if inferred.order_by == "date" else kind, inferred.order_by)
        for kind, counts in sorted(inferred.directions.items(), reverse=True)
    )
    if inferred.order is None:
        if not why:
            why = "No table or list has dates enough to run in a direction."
        yield from _comment(f'{why} "auto" leaves each its own.')
        yield '# order = "newest-first"'
        return
    yield from _setting("order", toml_string(inferred.order), inferred.order_new_reports, why)
    if inferred.order_by != "date":
        yield f"order-by = {toml_string(inferred.order_by)}"


def _directions(counts: Directions, noun: str, by: OrderKey) -> str:
    oldest, newest = WAYS[by]
    ways = [
        (counts.newest_first, newest),
        (counts.oldest_first, oldest),
        (counts.neither, "in neither direction"),
    ]
    (most, way), *others = sorted(ways, key=lambda pair: -pair[0])
    text = f"{most} of {count_of(counts.total, noun)} {'runs' if most == 1 else 'run'} {way}"
    rest = [f"{count} {way}" for count, way in others if count]
    return f"{text}{''.join(f', {each}' for each in rest)}."


def _form(inferred: InferredConfiguration) -> Iterator[str]:
    total = inferred.forms.total()
    if not inferred.form:
        found = (
            f"Only {count_of(total, 'link')} to arXiv: too few to tell a habit."
            if total
            else "No arXiv links."
        )
        yield from _comment(found)
        yield '# form = "abs"'
        return
    ranked = inferred.forms.most_common()
    (first, most), *others = ranked
    why = f"{most:,} of {count_of(total, 'arXiv link')} are in {first} form"
    why += "".join(f", {count:,} in {form}" for form, count in others) + "."
    yield from _setting("form", toml_string(inferred.form), inferred.form_new_reports, why)


def _dates(inferred: InferredConfiguration, table: str) -> Iterator[str]:
    dates = inferred.dates
    if not dates.formats:
        yield from _comment(
            f"None of the {count_of(dates.total, 'date')} in tables is written in a common way."
        )
        return
    in_force = not inferred.dates_new_reports
    why = _written(dates)
    if not in_force:
        why += " The rule is table-schema, which extend-select must name."
    yield f"{'' if in_force else '# '}[{table}]"
    yield from _setting("date-formats", _value(dates.formats), inferred.dates_new_reports, why)
    yield from _comment("`mdpaperlint init --schema` writes down the columns, too.")


def _written(dates: DateFormats) -> str:
    pairs = zip(dates.counts, dates.formats, strict=True)
    (most, first), *others = pairs
    text = f"{most:,} of {count_of(dates.total, 'date')} in tables are written as {first}"
    return text + "".join(f", {count:,} as {each}" for count, each in others) + "."


def _schema(inferred: InferredConfiguration, table: str) -> Iterator[str]:
    assert inferred.schema is not None
    layout = inferred.schema.layout
    deviations = inferred.deviations
    yield f"[{table}]"
    found = (
        f"{count_of(deviations, 'place')} of the list {'is' if deviations == 1 else 'are'} unlike it: "
        "`mdpaperlint --select table-schema` names them."
        if deviations
        else "All of the list is like it."
    )
    yield from _comment(f"The schema that the list follows today. {found}")
    yield from _layout(layout)
    if layout.linked:
        yield from _comment("What a whole cell must look like, as a regular expression, by column:")
        yield f"# patterns = {{ {_key(layout.linked)} = '{ONE_LINK}' }}"
    for pattern, other in inferred.schema.headings:
        yield ""
        yield f"[{table}.headings.{toml_string(pattern)}]"
        yield from _layout(other)


def _layout(layout: Layout) -> Iterator[str]:
    has = "has" if layout.tables == 1 else "have"
    yield from _comment(
        f"{count_of(layout.tables, 'table')}, with {count_of(layout.rows, 'row')}, {has} these columns."
    )
    yield f"columns = {_value(layout.columns)}"
    if layout.required:
        yield f"required = {_value(layout.required)}"
    if layout.date_formats:
        yield f"date-formats = {_value(layout.date_formats)}"


def settings_text(name: str, settings: Settings, rules: Sequence[ActiveRule]) -> str:
    """The settings that a file has, where they come from, and the options of the rules that run."""
    source = printable(settings.path) if settings.path else "no configuration"
    lines = [f"# {printable(name)}: {source}", f"select = {_value([each.rule.name for each in rules])}"]
    others = {
        "exclude": settings.exclude,
        "baseline": settings.baseline,
        "severity": dict(settings.severity),
        "per-file-ignores": dict(settings.per_file_ignores),
    }
    lines += [f"{key} = {_value(value)}" for key, value in others.items() if value]
    for each in rules:
        options = _options(each.options)
        if options:
            lines += ["", f"[rules.{_key(each.rule.name)}]"]
            lines += [f"{_key(key)} = {_value(value)}" for key, value in options.items()]
    return "\n".join(lines) + "\n\n"


def _options(options: Options) -> dict[str, object]:
    return {name.replace("_", "-"): getattr(options, name) for name in option_types(type(options))}


def _value(value: object) -> str:
    if isinstance(value, Options):
        value = _options(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(str(key))} = {_value(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else toml_string(name)

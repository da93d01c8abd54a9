from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.rules.base import Context, Options, Rule

if TYPE_CHECKING:
    from mdpaperlint.model.suppression import SuppressedName, Suppression

_WHERE = {
    "disable": "from here on",
    "disable-line": "on this line",
    "disable-next-line": "on the next line",
    "disable-file": "in this file",
}


class UnusedSuppression(Rule[Options]):
    name = "unused-suppression"
    summary = "A comment meant to silence a rule silences nothing, or breaks what it stands in."
    severity = "warning"
    after_suppressions = True

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        if not context.suppressions:
            return
        from mdpaperlint.rules.unused_suppression.comment_lines import ends_table, splits_list

        for suppression in context.suppressions:
            if suppression.state == "unknown":
                yield self._unknown_command(suppression)
                continue
            if suppression.bad_date:
                yield self.violation(
                    suppression.start,
                    suppression.end,
                    f"`{shortened(suppression.bad_date)}` is not a date: write it as in `until 2026-12-31`"
                    if suppression.bad_date != "until"
                    else "`until` has no date: write it as in `until 2026-12-31`",
                )
            if ends_table(document, suppression.start, suppression.end):
                yield self.violation(
                    suppression.start,
                    suppression.end,
                    "this comment ends the table, and GitHub shows the rows below it as text: put it into a"
                    " cell of the row instead, before the closing `|`",
                )
                continue
            if splits_list(document, suppression.start, suppression.end):
                yield self.violation(
                    suppression.start,
                    suppression.end,
                    "this comment splits the list in two: put it at the end of the entry's line instead",
                )
                continue
            yield from self._idle(document, suppression)

    def _idle(self, document: Document, suppression: Suppression) -> Iterator[Violation]:
        if suppression.expired:
            yield self._whole(
                document,
                suppression,
                f"this comment held until {suppression.until}: correct what it silenced, or give it a"
                " later date",
            )
            return
        names = suppression.names
        if not names:
            if suppression.state in ("unused", "redundant"):
                yield self._whole(
                    document, suppression, _idle_message(document, suppression, None, alone=True)
                )
            return
        idle = [name for name in names if name.state in ("unused", "redundant")]
        if len(idle) == len(names):
            message = _idle_message(document, suppression, idle[0], alone=True)
            yield self._whole(document, suppression, message)
            return
        for number, name in enumerate(names):
            if name.state == "unknown":
                yield self._unknown_name(name)
            elif name.state in ("unused", "redundant"):
                if number + 1 < len(names):
                    edit = Edit(name.start, names[number + 1].start, "")
                else:
                    edit = Edit(names[number - 1].end, name.end, "")
                yield self.violation(
                    name.start,
                    name.end,
                    _idle_message(document, suppression, name, alone=False),
                    fix=Fix((edit,), True, f"remove `{name.name}` from the comment"),
                )

    def _whole(self, document: Document, suppression: Suppression, message: str) -> Violation:
        from mdpaperlint.rules.unused_suppression.comment_lines import removal

        edits = removal(document, suppression.start, suppression.end)
        fix = Fix(edits, True, "remove the comment") if edits else None
        return self.violation(suppression.start, suppression.end, message, fix=fix)

    def _unknown_command(self, suppression: Suppression) -> Violation:
        suggestion = suppression.suggestion
        hint = (
            f"did you mean `mdpaperlint-{suggestion}`?"
            if suggestion
            else "there are `disable`, `enable`, `disable-line`, `disable-next-line` and `disable-file`"
        )
        return self.violation(
            suppression.start,
            suppression.end,
            f"there is no comment `mdpaperlint-{shortened(suppression.command)}`: {hint}",
        )

    def _unknown_name(self, name: SuppressedName) -> Violation:
        fix = None
        if name.suggestion:
            hint = f"did you mean `{name.suggestion}`?"
            fix = Fix((Edit(name.start, name.end, name.suggestion),), False, f"write `{name.suggestion}`")
        else:
            hint = "`mdpaperlint rule` lists them; a reason goes after ` -- `"
        return self.violation(
            name.start, name.end, f"no rule is named `{shortened(name.name)}`: {hint}", fix=fix
        )


def _idle_message(
    document: Document, suppression: Suppression, idle: SuppressedName | None, *, alone: bool
) -> str:
    """``alone`` tells that the whole comment can go; otherwise it is about one of its names."""
    state, other = (idle.state, idle.other) if idle else (suppression.state, suppression.other)
    mend = "remove this comment" if alone else "remove its name"
    rule = f"`{idle.name}`" if idle else "every rule"
    if state == "redundant":
        line = document.position(other)[0]
        return f"{rule} is already disabled here, by the comment on line {line}: {mend}"
    if suppression.command == "enable":
        return f"{f'{rule} is not' if idle else 'no rule is'} disabled here: {mend}"
    names = [f"`{name.name}`" for name in suppression.names] if alone else [rule]
    subject = names[0] if len(names) == 1 else f"none of {', '.join(names)}" if names else "no rule"
    found = "nothing" if len(names) == 1 else "anything"
    return f"{subject} has {found} to report {_WHERE[suppression.command]}: {mend}"

"""A unified diff of two texts, as ``patch`` and ``git apply -p1`` read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mdpaperlint.engine.line_diff import Block, changes

# Lines around each change.
_CONTEXT = 3
NO_NEWLINE = "\\ No newline at end of file"


def unified_diff(path: str, before: str, after: str) -> Iterator[str]:
    """Lines without their line ends; none when the texts are equal."""
    # A last line without a line end says so where it is shown, and differs from one that has it.
    old, new = (text.split("\n") for text in (before, after))
    for lines in (old, new):
        if lines[-1]:
            lines[-1] += "\n" + NO_NEWLINE
        else:
            lines.pop()
    for number, hunk in enumerate(_hunks(changes(old, new))):
        if number == 0:
            yield f"--- a/{path}"
            yield f"+++ b/{path}"
        first, last = hunk[0], hunk[-1]
        lead = min(_CONTEXT, first.start)
        tail = min(_CONTEXT, len(old) - last.end)
        start, new_start = first.start - lead, first.new_start - lead
        length = last.end + tail - start
        new_length = last.new_end + tail - new_start
        yield f"@@ -{_range(start, length)} +{_range(new_start, new_length)} @@"
        shown: list[str] = []
        position = start
        for block in hunk:
            shown += [" " + line for line in old[position : block.start]]
            shown += ["-" + line for line in old[block.start : block.end]]
            shown += ["+" + line for line in new[block.new_start : block.new_end]]
            position = block.end
        shown += [" " + line for line in old[position : position + tail]]
        for line in shown:
            yield from line.split("\n")


def _hunks(blocks: Sequence[Block]) -> list[list[Block]]:
    hunks: list[list[Block]] = []
    for block in blocks:
        if hunks and block.start - hunks[-1][-1].end <= 2 * _CONTEXT:
            hunks[-1].append(block)
        else:
            hunks.append([block])
    return hunks


def _range(start: int, length: int) -> str:
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"

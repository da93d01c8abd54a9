from __future__ import annotations

import pytest

from mdpaperlint.markdown.blocks.cells import pipes_meant_as_text, splitting_pipes


def meant_as_text(line: str) -> list[list[str]]:
    """Each set of pipes, as what stands around them, in a line that has others before and behind it."""
    before, behind = "x|`y|z`\n", "\n`y|z`|f(a|b)"
    text = before + line + behind
    sets = pipes_meant_as_text(text, len(before), len(before) + len(line))
    return [[text[pipe - 1 : pipe + 2] for pipe in pipes] for pipes in sets]


def test_splitting_pipes_are_those_without_a_backslash() -> None:
    text = "a|b\n| c \\| `d|e` |\nf|g"
    pipes = splitting_pipes(text, 4, 18)
    assert pipes == [4, 13, 17]
    assert splitting_pipes(text, 5, 13) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("| a | b |", []),
        ("| a | $(x|y)$ | p$(x|y)$ |", [["x|y"]]),
        ("| $p(x|y)$ | $$q|r$$ |", [["x|y", "q|r"], ["x|y"], ["x|y", "q|r"]]),
        ("| `a|b` | ``c|d`` |", [["a|b", "c|d"]]),
        ("| [a|b](u) | [c|d] |", [["a|b"]]),
        ("| p(a|b) (c|d) |", [["a|b"]]),
        ("| p(a|b|c) |", [["a|b", "b|c"]]),
        ("| p(a|b) `c|d` $e|f$ |", [["e|f"], ["c|d"], ["a|b"], ["a|b", "c|d", "e|f"]]),
        # Without a pipe that splits, what encloses it does not count.
        (r"| `a\|b` | $c|d$ | `e` |", [["c|d"]]),
        # Prices, and a dollar that is escaped or of a variable, enclose no math.
        ("| $5 | $10 | \\$a | b$ | x$y | z$ |", []),
        ("| costs $1|$2 |", []),
        ("| \\`a | b` | [a](u|v) |", [["u|v"]]),
    ],
)
def test_pipes_that_look_like_text(line: str, expected: list[list[str]]) -> None:
    assert meant_as_text(line) == expected


def test_text_that_encloses_nothing_reaches_as_far_as_a_cell_and_no_further() -> None:
    for size, found in ((298, True), (299, False)):
        assert bool(meant_as_text(f"`{'a' * size}|b`")) is found
        assert bool(meant_as_text(f"${'a' * size}|b$")) is found
        assert bool(meant_as_text(f"[{'a' * size}|b](u)")) is found
    assert meant_as_text(f"p({'a' * 200}|b)")
    assert not meant_as_text(f"p({'a' * 201}|b)")

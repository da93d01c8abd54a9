from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from mdpaperlint.markdown.parser import parse
from mdpaperlint.server.positions import Encoding, Positions, TextBuffer, characters, split_lines, units

# What ends a line, what str.splitlines takes for an end of one, and characters of one to four units.
PIECES = st.sampled_from(
    ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "a", "é", "中", "🧪", "| b |"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
ENCODINGS: st.SearchStrategy[Encoding] = st.sampled_from(["utf-8", "utf-16", "utf-32"])
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), TEXTS), max_size=6)


def position(text: str, offset: int, encoding: Encoding) -> types.Position:
    lines = split_lines(text[:offset])
    return types.Position(len(lines) - 1, units(lines[-1], encoding))


@given(TEXTS, EDITS, ENCODINGS)
def test_a_buffer_follows_the_editor(
    text: str, edits: list[tuple[int, int, str]], encoding: Encoding
) -> None:
    buffer = TextBuffer(text, encoding)
    for first, second, replacement in edits:
        start, end = sorted((min(first, len(text)), min(second, len(text))))
        # No editor has a place between the two characters of a line end.
        start -= text[start - 1 : start + 1] == "\r\n"
        end += text[end - 1 : end + 1] == "\r\n"
        place = types.Range(position(text, start, encoding), position(text, end, encoding))
        text = text[:start] + replacement + text[end:]
        buffer.apply(types.TextDocumentContentChangePartial(place, replacement))
        assert buffer.text == text
        assert buffer.offset(position(text, len(text), encoding)) == len(text)
    buffer.apply(types.TextDocumentContentChangeWholeDocument("whole"))
    assert buffer.text == "whole"


@given(TEXTS, ENCODINGS, st.lists(st.integers(0, 60), max_size=5))
def test_offsets_and_positions_agree(text: str, encoding: Encoding, offsets: list[int]) -> None:
    buffer, positions = TextBuffer(text, encoding), Positions(parse(text), encoding)
    for offset in offsets:
        offset = min(offset, len(text))
        offset -= text[offset - 1 : offset + 1] == "\r\n"
        found = positions.position(offset)
        assert found == position(text, offset, encoding)
        assert buffer.offset(found) == offset


def test_a_place_inside_a_character_or_behind_the_line() -> None:
    assert [characters("a🧪b", count, "utf-16") for count in range(6)] == [0, 1, 1, 2, 3, 3]
    assert [characters("a🧪b", count, "utf-8") for count in range(8)] == [0, 1, 1, 1, 1, 2, 3, 3]
    assert characters("\ud83d🧪", 1, "utf-16") == 1
    buffer = TextBuffer("ab\r\ncd", "utf-16")
    assert buffer.offset(types.Position(0, 99)) == 2
    assert buffer.offset(types.Position(9, 0)) == 6
    buffer.apply(
        types.TextDocumentContentChangePartial(types.Range(types.Position(0, 9), types.Position(7, 7)), "!")
    )
    assert buffer.text == "ab!"

"""The labels of entries of real lists stand where they say."""

from __future__ import annotations

from collections import Counter

import pytest
from entry_labels import Label, LabelledList, needs_lists, read_labels, read_list

from mdpaperlint.markdown.parser import parse

LISTS = read_labels()
LABELS = [label for labelled in LISTS for label in labelled.labels]
ENTRIES = [label for label in LABELS if label.title is not None]


def test_the_labels_are_of_many_lists_and_of_every_shape() -> None:
    assert len(ENTRIES) >= 390
    assert len({label.file for label in ENTRIES}) >= 68
    assert max(Counter(label.file for label in LABELS).values()) == 6
    assert min(Counter(label.shape for label in ENTRIES).values()) >= 12
    assert set(Counter(label.shape for label in ENTRIES)) == {
        "row",
        "bullet",
        "nested",
        "paragraph",
        "heading",
        "html",
    }


def test_no_entry_is_labelled_twice() -> None:
    titles = Counter((label.file, label.title) for label in ENTRIES)
    assert titles.most_common(1)[0][1] == 1


@pytest.mark.corpus
@needs_lists
@pytest.mark.parametrize("labelled", LISTS, ids=lambda labelled: labelled.file.partition("__")[2])
def test_labels_stand_in_their_lists(labelled: LabelledList) -> None:
    text = read_list(labelled.file)
    assert len(text) == labelled.length, "another version of the list"
    links = {link.start: link for link in parse(text).links}
    for label in labelled.labels:
        assert label.link in links
        assert set(label.own) <= set(links)
        for start, end in _spans(label):
            written = text[start:end]
            assert 0 <= start < end <= len(text)
            assert written == written.strip()
            assert any(character.isalnum() for character in written)
        for date in label.dates:
            assert any(character.isdigit() for character in text[date.start : date.end])


def _spans(label: Label) -> list[tuple[int, int]]:
    places = [*label.dates, *([label.venue] if label.venue else [])]
    return [*([label.title] if label.title else []), *((place.start, place.end) for place in places)]

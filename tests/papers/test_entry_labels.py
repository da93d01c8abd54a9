"""The labels of entries of real lists stand where they say, and the reader of entries agrees with them."""

from __future__ import annotations

from collections import Counter

import pytest
from entry_labels import Label, LabelledList, read_labels
from entry_verdicts import entry_of, judge, written_date

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.entries.document_papers import papers
from real_lists import read_list

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


@pytest.mark.corpus
@pytest.mark.slow
def test_entries_are_read_as_a_person_reads_them() -> None:
    right: Counter[str] = Counter()
    invented = 0
    for labelled in LISTS:
        document = parse(read_list(labelled.file))
        found = papers(document)
        for label in labelled.labels:
            entry = entry_of(found, label.link)
            if label.title is not None:
                right.update(
                    name for name, agrees in judge(document, label, entry)._asdict().items() if agrees
                )
            elif not label.many:
                invented += entry is not None and entry.listing
    shares = {name: right[name] / len(ENTRIES) for name in ("title", "date", "venue", "identity")}
    assert shares["title"] >= 0.94, shares
    assert shares["date"] >= 0.94, shares
    assert shares["identity"] >= 0.94, shares
    assert shares["venue"] >= 0.90, shares
    assert not invented


@pytest.mark.parametrize(
    ("token", "date"),
    [
        ("2024-05-01", PartialDate(2024, 5, 1)),
        ("2023.6", PartialDate(2023, 6)),
        ("2024", PartialDate(2024)),
        ("24", PartialDate(2024)),
        ("22.02", PartialDate(2022, 2)),
        ("23-11-03", PartialDate(2023, 11, 3)),
        ("8/05/24", PartialDate(2024, 8, 5)),
        ("25 Dec 2024", PartialDate(2024, 12, 25)),
        ("Jan, 2024", PartialDate(2024, 1)),
        ("2111", PartialDate(2021, 11)),
        ("02-09", None),
    ],
)
def test_what_a_labelled_date_says(token: str, date: PartialDate | None) -> None:
    assert written_date(token) == date


def _spans(label: Label) -> list[tuple[int, int]]:
    places = [*label.dates, *([label.venue] if label.venue else [])]
    return [*([label.title] if label.title else []), *((place.start, place.end) for place in places)]

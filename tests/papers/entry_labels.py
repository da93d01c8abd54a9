"""What a person read in entries of real lists: titles, dates, venues and the papers' own links.

`entry_labels.tsv` holds no text of the lists. A line of two fields is a list: the name of its file and the
number of characters of its text. A longer line is a label of that list: the link that was drawn, the shape of
what holds it, the title, the date, the venue, and the paper's own links. A link is the offset at which it
begins; a span is ``start:end``, half-open. Offsets count characters of the decoded file, line ends and byte
order mark included, as in ``Document.text``.

Six links of each list were drawn at random, on lines of their own: links to arXiv, DOI, ACL, OpenReview and
dl.acm.org pages first, links to other publishers and to PDF files where a list has fewer than six of those.
All was read by eye before any reader of entries saw it. What was agreed on:

- Title: without the marks, quotes, brackets and the full stop around it. ``NAME: Title`` is one title where
  the list writes it as one; a nickname in marks, brackets or a column of its own is none of it. An entry
  that names its paper, model or data set by a nickname alone has that as its title, and one that only
  describes its paper has the description.
- Date: the token, ``2024-05-01`` or ``2024``. A date of its own goes before the year of a venue (``CVPR
  2024``), which is the date where no other stands. A date that the section, the group or the title of the
  document gives is where it is written there, marked ``s``, ``g`` or ``d``. Two dates that both tell when
  the paper came out (the month of the preprint, the year of the conference) are both right.
- Venue: the name, without the year where it can be parted, without "Proceedings of", volume and pages. A
  preprint server is a venue where it is written as one, not where it only labels a link.
- A place marked ``?`` may also be left out: "Preprint" as a venue, a day without a year, what stands only in
  the address of a badge.
- Own links: those whose identifiers are the paper's, not those of papers that it cites or uses.
- A link that stands in no entry, in prose, a caption or a change log, says ``none`` in place of the title;
  one in a row or an item that lists many works in one breath says ``many``, and counts for nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple, cast

Shape = Literal["row", "bullet", "nested", "paragraph", "heading", "html"]
Where = Literal["own", "group", "section", "document"]
_WHERE: dict[str, Where] = {"g": "group", "s": "section", "d": "document"}


class Place(NamedTuple):
    start: int
    end: int
    where: Where
    optional: bool


class Label(NamedTuple):
    """``title`` is None for a link in no entry. Each of ``dates`` is right; an entry without any has none."""

    file: str
    link: int
    shape: Shape
    many: bool
    title: tuple[int, int] | None
    dates: tuple[Place, ...]
    venue: Place | None
    own: tuple[int, ...]


class LabelledList(NamedTuple):
    file: str
    length: int
    labels: tuple[Label, ...]


def read_labels() -> list[LabelledList]:
    lists: list[LabelledList] = []
    for line in Path(__file__).with_name("entry_labels.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 2:
            lists.append(LabelledList(fields[0], int(fields[1]), ()))
            continue
        there = lists[-1]
        lists[-1] = there._replace(labels=(*there.labels, _label(there.file, fields)))
    return lists


def _label(file: str, fields: list[str]) -> Label:
    link, shape = int(fields[0]), cast(Shape, fields[1])
    if len(fields) == 3:
        return Label(file, link, shape, fields[2] == "many", None, (), None, ())
    title, dates, venue, own = (field.split(" ") if field != "-" else [] for field in fields[2:])
    start, _, end = title[0].partition(":")
    return Label(
        file,
        link,
        shape,
        False,
        (int(start), int(end)),
        tuple(map(_place, dates)),
        _place(venue[0]) if venue else None,
        tuple(map(int, own)),
    )


def _place(field: str) -> Place:
    span = field.removesuffix("?")
    where = _WHERE.get(span[-1], "own")
    start, _, end = span.rstrip("gsd").partition(":")
    return Place(int(start), int(end), where, field.endswith("?"))

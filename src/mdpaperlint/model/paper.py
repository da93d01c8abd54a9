"""A paper as a list states it (its date, title, links and identifiers), and as a registry does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from mdpaperlint.model.document import Link, Section

Scheme = Literal["arxiv", "doi", "openreview", "acl", "cvf", "pmlr", "neurips"]
LinkRole = Literal["paper", "code", "project", "badge", "other"]
EntryKind = Literal["row", "item", "paragraph", "heading", "html"]
DateSource = Literal["own", "venue", "group", "heading"]
DateRole = Literal["stated", "submitted", "published", "read"]


class PartialDate(NamedTuple):
    """A date of which the month or the day may be unknown (0). It stands for every day that fits it."""

    year: int
    month: int = 0
    day: int = 0

    def first_day(self) -> tuple[int, int, int]:
        return (self.year, self.month or 1, self.day or 1)

    def last_day(self) -> tuple[int, int, int]:
        """The last day that fits, with 31 for the last day of any month: good for comparing only."""
        return (self.year, self.month or 12, self.day or 31)

    def iso(self) -> str:
        """``2024``, ``2024-01`` or ``2024-01-31``."""
        return "-".join(f"{part:02}" for part in self if part)

    def wholly_before(self, other: PartialDate) -> bool:
        """Whether every day that fits this date lies before every day that fits the other."""
        return self.last_day() < other.first_day()


class Identifier(NamedTuple):
    """``value`` is canonical, so that equal identifiers name the same work: for arXiv without version and
    subject class, for DOI in lower case. ``version`` is the arXiv version as written, without ``v``.
    """

    scheme: Scheme
    value: str
    version: str = ""


class PaperLink(NamedTuple):
    """``badge`` is the role of an image. A link around a badge has the role of where it leads."""

    role: LinkRole
    link: Link
    identifier: Identifier | None


class ListedPaper(NamedTuple):
    """An entry of another file. ``line`` counts from 1; ``title`` is empty where the entry has none.
    ``identifiers`` are pairs of scheme and value.
    """

    path: str
    line: int
    title: str
    identifiers: tuple[tuple[str, str], ...]


class PaperDate(NamedTuple):
    """``start``/``end`` is the date as written. ``source`` tells whether the entry states it, or only its
    venue (``CVPR 2024``), or only a line or the heading above (the place is then the one up there). ``role``
    is what the words beside it say. ``slot`` is equal for dates in the same place of their entries, empty for
    those of a column.
    """

    date: PartialDate
    start: int
    end: int
    source: DateSource
    role: DateRole = "stated"
    slot: str = ""


class PaperTitle(NamedTuple):
    """``text`` is without markup; it may be a nickname. ``start``/``end`` is the title as written."""

    text: str
    start: int
    end: int


class PaperVenue(NamedTuple):
    """``text`` is as written, without markup; ``year`` is 0 when the venue is named without one."""

    text: str
    year: int
    start: int
    end: int


class PaperReader(Protocol):
    """Reads what an entry says when it is asked for."""

    def group(self, paper: Paper) -> tuple[int, int] | None: ...

    def link_numbers(self, paper: Paper) -> Sequence[int]: ...

    def links(self, paper: Paper) -> tuple[PaperLink, ...]: ...

    def own_link(self, paper: Paper) -> PaperLink | None: ...

    def identifiers(self, paper: Paper) -> tuple[PaperLink, ...]: ...

    def title(self, paper: Paper) -> PaperTitle | None: ...

    def date(self, paper: Paper) -> PaperDate | None: ...

    def dates(self, paper: Paper) -> tuple[PaperDate, ...]: ...

    def venue(self, paper: Paper) -> PaperVenue | None: ...


class Paper:
    """An entry of a list: what says one paper, by itself or with what belongs to it.

    ``kind`` is what it is written as; a line of a paragraph is a ``paragraph``. ``start``/``end`` is the row,
    the item with its continuation lines and nested items, the paragraph, or the heading with what stands
    below it; ``end_line`` is exclusive. ``table`` and ``item`` are the numbers of its table and its item, -1
    for the other kinds; ``row`` is the index among the body rows. ``listing`` is false below headings such
    as "News", and in tables of other things: a paper named there is not listed there.
    ``first_link``/``last_link`` (half-open) are indices into ``Document.links``: those of its own text. All
    else is read on first use.
    """

    def __init__(
        self,
        reader: PaperReader,
        kind: EntryKind,
        section: Section,
        listing: bool,
        start: int,
        end: int,
        line: int,
        end_line: int,
        first_link: int,
        last_link: int,
        table: int = -1,
        row: int = -1,
        item: int = -1,
        unit: object = None,
    ) -> None:
        self._reader = reader
        self.kind = kind
        self.section = section
        self.listing = listing
        self.start = start
        self.end = end
        self.line = line
        self.end_line = end_line
        self.first_link = first_link
        self.last_link = last_link
        self.table = table
        self.row = row
        self.item = item
        #: The reader's own; nothing else looks at it.
        self.unit = unit

    @cached_property
    def own_link(self) -> PaperLink | None:
        """The link that stands for the entry, not one to a data set or another paper that it speaks of."""
        return self._reader.own_link(self)

    @property
    def identifier(self) -> Identifier | None:
        """That of the entry's own link."""
        own = self.own_link
        return None if own is None else own.identifier

    @cached_property
    def identifiers(self) -> tuple[PaperLink, ...]:
        """The own link and those beside it that show the same paper elsewhere, all with an identifier."""
        return self._reader.identifiers(self)

    @property
    def group(self) -> tuple[int, int] | None:
        """The span of the item or line above that groups entries, such as ``- **PLDI 2024**``."""
        return self._reader.group(self)

    @property
    def link_numbers(self) -> Sequence[int]:
        """The indices of all its links, in the order of :attr:`links`."""
        return self._reader.link_numbers(self)

    @cached_property
    def links(self) -> tuple[PaperLink, ...]:
        """All links of the entry, also those to other papers."""
        return self._reader.links(self)

    @cached_property
    def title(self) -> PaperTitle | None:
        return self._reader.title(self)

    @cached_property
    def dates(self) -> tuple[PaperDate, ...]:
        """All dates that the entry states, in the order of the text."""
        return self._reader.dates(self)

    @cached_property
    def date(self) -> PaperDate | None:
        return self._reader.date(self)

    @property
    def own_date(self) -> PaperDate | None:
        return self.date if self.date is not None and self.date.source == "own" else None

    @cached_property
    def venue(self) -> PaperVenue | None:
        return self._reader.venue(self)


class ArxivRecord(NamedTuple):
    """The record of a paper's latest version. Each text is on one printable line, and empty where arXiv says
    nothing.

    ``published`` (of the first version) and ``updated`` are days as ``2024-01-31``. ``doi`` is that of the
    published paper, not arXiv's own. ``version`` is the latest version's number, 0 where it is not known.
    """

    title: str
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    primary_category: str = ""
    withdrawn: bool = False
    version: int = 0


class PaperRecord(NamedTuple):
    """``title`` and ``venue`` are plain texts on one line, empty where they are not known. ``date`` is that
    of the first version. ``url`` is the paper's page, of a paper that no registry knows; ``code`` a web page.
    """

    identifier: Identifier | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    venue: str = ""
    doi: str = ""
    url: str = ""
    code: str = ""

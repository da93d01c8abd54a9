"""The rules that ship with the linter, one module each, in the order of the rule table."""

from __future__ import annotations

from typing import Any

from mdpaperlint.rules.base import Rule
from mdpaperlint.rules.blank_row import BlankRow
from mdpaperlint.rules.broken_link_syntax import BrokenLinkSyntax
from mdpaperlint.rules.broken_table import BrokenTable
from mdpaperlint.rules.conflicting_entries import ConflictingEntries
from mdpaperlint.rules.date_before_arxiv_id import DateBeforeArxivId
from mdpaperlint.rules.doubtful_date import DoubtfulDate
from mdpaperlint.rules.duplicate_paper import DuplicatePaper
from mdpaperlint.rules.empty_link import EmptyLink
from mdpaperlint.rules.empty_section import EmptySection
from mdpaperlint.rules.inconsistent_arxiv_link import InconsistentArxivLink
from mdpaperlint.rules.inconsistent_header import InconsistentHeader
from mdpaperlint.rules.malformed_arxiv_id import MalformedArxivId
from mdpaperlint.rules.mislabelled_link import MislabelledLink
from mdpaperlint.rules.mismatched_title import MismatchedTitle
from mdpaperlint.rules.misnumbered_row import MisnumberedRow
from mdpaperlint.rules.missing_anchor import MissingAnchor
from mdpaperlint.rules.missing_date import MissingDate
from mdpaperlint.rules.missing_file import MissingFile
from mdpaperlint.rules.missing_link import MissingLink
from mdpaperlint.rules.mixed_date_format import MixedDateFormat
from mdpaperlint.rules.moved_link import MovedLink
from mdpaperlint.rules.oversized_file import OversizedFile
from mdpaperlint.rules.published_preprint import PublishedPreprint
from mdpaperlint.rules.ragged_row import RaggedRow
from mdpaperlint.rules.replacement_character import ReplacementCharacter
from mdpaperlint.rules.stale_contents import StaleContents
from mdpaperlint.rules.table_schema import TableSchema
from mdpaperlint.rules.unlinked_text import UnlinkedText
from mdpaperlint.rules.unordered_rows import UnorderedRows
from mdpaperlint.rules.unreachable_link import UnreachableLink
from mdpaperlint.rules.unused_suppression import UnusedSuppression
from mdpaperlint.rules.withdrawn_paper import WithdrawnPaper

RULES: tuple[Rule[Any], ...] = (
    RaggedRow(),
    BrokenTable(),
    UnorderedRows(),
    MixedDateFormat(),
    DateBeforeArxivId(),
    DoubtfulDate(),
    MalformedArxivId(),
    InconsistentArxivLink(),
    DuplicatePaper(),
    ConflictingEntries(),
    MissingDate(),
    MissingLink(),
    MisnumberedRow(),
    InconsistentHeader(),
    EmptySection(),
    BlankRow(),
    EmptyLink(),
    UnlinkedText(),
    BrokenLinkSyntax(),
    MislabelledLink(),
    ReplacementCharacter(),
    MissingFile(),
    MissingAnchor(),
    StaleContents(),
    OversizedFile(),
    UnreachableLink(),
    MovedLink(),
    MismatchedTitle(),
    WithdrawnPaper(),
    PublishedPreprint(),
    TableSchema(),
    UnusedSuppression(),
)

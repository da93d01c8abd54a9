"""Papers of lists for other programs; one module for each format."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from mdpaperlint.export.works import Work

FORMATS = ("bibtex", "csv", "json", "ris")


def export_text(format_name: str, works: Sequence[Work]) -> str:
    """``format_name`` is one of :data:`FORMATS`. Lines end with a line feed, but in CSV and RIS with both."""
    module = import_module(f"mdpaperlint.export.{format_name}_export")
    text: str = module.export_text(works)
    return text

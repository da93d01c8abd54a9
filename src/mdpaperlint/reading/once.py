"""Readings that are made once for a document and shared by all rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from mdpaperlint.model.document import Document

Result = TypeVar("Result")


def once_per_document(read: Callable[[Document], Result]) -> Callable[[Document], Result]:
    key = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def cached(document: Document) -> Result:
        readings = document.readings
        if key not in readings:
            readings[key] = read(document)
        result: Result = readings[key]
        return result

    return cached

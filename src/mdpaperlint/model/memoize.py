"""Readings that are made once for a document and shared by all rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from mdpaperlint.model.document import Document

Arguments = ParamSpec("Arguments")
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


def read_once(
    document: Document,
    key: str,
    read: Callable[Arguments, Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result:
    """What ``read`` makes of the arguments, once for a document and a key, which tells these apart and is no
    other reading's.
    """
    readings = document.readings
    if key not in readings:
        readings[key] = read(*arguments, **options)
    result: Result = readings[key]
    return result

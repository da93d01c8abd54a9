"""Results that are computed once for a document and shared by all rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from mdpaperlint.model.document import Document

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def memoize(
    function: Callable[Concatenate[Document, Arguments], Result],
) -> Callable[Concatenate[Document, Arguments], Result]:
    """Keeps the results with the document. Arguments beside it must be hashable."""

    @wraps(function)
    def memoized(document: Document, /, *others: Arguments.args, **options: Arguments.kwargs) -> Result:
        key = (function, *others, *options.items())
        results = document.memoized
        if key not in results:
            results[key] = function(document, *others, **options)
        result: Result = results[key]
        return result

    return memoized


def is_memoized(document: Document, memoized: Callable[[Document], object]) -> bool:
    """Whether a function of the document alone was called for it."""
    return (getattr(memoized, "__wrapped__", memoized),) in document.memoized

"""Regular expressions that are compiled on first use.

Most files need only a few. Compiling all at the start adds 40 ms, a tenth, to a check of 12 kB.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _LazyPattern:
    # The slots hold the methods of the compiled pattern after the first call, so that later calls cost
    # nothing more.
    __slots__ = ("_flags", "_text", *_METHODS)

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Like :func:`re.compile`; what is wrong with ``text`` is raised at the first use."""
    return cast("re.Pattern[str]", _LazyPattern(text, flags))

"""Regular expressions that are compiled when they are first used.

Most files need a few of them; compiling all at the start adds 40 ms, a tenth, to a check of 12 kB.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _LazyPattern:
    # A method is stored where it is looked up first, so that after the first call nothing stands between.
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

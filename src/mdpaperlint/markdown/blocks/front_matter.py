"""YAML front matter, which GitHub shows as a table above the text and does not read as Markdown.

TOML between ``+++`` lines is no front matter to GitHub: it is shown as text.
"""

from __future__ import annotations

import re

from mdpaperlint.lazy_pattern import lazy_pattern

_FENCED = lazy_pattern(r"\ufeff?---[ \t]*\n(.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)
_KEY = lazy_pattern(r"""(?:[\w.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t]|$)""")


def front_matter_lines(source: str) -> int:
    """How many lines at the top of the text are front matter, both ``---`` lines included.

    Between two thematic breaks there may be any text, so the first line that is no comment must be a key of a
    mapping.
    """
    match = _FENCED.match(source)
    if not match:
        return 0
    for line in match[1].split("\n"):
        if line.strip() and not line.startswith("#"):
            return match[0].count("\n") + 1 if _KEY.match(line) else 0
    return 0

"""The configuration: what it can say, and where it is looked for."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mdpaperlint.configuration.nearest_file import nearest_file
from mdpaperlint.model.violation import Severity
from mdpaperlint.regular_file import MOST_BY_HAND, read_file
from mdpaperlint.rules.base import Options
from mdpaperlint.user_error import ConfigError

if TYPE_CHECKING:
    from mdpaperlint.model.link_settings import LinkSettings

FILE_NAMES = (".mdpaperlint.toml", "mdpaperlint.toml", "pyproject.toml")
ALL = "all"

# A hundred words, each with a dot behind it. No part is read twice.
_LONG_KEY = re.compile(rb"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""", re.ASCII)


class Settings(NamedTuple):
    """What a configuration file says. Patterns are as in ``.gitignore`` and count from ``folder``.

    ``select`` is None where the default rules are meant, ``links`` where there is no such table. ``baseline``
    is a path from the current folder; in the file, it counts from ``folder`` as well.
    """

    path: str | None = None
    folder: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    options: Mapping[str, Options] = {}
    online: bool = False
    links: LinkSettings | None = None


def find_config(folder: str, known: dict[str, str | None]) -> str | None:
    """The nearest configuration file from ``folder`` upwards, up to the repository's root.

    ``known`` remembers the answers for the folders of a run.
    """
    return nearest_file(folder, _config_in, known)


def _config_in(folder: str) -> str | None:
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or _mentions_us(path)):
            return path
    return None


def _mentions_us(path: str) -> bool:
    try:
        content = read_file(path, MOST_BY_HAND)
    except OSError:
        return False
    # tomllib is read only for a file that can hold our table.
    if b"mdpaperlint" not in content:
        return False
    try:
        return table_of_ours(parse_toml(path, content)) is not None
    except ConfigError:
        # Not ours to complain about, unless our own table is what cannot be read.
        return b"[tool.mdpaperlint" in content


def parse_toml(path: str, content: bytes) -> dict[str, Any]:
    """Raises :class:`ConfigError`, in which ``path`` is named."""
    import tomllib

    if _LONG_KEY.search(content):
        # tomllib takes quadratic time for it: 8 seconds for 40 kB.
        raise ConfigError(f"{path}: not readable as TOML: a key has more than a hundred parts")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        # Beside errors of TOML and UTF-8, a number of more digits than Python reads.
        raise ConfigError(f"{path}: not readable as TOML: {error}") from None


def table_of_ours(data: dict[str, Any]) -> dict[str, Any] | None:
    """``[tool.mdpaperlint]`` of a ``pyproject.toml``."""
    tool = data.get("tool")
    table = tool.get("mdpaperlint") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None

"""The house: imports between its rooms point one way, and no two modules bear one name."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "mdpaperlint"
MODULES = sorted(SOURCE.rglob("*.py"))

# A room may use those before it; `online` is a room apart, below.
ORDER = (
    "model",
    "markdown",
    "papers",
    "rules",
    "configuration",
    "engine",
    "export",
    "reporting",
    "server",
    "commands",
)
# Modules beside the rooms, and the rooms that they may use: the rest serve every room and know none.
BESIDE = {
    "__init__": ORDER,
    "__main__": ORDER,
    "cli": ORDER,
    "console": ("reporting",),
    "pages": ("rules",),
}
# What a room knows of the network: how it is set up, which URLs to compare, and what it raises.
OF_ONLINE = {"configuration", "engine", "commands", "server"}
ONLINE_MAY_USE = ("mdpaperlint.model", "mdpaperlint.papers.identifiers")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Each module of ours that a module imports, at its head or anywhere in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            names = [node.module or ""]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "mdpaperlint")


def room(module: str) -> str:
    """``mdpaperlint.engine.fixer`` is in ``engine``."""
    return [*module.split("."), ""][1]


def may_use(own: str, name: str) -> bool:
    other = room(name)
    if other == own:
        return True
    if own == "online":
        return other not in (*ORDER, *BESIDE) or name.startswith(ONLINE_MAY_USE)
    if other == "online":
        return own in OF_ONLINE or own in ("__init__", "cli")
    if other in ORDER:
        return other in (ORDER[: ORDER.index(own)] if own in ORDER else BESIDE.get(own, ()))
    # A module beside the rooms.
    return True


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    wrong = [f"{path}:{line}: {name}" for line, name in imported(path) if not may_use(own, name)]
    assert not wrong


def test_no_two_modules_bear_one_name() -> None:
    commands = SOURCE / "commands"
    names = Counter(
        path.stem
        for path in MODULES
        # A command's module is named as the command is, and a package's `__init__` as all others.
        if path.stem != "__init__" and not (path.parent == commands and is_command(path))
    )
    names.update(path.parent.name for path in MODULES if path.stem == "__init__")
    assert [name for name, count in names.items() if count > 1] == []


def is_command(path: Path) -> bool:
    from mdpaperlint.commands.root import COMMANDS

    return path.stem in COMMANDS


def test_no_module_is_longer_than_a_reader_bears() -> None:
    longer = {path.stem for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > 300}
    assert longer == set()


def test_no_module_bears_a_name_of_the_standard_library() -> None:
    taken = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert taken & sys.stdlib_module_names <= {"__init__", "__main__"}

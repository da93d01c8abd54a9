"""The rules' pages: in the wheel beside this module, in a checkout in ``rules``, and on the site."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mdpaperlint.rules.base import Rule


HOME = "https://mdpaperlint.github.io/mdpaperlint/"


def page_url(name: str) -> str | None:
    """The page of a rule on the site; None for a rule of a plug-in."""
    from mdpaperlint.rules import RULES

    return f"{HOME}rules/{name}/" if any(rule.name == name for rule in RULES) else None


def pages_folder() -> str:
    here = os.path.dirname(os.path.abspath(__file__))
    packaged = os.path.join(here, "pages")
    if os.path.isdir(packaged):
        return packaged
    return os.path.join(os.path.dirname(os.path.dirname(here)), "rules")


def read_page(name: str) -> str | None:
    """The page of a rule that ships with the linter, as Markdown; None when there is none."""
    return _read(os.path.join(pages_folder(), f"{name}.md"))


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except OSError:
        return None


def page_of(rule: Rule[Any]) -> str:
    """The page of any rule: a plug-in's is the file ``NAME.md`` beside its module, or is made from what the
    rule says of itself.
    """
    module = type(rule).__module__
    if module.startswith("mdpaperlint.rules."):
        page = read_page(rule.name)
    else:
        file = getattr(sys.modules.get(module), "__file__", None)
        page = _read(os.path.join(os.path.dirname(file), f"{rule.name}.md")) if file else None
    return page if page is not None else f"# {rule.name}\n\n{rule.summary}\n"

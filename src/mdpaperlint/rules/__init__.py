"""The rules that ship with the linter, one module each, in the order of the rule table."""

from __future__ import annotations

from typing import Any

from mdpaperlint.rules.base import Rule
from mdpaperlint.rules.unused_suppression import UnusedSuppression

RULES: tuple[Rule[Any], ...] = (
    UnusedSuppression(),
)

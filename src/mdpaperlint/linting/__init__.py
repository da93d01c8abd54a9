"""A run over files: their configuration, their rules, what is found in them and what is mended."""

from __future__ import annotations

from mdpaperlint.linting.linter import Linter
from mdpaperlint.linting.runs import run

__all__ = ["Linter", "run"]

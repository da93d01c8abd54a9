"""Links that the maintainer does not want to be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mdpaperlint.online.settings import Ignore
from mdpaperlint.online.urls import glob_matches


def has_ended(ignore: Ignore, today: date) -> bool:
    return ignore.until is not None and today > ignore.until


def ignored_by(url: str, ignores: Iterable[Ignore], today: date) -> Ignore | None:
    """The first ignore that fits the URL (without fragment) and still counts."""
    without_scheme = url.partition("://")[2]
    for ignore in ignores:
        subject = url if "://" in ignore.pattern else without_scheme
        if not has_ended(ignore, today) and glob_matches(ignore.pattern, subject):
            return ignore
    return None

"""What earlier runs learnt of a link, told without asking anyone."""

from __future__ import annotations

from datetime import date

from platformdirs import user_cache_path

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.link_cache import FILE_NAME, LinkCache
from mdpaperlint.online.routes import Known, route
from mdpaperlint.online.settings import Settings
from mdpaperlint.online.urls import without_fragment


def known_verdict(url: str, settings: Settings) -> Verdict | None:
    """The verdict that the cache holds; None when it holds none. Makes no cache where there is none."""
    folder = settings.cache_folder or user_cache_path("mdpaperlint", appauthor=False)
    if not settings.cache or not (folder / FILE_NAME).is_file():
        return None
    question = route(without_fragment(url), settings, settings.today or date.today())
    if isinstance(question, Known):
        return question.verdict
    cache = LinkCache(settings.cache_folder, _say_nothing)
    try:
        return cache.get([question.key]).get(question.key)
    finally:
        cache.close()


def _say_nothing(_message: str) -> None:
    return

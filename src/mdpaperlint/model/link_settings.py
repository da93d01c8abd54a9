"""The settings of a run that uses the network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mdpaperlint.model.verdict import VerdictKind
from mdpaperlint.user_error import UserError
from mdpaperlint.wildcards import star_pattern


class OnlineError(UserError):
    """The settings for links cannot be used; the message is for the user."""


class Ignore(NamedTuple):
    """Links that are not asked for. ``pattern`` is a URL in which ``*`` stands for any characters; without a
    scheme it fits http and https. From the day after ``until`` on it no longer counts.
    """

    pattern: str
    reason: str = ""
    until: date | None = None

    def has_ended(self, today: date) -> bool:
        return self.until is not None and today > self.until

    def fits(self, url: str, today: date) -> bool:
        """``url`` is without fragment."""
        return not self.has_ended(today) and pattern_fits(self.pattern, url)


class AcceptedStatuses(NamedTuple):
    """HTTP statuses that are as good as 200 for the URLs that ``pattern`` fits, as in :class:`Ignore`."""

    pattern: str
    statuses: frozenset[int]


class HostSettings(NamedTuple):
    """``connections`` at once; ``gap`` is the least number of seconds between the starts of two requests."""

    connections: int | None = None
    gap: float | None = None


# Limits of these hosts: the Crawl-delay in arXiv's robots.txt (for pages that are no papers, since papers
# are asked at the API), and the rate at which GitHub answers 429 to anonymous visitors.
POLITE_HOSTS: Mapping[str, HostSettings] = MappingProxyType(
    {
        "arxiv.org": HostSettings(connections=1, gap=15.0),
        "github.com": HostSettings(connections=4, gap=0.1),
    }
)


class Registries(NamedTuple):
    """Base URLs. They come from the command line or the environment and never from the configuration of the
    tree that is linted: a pull request must not redirect a token.
    """

    arxiv: str = "https://export.arxiv.org/api/query"
    doi: str = "https://doi.org/api/handles"
    github: str = "https://api.github.com/graphql"
    crossref: str = "https://api.crossref.org/works"


class LinkSettings(NamedTuple):
    """Times are in seconds.

    ``timeout`` bounds each wait for the server; a whole exchange may take twice that. ``retries`` counts the
    repeats after a time-out, a reset or a 5xx; the wait before each is ``backoff``, doubled each time.
    ``throttle_wait`` is what a refusal without a usable Retry-After costs its host, doubled each time that it
    refuses again; ``retry_after_cap`` is the most that any server may ask for. ``total_connections`` is over
    all hosts. ``hosts`` overrides by host name. ``user_agent`` empty is our own.
    ``allow_private`` lets links lead into private networks. ``cache_folder`` None is the platform's.
    ``github_token`` goes to ``registries.github`` alone. ``today`` decides which ignores still count.
    """

    timeout: float = 20.0
    retries: int = 2
    backoff: float = 1.0
    throttle_wait: float = 2.0
    retry_after_cap: float = 60.0
    connections: int = 10
    total_connections: int = 80
    gap: float = 0.0
    hosts: Mapping[str, HostSettings] = MappingProxyType({})
    budget: float = 600.0
    allow_private: bool = False
    registries: Registries = Registries()
    cache_folder: Path | None = None
    cache: bool = True
    github_token: str = ""
    ignores: tuple[Ignore, ...] = ()
    accept: tuple[AcceptedStatuses, ...] = ()
    user_agent: str = ""
    fail_on: tuple[VerdictKind, ...] = ("gone",)
    badges: bool = False
    today: date | None = None

    def accepted_statuses(self, url: str) -> frozenset[int]:
        if not self.accept:
            return frozenset()
        return frozenset().union(*(each.statuses for each in self.accept if pattern_fits(each.pattern, url)))

    def connections_of(self, host: str) -> int:
        """``host`` is a name in lower case, as are those below."""
        for own in (self.hosts.get(host), POLITE_HOSTS.get(host)):
            if own is not None and own.connections is not None:
                return own.connections
        return self.connections

    def gap_of(self, host: str) -> float:
        for own in (self.hosts.get(host), POLITE_HOSTS.get(host)):
            if own is not None and own.gap is not None:
                return own.gap
        return self.gap


def pattern_fits(pattern: str, url: str) -> bool:
    """Whether a pattern of a configuration fits a URL (without fragment); one without a scheme fits http and
    https.
    """
    return star_pattern(pattern).fullmatch(url if "://" in pattern else url.partition("://")[2]) is not None

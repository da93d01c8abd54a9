"""What the network, a registry or the cache says of one thing: a page, a paper, a repository."""

from __future__ import annotations

from mdpaperlint.model.named_tuple import NamedTuple
from mdpaperlint.model.verdict import Verdict


class Fact(NamedTuple):
    """``latest_version`` is that of an arXiv paper, 0 where it is not known."""

    verdict: Verdict
    latest_version: int = 0

"""Which URLs are repositories at GitHub."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

Repository = tuple[str, str]
"""Owner and name."""

NAME = re.compile(
    r"/(?P<owner>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/(?P<name>[A-Za-z0-9._-]{1,100}?)(?:\.git)?/?"
)
# First words of paths that are GitHub's own pages.
_NOT_OWNERS = frozenset(
    "about apps blog collections contact customer-stories enterprise explore features issues login "
    "marketplace new notifications orgs organizations pricing pulls readme search security sessions settings "
    "site sponsors stars team topics trending users".split()
)


def repository_of(url: str) -> Repository | None:
    """Owner and name, in lower case, of a URL that is a repository's front page."""
    if "github.com" not in url:
        return None
    parts = urlsplit(url)
    if parts.hostname not in ("github.com", "www.github.com") or parts.query:
        return None
    found = NAME.fullmatch(parts.path)
    if found is None or found["owner"].lower() in _NOT_OWNERS or found["name"] in (".", ".."):
        return None
    return found["owner"].lower(), found["name"].lower()

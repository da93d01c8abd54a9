"""URLs that are no papers: badges, and repositories at GitHub."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_BADGE_HOSTS = frozenset(
    "img.shields.io shields.io raster.shields.io flat.badgen.net badgen.net badge.fury.io "
    "badges.gitter.im badges.frapsoft.com "
    "api.star-history.com star-history.com starchart.cc api.visitorbadge.io visitor-badge.laobi.icu "
    "visitor-badge.glitch.me visitor-badge.deta.dev hits.seeyoufarm.com hits.dwyl.com hits.sh komarev.com "
    "contrib.rocks contributors-img.web.app github-readme-stats.vercel.app "
    "github-profile-trophy.vercel.app github-readme-streak-stats.herokuapp.com streak-stats.demolab.com "
    "github-readme-activity-graph.vercel.app capsule-render.vercel.app readme-typing-svg.herokuapp.com "
    "readme-typing-svg.demolab.com skillicons.dev badge.vbrick.dev custom-icon-badges.demolab.com "
    "custom-icon-badges.herokuapp.com forthebadge.com badges.aleen42.com isitmaintained.com img.badgesize.io "
    "badges.greenkeeper.io snyk.io deepwiki.com bettercodehub.com".split()
)
# Hosts of badges that have pages, too.
_ONLY_BADGES_BELOW = {
    "snyk.io": "/test/",
    "deepwiki.com": "/badge",
    "bettercodehub.com": "/edge/badge/",
    "isitmaintained.com": "/badge/",
}
Repository = tuple[str, str]
"""Owner and name."""

REPOSITORY_PATH = re.compile(
    r"/(?P<owner>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/(?P<name>[A-Za-z0-9._-]{1,100}?)(?:\.git)?/?"
)
# First words of paths that are GitHub's own pages.
_NOT_OWNERS = frozenset(
    "about apps blog collections contact customer-stories enterprise explore features issues login "
    "marketplace new notifications orgs organizations pricing pulls readme search security sessions settings "
    "site sponsors stars team topics trending users".split()
)


def is_badge(host: str, path: str) -> bool:
    """Whether the URL is an image that is made when it is asked for, and says nothing of the list. ``host``
    is in lower case.
    """
    host = host.removeprefix("www.")
    if host in _BADGE_HOSTS:
        return path.startswith(_ONLY_BADGES_BELOW.get(host, "/"))
    if host in ("readthedocs.org", "app.readthedocs.org"):
        return path.rstrip("/").endswith("/badge")
    path = path.lower()
    if path.endswith(("badge.svg", "badge.png")):
        return True
    return path.endswith(".svg") and ("/badge/" in path or "/badges/" in path)


def repository_of(url: str) -> Repository | None:
    """Owner and name, in lower case, of a URL that is a repository's front page."""
    if "github.com" not in url:
        return None
    parts = urlsplit(url)
    if parts.hostname not in ("github.com", "www.github.com") or parts.query:
        return None
    found = REPOSITORY_PATH.fullmatch(parts.path)
    if found is None or found["owner"].lower() in _NOT_OWNERS or found["name"] in (".", ".."):
        return None
    return found["owner"].lower(), found["name"].lower()

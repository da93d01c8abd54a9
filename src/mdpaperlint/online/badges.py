"""Images that are made when they are asked for: their being there says nothing of the list."""

from __future__ import annotations

_HOSTS = frozenset(
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


def is_badge(host: str, path: str) -> bool:
    """Both are of a URL of http or https, from :func:`~mdpaperlint.online.urls.host_and_path`."""
    host = host.removeprefix("www.")
    if host in _HOSTS:
        return path.startswith(_ONLY_BADGES_BELOW.get(host, "/"))
    if host in ("readthedocs.org", "app.readthedocs.org"):
        return path.rstrip("/").endswith("/badge")
    path = path.lower()
    if path.endswith(("badge.svg", "badge.png")):
        return True
    return path.endswith(".svg") and ("/badge/" in path or "/badges/" in path)

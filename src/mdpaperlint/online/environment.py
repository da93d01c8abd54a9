"""What the environment says of proxies."""

from __future__ import annotations

import os
import sys


def proxies() -> dict[str, str]:
    """As ``urllib.request.getproxies``, which takes a while to import and is needed only where there are
    some.
    """
    if sys.platform not in ("darwin", "win32") and not any(
        name.lower().endswith("_proxy") for name in os.environ
    ):
        return {}
    from urllib.request import getproxies

    return getproxies()

"""Whether this machine may say of a host that it does not exist.

Without a network, and behind a proxy, every name is unknown. So a name is believed not to exist only where
another one was found.
"""

from __future__ import annotations

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.environment import proxies
from mdpaperlint.online.hop import Hop

# Failures that do not show that names can be looked up.
_NO_LOOK_UP = frozenset({"unknown-name", "name-look-up", "invalid-url", "forbidden-address", "proxy"})


class Resolution:
    """What the answers of a run tell of its looking up of names."""

    def __init__(self) -> None:
        self._works = False
        # Hosts that answered and need no look-up.
        self._numbers: set[str] = set()

    def notice(self, host: str, hop: Hop) -> None:
        """``host`` is from :func:`~mdpaperlint.online.urls.service_of`."""
        if self._works or host in self._numbers or hop.failure in _NO_LOOK_UP:
            return
        if _is_name(host):
            self._works = True
        else:
            self._numbers.add(host)

    def weighed(self, verdict: Verdict) -> Verdict:
        """The verdict *gone* on a link whose host was not found, as far as it can be believed."""
        if self._works and not any(map(proxies().get, ("http", "https", "all"))):
            return verdict
        return Verdict("unsure", f"{verdict.reason}, as far as this machine can tell")


def _is_name(host: str) -> bool:
    name, _, port = host.partition(":")
    if ":" in port:
        return False
    # ``127.1``, ``0x7f.1`` and ``2130706433`` are addresses, too: no top-level domain is a number.
    last = name.rstrip(".").rpartition(".")[2].lower()
    return last != "localhost" and not last.startswith("0x") and any(map(str.isalpha, last))

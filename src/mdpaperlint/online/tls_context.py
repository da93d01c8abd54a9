"""The TLS that hosts are asked with: one context for all, since requests would read the certificates anew for
each.
"""

from __future__ import annotations

import os
import ssl
from functools import cached_property

from certifi import where
from urllib3.util import create_urllib3_context

from mdpaperlint.online.link_settings import OnlineError

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


class TlsContext:
    """``secure`` tells that the context will be asked for. Raises :class:`OnlineError` when the environment
    names certificates that are not there, or, where they are needed, that cannot be read.
    """

    def __init__(self, *, secure: bool = True) -> None:
        self._name, self._path = next(
            ((name, path) for name in _BUNDLES if (path := os.environ.get(name))), ("", "")
        )
        # OpenSSL takes several folders in one variable.
        each = self._path.split(os.pathsep) if self._name == "SSL_CERT_DIR" else [self._path]
        if self._path and not any(map(os.path.exists, each)):
            raise OnlineError(
                f"{self._name}={self._path}: no certificates could be read: there is no such file"
            )
        if self._path and secure:
            _ = self.context

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Raises :class:`OnlineError`."""
        context = create_urllib3_context()
        context.set_alpn_protocols(["http/1.1"])
        path = self._path or where()
        folder = os.path.isdir(path) or self._name == "SSL_CERT_DIR"
        try:
            context.load_verify_locations(**{"capath" if folder else "cafile": path})
        except OSError as error:
            raise OnlineError(f"{self._name}={path}: no certificates could be read: {error}") from None
        return context

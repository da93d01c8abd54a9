"""The TLS that hosts are asked with: one context for all, since reading the certificates takes longer than a
request.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

from mdpaperlint.online.settings import OnlineError

if TYPE_CHECKING:
    import ssl

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Tls:
    """``secure`` tells that the context will be asked for."""

    def __init__(self, *, secure: bool = True) -> None:
        """Raises :class:`OnlineError` when the environment names certificates that are not there, or, where
        they are needed, that cannot be read.
        """
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        name, path = _bundle()
        # OpenSSL takes several folders in one variable.
        each = path.split(os.pathsep) if name == "SSL_CERT_DIR" else [path]
        if path and not any(map(os.path.exists, each)):
            raise OnlineError(f"{name}={path}: no certificates could be read: there is no such file")
        if path and secure:
            self._context = _context()

    def context(self) -> ssl.SSLContext:
        """Made when it is first asked for, from any thread. Raises :class:`OnlineError`."""
        with self._lock:
            if self._context is None:
                self._context = _context()
            return self._context


def _bundle() -> tuple[str, str]:
    """The first variable that is set, and its value."""
    return next(((name, path) for name in _BUNDLES if (path := os.environ.get(name))), ("", ""))


def _context() -> ssl.SSLContext:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_TICKET
    context.hostname_checks_common_name = False
    context.set_alpn_protocols(["http/1.1"])
    if sys.version_info >= (3, 13):
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    _load_certificates(context)
    return context


def _load_certificates(context: ssl.SSLContext) -> None:
    name, path = _bundle()
    if not path:
        from certifi import where

        path = where()
    try:
        if os.path.isdir(path) or name == "SSL_CERT_DIR":
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(cafile=path)
    except OSError as error:
        raise OnlineError(f"{name}={path}: no certificates could be read: {error}") from None

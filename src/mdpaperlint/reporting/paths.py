"""Files as platforms name them: from the repository's root, with slashes."""

from __future__ import annotations

import os
from urllib.parse import quote


def path_from_root(path: str, root: str) -> str:
    """The path from ``root``; as it was named where it does not lie below it, or ``root`` is empty."""
    if root and not path.startswith("<"):
        try:
            name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
        except ValueError:
            # Another drive, on Windows.
            name = os.pardir
        if name.split(os.sep)[0] != os.pardir:
            return name.replace(os.sep, "/")
    return path.replace(os.sep, "/").removeprefix("./")


def uri_from_root(path: str, root: str) -> str:
    """The same as a relative reference (RFC 3986), percent-encoded byte by byte."""
    name = os.fsencode(path_from_root(path, root))
    reference = quote(name, safe="/")
    # quote encodes the colon that would make the first part a scheme; a leading slash counts from a host.
    return reference if not reference.startswith("/") else "file://" + reference

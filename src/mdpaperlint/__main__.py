from __future__ import annotations

import os
import sys

# `python -m` puts the current folder first on the path, and the current folder is often a list that somebody
# else sent: a file there named like a module of ours or of a dependency would be run.
if __name__ == "__main__":
    if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()):
        here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        if here != os.getcwd():
            del sys.path[0]

    from mdpaperlint.cli import run

    run()

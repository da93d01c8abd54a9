from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath
from urllib.parse import quote

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.links.link_targets import local_links
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.model.wording import shortened
from mdpaperlint.rules.base import Context, Files, Options, Rule
from mdpaperlint.rules.broken_link_syntax import lacks_hash

# Two levels up from a file at the root is `github.com/OWNER/REPOSITORY` on GitHub, with these pages.
_GITHUB_PAGES = frozenset(
    "actions activity archive assets attestations blame blob branches codespaces commit commits community "
    "compare contributors dependabot deployments discussions edit find fork forks graphs issues labels "
    "license milestone milestones models network new packages pkgs projects pull pulls pulse raw releases "
    "search security settings stargazers suites tags tree upload watchers wiki zipball tarball".split()
)
_DEEPEST = 100
_LONGEST_SHOWN = 80
# A hint costs three look-ups of files, so a document gets so many at most.
_MOST_HINTS = 1_000
_QUERY_OR_FRAGMENT = lazy_pattern(r"[?#].*", re.DOTALL)
_ODD_CHARACTER = lazy_pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class MissingFile(Rule[Options]):
    name = "missing-file"
    summary = "A relative link leads to a file that is not in the repository."

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        files = context.files
        if files is None:
            return
        hints = 0
        for link, path in local_links(document).paths:
            state = files.state(path)
            if state == "found" or (state == "outside" and _is_github_page(files, path)):
                continue
            if lacks_hash(document, path):
                # broken-link-syntax reports it: the link means a section of the page.
                continue
            shown = _shown(_QUERY_OR_FRAGMENT.sub("", link.destination))
            if state == "outside":
                message = f"{shown} leads out of the repository: link to a file in it or give the full URL"
            elif state == "other-case":
                message = f"{shown} has another letter case than the file: write it as the file is named"
            else:
                hints += 1
                hint = _hint(files, path) if hints <= _MOST_HINTS else ""
                message = (
                    f"there is no file {shown} in the repository: {hint or 'correct the link or remove it'}"
                )
            yield self.violation(link.destination_start, link.destination_end, message)


def _is_github_page(files: Files, path: str) -> bool:
    parts = normpath(path.lstrip("/")).split("/")
    up = parts.count("..")
    down = parts[up:]
    if not 2 <= up <= _DEEPEST or (down and down[0] not in _GITHUB_PAGES):
        return False
    start = "/" if path.startswith("/") else "./"
    # The one step that leaves the repository is the first of the two.
    return (
        files.state(start + "../" * (up - 2)) == "found"
        and files.state(start + "../" * (up - 1)) == "outside"
    )


def _hint(files: Files, path: str) -> str:
    """Sites made from Markdown drop ``.md``; GitHub's own pages do not."""
    for candidate in (path + ".md", path.removesuffix(".html") + ".md"):
        if files.state(candidate) == "found":
            return f"did you mean {_shown(candidate)}?"
    if not path.startswith(("/", "./", "../")) and files.state("/" + path) == "found":
        return f"did you mean {_shown('/' + path)}?"
    return ""


def _shown(path: str) -> str:
    """At most some 80 characters in one line: control characters are percent-encoded, as in a URL."""
    odd = shortened(path, _LONGEST_SHOWN)
    return _ODD_CHARACTER.sub(lambda found: quote(found[0], errors="surrogateescape"), odd)

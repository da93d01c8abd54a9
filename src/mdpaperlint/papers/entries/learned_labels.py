"""Which link texts of a document say what a link is (``Paper``, ``Code``, a badge), and not what a paper is.

A text of few words over links to several places is such a label, whatever its words; a few words are known
for lists too short to learn from.
"""

from __future__ import annotations

from collections import Counter

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document
from mdpaperlint.model.memoize import memoize
from mdpaperlint.papers.entries.link_roles import links_of_papers
from mdpaperlint.papers.entries.shown_text import plain

_KNOWN = frozenset(
    (
        "paper pdf arxiv code github link project page website abs html doi bibtex video demo slides dataset "
        "poster blog openreview here supp web site url data model homepage full text 论文 链接 代码"
    ).split()
)
_BETWEEN = frozenset("a and for in of on the this to with".split())
_MOST_WORDS = 4
_LONGEST_KEY = 40
# A label of more characters has an image in it.
_LONGEST = 80
_LEAST_ADDRESSES = 3
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_ADDRESS = lazy_pattern(r"[\W_]*(?:https?:|www\.)")
_NONE = "\0"


class Labels:
    __slots__ = ("_keys", "_known", "_of_papers")

    def __init__(self, document: Document) -> None:
        text = document.text
        keys: dict[str, str] = {}
        addresses: dict[str, set[str]] = {}
        counts: dict[str, int] = {}
        papers: dict[str, int] = {}
        for link, leads_to_paper in zip(document.links, links_of_papers(document), strict=True):
            if link[0] in ("image", "definition"):
                continue
            written = text[link[3] : link[4]]
            key = keys.get(written)
            if key is None:
                key = keys[written] = label_key(written)
            if key == _NONE:
                continue
            counts[key] = counts.get(key, 0) + 1
            papers[key] = papers.get(key, 0) + leads_to_paper
            known = addresses.setdefault(key, set())
            if len(known) < _LEAST_ADDRESSES:
                known.add(link[7])
        often = {key for key, count in counts.items() if count >= _LEAST_ADDRESSES}
        # "Llama", "Llama 2" and "Llama 3" are three papers.
        texts = Counter(keys.values())
        self._keys = keys
        self._known = {
            key for key in often if len(addresses[key]) >= _LEAST_ADDRESSES and 2 * texts[key] <= counts[key]
        }
        self._of_papers = {key for key in often if key and 2 * papers[key] >= counts[key]}

    def is_label(self, written: str) -> bool:
        """``written`` is the text of a link of the document as it stands there."""
        key = self._keys.get(written, _NONE)
        if key == _NONE:
            return False
        if not key or key in self._known:
            return True
        words = key.split()
        return all(word in _KNOWN or word in _BETWEEN for word in words) and words[-1] not in _BETWEEN

    def is_known_word(self, shown: str) -> bool:
        """Whether a text is a word that labels are made of, as in ``Paper: …``."""
        return shown.casefold() in _KNOWN

    def names_papers(self, written: str) -> bool:
        """Whether most links of this text lead to papers, so that those to other places do as well."""
        return self._keys.get(written) in self._of_papers


def label_key(written: str) -> str:
    """What texts of one label have in common; a text that is too long for a label has none in common."""
    if _ADDRESS.match(written):
        return ""
    if len(written) > _LONGEST and "![" not in written and "<" not in written:
        return _NONE
    key = " ".join(_LETTERS.findall(plain(written).casefold()))
    return key if len(key) <= _LONGEST_KEY and key.count(" ") < _MOST_WORDS else _NONE


@memoize
def labels_of(document: Document) -> Labels:
    return Labels(document)

"""Whether text links to where papers are published, without reading its links."""

from __future__ import annotations

from mdpaperlint.reading.lazy_pattern import lazy_pattern

_HOST = lazy_pattern(r"https?://([^/\s)>\]|\"']+)(/papers/)?")
_PAPER_HOSTS = frozenset(
    (
        "aaai.org aclanthology.org aclweb.org acm.org alphaxiv.org arxiv.org biorxiv.org computer.org "
        "doi.org ecva.net hal.science iacr.org iclr.cc ieee.org ijcai.org isca-archive.org jmlr.org "
        "mdpi.com medrxiv.org mlr.press nature.com ndss-symposium.org neurips.cc nips.cc openreview.net "
        "roboticsproceedings.org science.org sciencedirect.com semanticscholar.org springer.com ssrn.com "
        "thecvf.com usenix.org wiley.com"
    ).split()
)


def links_to_paper(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` holds a URL of a publisher, a preprint server or a PDF file."""
    for host, papers in _HOST.findall(text, start, end):
        if ".".join(host.lower().rsplit(".", 2)[-2:]) in _PAPER_HOSTS or (
            papers and "huggingface.co" in host
        ):
            return True
    return text.find(".pdf", start, end) >= 0

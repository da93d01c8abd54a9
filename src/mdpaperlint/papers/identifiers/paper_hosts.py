"""Whether text links to where papers are published, without reading its links."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.papers.identifiers.arxiv_urls import ARXIV_ID_HOSTS

# Code and models live there as well, and papers below /papers/.
PARTLY_PAPERS = frozenset({"huggingface.co", "hf.co"})
_HOST = lazy_pattern(r"https?://([^/\s)>\]|\"']+)(/papers/)?")
_PAPER_HOSTS = (ARXIV_ID_HOSTS - PARTLY_PAPERS) | frozenset(
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
    for written, papers in _HOST.findall(text, start, end):
        host = written.lower().removeprefix("www.")
        if (
            ".".join(host.rsplit(".", 2)[-2:]) in _PAPER_HOSTS
            or host in _PAPER_HOSTS
            or (papers and host in PARTLY_PAPERS)
        ):
            return True
    return text.find(".pdf", start, end) >= 0

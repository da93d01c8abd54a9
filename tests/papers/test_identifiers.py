"""Which work a URL stands for."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpu_time import within
from mdpaperlint.model.paper import Identifier, PartialDate
from mdpaperlint.papers.identifiers.url_identifiers import canonical_url, identify, submitted_month

PAPER = Identifier("arxiv", "2401.12345")
SECOND_VERSION = Identifier("arxiv", "2401.12345", "2")


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2401.12345",
        "http://arxiv.org/abs/2401.12345",
        "//arxiv.org/abs/2401.12345",
        "arxiv.org/abs/2401.12345",
        "www.arxiv.org/abs/2401.12345",
        "HTTPS://ArXiv.org/ABS/2401.12345",
        "https://arxiv.org:443/abs/2401.12345",
        "https://www.arxiv.org/pdf/2401.12345",
        "https://export.arxiv.org/pdf/2401.12345.pdf",
        "https://browse.arxiv.org/pdf/2401.12345.pdf",
        "http://cn.arxiv.org/abs/2401.12345",
        "http://xxx.itp.ac.cn/abs/2401.12345",
        "http://xxx.lanl.gov/abs/2401.12345",
        "https://arxiv.org/html/2401.12345",
        "https://arxiv.org/html/2401.12345/",
        "https://arxiv.org/format/2401.12345",
        "https://arxiv.org/src/2401.12345",
        "https://arxiv.org/e-print/2401.12345",
        "https://arxiv.org/ps/2401.12345.ps",
        "https://arxiv.org/abs/arXiv:2401.12345",
        "https://arxiv.org/pdf/2401.12345.pdf#page=3",
        "https://arxiv.org/abs/2401.12345?context=cs.CL",
        "https://arxiv.org/abs/2401.12345#",
        "https://arxiv.org/abs/2401.12345/",
        "https://arxiv.org/abs/2401.12345%20",
        "https://arxiv.org/abs//2401.12345",
        "https://arxiv.org//abs/2401.12345",
        "https://arxiv.org/2401.12345",
        "https://arxiv.org/ftp/arxiv/papers/2401/2401.12345.pdf",
        "arXiv:2401.12345",
        "arxiv: 2401.12345",
        "https://doi.org/10.48550/arXiv.2401.12345",
        "http://dx.doi.org/10.48550/ARXIV.2401.12345",
        "doi:10.48550/arXiv.2401.12345",
        "https://huggingface.co/papers/2401.12345",
        "https://hf.co/papers/2401.12345",
        "https://www.alphaxiv.org/abs/2401.12345",
        "https://alphaxiv.org/overview/2401.12345",
        "https://ar5iv.labs.arxiv.org/html/2401.12345",
        "https://ar5iv.org/abs/2401.12345",
        "https://www.semanticscholar.org/arxiv/2401.12345",
        "https://papers.cool/arxiv/2401.12345",
        "https://scirate.com/arxiv/2401.12345",
        "https://arxiv.org/abs/2401.12345v",
        "https://arxiv.org/abs/2401.12345v0",
        "https://arxiv.org/abs/2401.12345}",
    ],
)
def test_one_arxiv_paper(url: str) -> None:
    assert identify(url) == PAPER


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2401.12345v2",
        "http://www.arxiv.org/pdf/2401.12345v2.pdf",
        "https://arxiv.org/html/2401.12345v2",
        "https://export.arxiv.org/abs/2401.12345V2",
        "https://www.alphaxiv.org/abs/2401.12345v2",
        "https://doi.org/10.48550/arXiv.2401.12345v2",
        "arXiv:2401.12345v2",
    ],
)
def test_version(url: str) -> None:
    assert identify(url) == SECOND_VERSION


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/pdf/cs/0703042.pdf", "cs/0703042"),
        ("https://arxiv.org/abs/CS/9107999", "cs/9107999"),
        ("https://arxiv.org/hep-th/9901001", "hep-th/9901001"),
        ("https://arxiv.org/cond-mat.soft/9901001", "cond-mat/9901001"),
        ("arXiv:q-bio/0601001", "q-bio/0601001"),
        ("https://arxiv.org/abs/0704.0001", "0704.0001"),
        ("https://arxiv.org/abs/1412.9999", "1412.9999"),
        ("https://arxiv.org/abs/1501.00001", "1501.00001"),
    ],
)
def test_forms_of_the_years(url: str, value: str) -> None:
    assert identify(url) == Identifier("arxiv", value)


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/html/2412.15127v1/x2.png",
        "https://arxiv.org/html/2412.15127v1/extracted/6081011/images/a.png",
        "https://arxiv.org/list/cs.CL/2401",
        "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org/a/lecun_y_1",
        "https://arxiv.org/search/?query=2401.12345",
        "https://arxiv.org/figures/2401.12345",
        "https://arxiv.org/bibtex/2401.12345",
        "https://arxiv.org/",
        "https://arxiv.org",
        "https://arxiv.org/abs/",
        "https://arxiv.org/abs/2413.12345",
        "https://arxiv.org/abs/2401.1234",
        "https://arxiv.org/2401.1234",
        "https://info.arxiv.org/help/2401.12345",
        "https://huggingface.co/papers",
        "https://huggingface.co/papers/trending",
        "https://huggingface.co/papers/date/2025-01-01",
        "https://huggingface.co/models/2401.12345",
        "https://doi.org/10.48550/arXiv.2413.12345",
        "https://example.org/arxiv.org/abs/2401.12345",
        "https://notarxiv.org/abs/2401.12345",
        "https://img.shields.io/badge/arXiv-2401.12345-b31b1b.svg",
        "https://web.archive.org/web/2024/https://arxiv.org/abs/2401.12345",
        "arXiv:2413.12345",
        "arXiv:2401.12345}",
        "arXiv:",
        "doi:10.1000",
        "doi:",
        "https://doi.org/",
        "https://openreview.net/group?id=ICLR.cc/2024/Conference",
        "https://openreview.net/forum?noteId=abc",
        "https://openreview.net/",
        "https://aclanthology.org/volumes/2023.acl-long/",
        "https://aclanthology.org/events/acl-2023/",
        "https://openaccess.thecvf.com/content/ICCV2023/supplemental/A_B_ICCV_2023_supplemental.pdf",
        "https://openaccess.thecvf.com/ICCV2023",
        "https://proceedings.mlr.press/v139/",
        "https://proceedings.mlr.press/",
        "https://proceedings.neurips.cc/paper_files/paper/2022",
        "https://github.com/abs/2401.12345",
        "https://www.nature.com/natmachintell/",
        "#arxiv",
        "./arxiv.md",
        "mailto:a@arxiv.org",
        "",
        "https://",
        "https:///abs/2401.12345",
    ],
)
def test_no_work(url: str) -> None:
    assert identify(url) is None


@pytest.mark.parametrize(
    ("url", "scheme", "value"),
    [
        ("https://doi.org/10.1145/3442188.3445922", "doi", "10.1145/3442188.3445922"),
        ("https://doi.org/10.1145/abc.", "doi", "10.1145/abc"),
        ("https://doi.org/10.1145/abc,;", "doi", "10.1145/abc"),
        ("https://DOI.org/10.1145/ABC", "doi", "10.1145/abc"),
        ("doi: 10.1000/182", "doi", "10.1000/182"),
        ("https://dl.acm.org/doi/10.1145/3442188.3445922", "doi", "10.1145/3442188.3445922"),
        ("https://dl.acm.org/doi/pdf/10.1145/3442188.3445922?x=1", "doi", "10.1145/3442188.3445922"),
        ("https://dl.acm.org/doi/abs/10.1145/3442188/", "doi", "10.1145/3442188"),
        (
            "https://link.springer.com/article/10.1007/s11263-015-0816-y#Sec1",
            "doi",
            "10.1007/s11263-015-0816-y",
        ),
        (
            "https://link.springer.com/content/pdf/10.1007%2Fs11263-015-0816-y.pdf",
            "doi",
            "10.1007/s11263-015-0816-y",
        ),
        ("https://www.science.org/doi/full/10.1126/science.1/full", "doi", "10.1126/science.1"),
        ("https://doi.org/10.1002/(SICI)1097-4571", "doi", "10.1002/(sici)1097-4571"),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "doi", "10.1038/s41586-021-03819-2"),
        ("https://www.nature.com/articles/nature14539", "doi", "10.1038/nature14539"),
        ("https://openreview.net/forum?id=aB_c-D1", "openreview", "aB_c-D1"),
        ("https://openreview.net/pdf?id=aB_c-D1#page=2", "openreview", "aB_c-D1"),
        ("https://openreview.net/forum?noteId=x&id=aB_c-D1&y=z", "openreview", "aB_c-D1"),
        ("https://openreview.net/forum?noteId=x&amp;id=aB_c-D1", "openreview", "aB_c-D1"),
        ("https://openreview.net/attachment?id=aB&name=pdf", "openreview", "aB"),
        ("https://aclanthology.org/P19-1001/", "acl", "P19-1001"),
        ("https://aclanthology.org/p19-1001.pdf", "acl", "P19-1001"),
        ("https://www.aclweb.org/anthology/D19-10001", "acl", "D19-10001"),
        ("https://aclweb.org/anthology/papers/P/P19/P19-1001/", "acl", "P19-1001"),
        ("https://aclanthology.org/2023.acl-long.1/", "acl", "2023.acl-long.1"),
        ("https://aclanthology.org/2023.acl-long.1v2.pdf", "acl", "2023.acl-long.1"),
        ("https://aclanthology.org/2023.findings-emnlp.12.bib", "acl", "2023.findings-emnlp.12"),
        (
            "https://openaccess.thecvf.com/content/ICCV2023/html/A_Segment_Anything_ICCV_2023_paper.html",
            "cvf",
            "a_segment_anything_iccv_2023",
        ),
        (
            "http://openaccess.thecvf.com/content_ICCV_2023/papers/A_Segment_Anything_ICCV_2023_paper.pdf#page=2",
            "cvf",
            "a_segment_anything_iccv_2023",
        ),
        ("https://proceedings.mlr.press/v139/radford21a.html", "pmlr", "v139/radford21a"),
        ("http://proceedings.mlr.press/v139/radford21a/radford21a.pdf", "pmlr", "v139/radford21a"),
        ("http://proceedings.mlr.press/v139/radford21a/", "pmlr", "v139/radford21a"),
        (
            "https://proceedings.neurips.cc/paper_files/paper/2022/hash/67d57c32e20fd0a7a302cb81d36e40d5-Abstract.html",
            "neurips",
            "67d57c32e20fd0a7a302cb81d36e40d5",
        ),
        (
            "https://papers.nips.cc/paper/2022/file/67D57C32e20fd0a7a302cb81d36e40d5-Paper.pdf",
            "neurips",
            "67d57c32e20fd0a7a302cb81d36e40d5",
        ),
        ("https://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf", "neurips", "7181"),
    ],
)
def test_other_registries(url: str, scheme: str, value: str) -> None:
    found = identify(url)
    assert found is not None
    assert (found.scheme, found.value, found.version) == (scheme, value, "")


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        (PAPER, "https://arxiv.org/abs/2401.12345"),
        (SECOND_VERSION, "https://arxiv.org/abs/2401.12345v2"),
        (Identifier("doi", "10.1000/182"), "https://doi.org/10.1000/182"),
        (Identifier("openreview", "aB"), "https://openreview.net/forum?id=aB"),
        (Identifier("acl", "P19-1001"), "https://aclanthology.org/P19-1001/"),
        (Identifier("pmlr", "v139/radford21a"), "https://proceedings.mlr.press/v139/radford21a.html"),
        (Identifier("cvf", "x"), None),
        (Identifier("neurips", "7181"), None),
    ],
)
def test_canonical_url(identifier: Identifier, url: str | None) -> None:
    assert canonical_url(identifier) == url
    if url is not None:
        assert identify(url) == identifier


@pytest.mark.parametrize(
    ("value", "month"),
    [
        ("2401.12345", (2024, 1)),
        ("0704.0001", (2007, 4)),
        ("hep-th/9107001", (1991, 7)),
        ("math/0703042", (2007, 3)),
        ("cs/0012001", (2000, 12)),
    ],
)
def test_submitted_month(value: str, month: tuple[int, int]) -> None:
    assert submitted_month(Identifier("arxiv", value)) == PartialDate(*month)


def test_other_schemes_tell_no_month() -> None:
    assert submitted_month(Identifier("doi", "10.1000/182")) is None


@given(
    st.integers(15, 60),
    st.integers(1, 12),
    st.integers(1, 99999),
    st.integers(0, 30),
    st.sampled_from(["abs", "pdf"]),
)
def test_plain_urls_and_other_hosts_agree(
    year: int, month: int, number: int, version: int, form: str
) -> None:
    written = f"{year:02}{month:02}.{number:05}" + (f"v{version}" if version else "")
    plain = identify(f"https://arxiv.org/{form}/{written}")
    assert plain is not None
    assert identify(f"https://export.arxiv.org/{form}/{written}?x") == plain
    assert identify(f"arXiv:{written}") == plain
    url = canonical_url(plain)
    assert url == f"https://arxiv.org/abs/{written}"
    assert submitted_month(plain) == PartialDate(2000 + year, month)


@given(st.text(alphabet=string.printable + "é①２", max_size=60))
def test_any_text_is_harmless(text: str) -> None:
    for url in (text, "https://arxiv.org/abs/" + text, "https://doi.org/" + text, "https://" + text):
        found = identify(url)
        if found is not None:
            assert identify(canonical_url(found) or url) == found or found.scheme == "doi"


def test_many_urls_are_cheap() -> None:
    urls = [f"https://arxiv.org/abs/24{n % 12 + 1:02}.{n:05}" for n in range(1, 15001)]
    urls += [f"https://github.com/owner/repository{n}" for n in range(5000)]
    assert within(0.1, lambda: [identify(url) for url in urls], attempts=20)


@pytest.mark.parametrize("unit", ["/", "abs/", "v", "10.", "2401.", "%25", "papers/", "?id=", "a-", "-1."])
@pytest.mark.parametrize(
    "host", ["arxiv.org", "doi.org", "openreview.net", "aclanthology.org", "proceedings.mlr.press"]
)
def test_long_urls_take_linear_time(host: str, unit: str) -> None:
    url = f"https://{host}/abs/" + unit * 100_000
    assert within(1, lambda: identify(url))

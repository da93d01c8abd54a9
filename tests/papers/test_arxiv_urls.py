"""The parts and the faults of URLs that carry an arXiv ID."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.papers.identifiers.arxiv_urls import PLAIN_URL, read_arxiv_url


@pytest.mark.parametrize(
    ("url", "scheme", "host", "form", "written", "version", "suffix", "asset"),
    [
        ("https://arxiv.org/abs/2401.12345", "https:", "arxiv.org", "abs", "2401.12345", "", "", ""),
        (
            "http://www.arxiv.org/pdf/2401.12345v2.pdf",
            "http:",
            "www.arxiv.org",
            "pdf",
            "2401.12345",
            "v2",
            ".pdf",
            "",
        ),
        ("//export.arxiv.org/abs/0704.0001", "", "export.arxiv.org", "abs", "0704.0001", "", "", ""),
        (
            "HTTP://ArXiv.org/PDF/2401.12345V1.PDF",
            "HTTP:",
            "arxiv.org",
            "pdf",
            "2401.12345",
            "V1",
            ".PDF",
            "",
        ),
        ("arxiv.org/abs/math.GT/0309136", "", "arxiv.org", "abs", "math.GT/0309136", "", "", ""),
        (
            "https://arxiv.org/abs/arXiv:2401.12345v3",
            "https:",
            "arxiv.org",
            "abs",
            "2401.12345",
            "v3",
            "",
            "",
        ),
        (
            "https://arxiv.org/html/2412.15127v1/a/x2.png",
            "https:",
            "arxiv.org",
            "html",
            "2412.15127",
            "v1",
            "",
            "a/x2.png",
        ),
        ("https://arxiv.org/html/2412.15127v1/", "https:", "arxiv.org", "html", "2412.15127", "v1", "", ""),
        ("https://arxiv.org/2401.12345", "https:", "arxiv.org", "bare", "2401.12345", "", "", ""),
        (
            "https://arxiv.org/ftp/arxiv/papers/2401/2401.12345.pdf",
            "https:",
            "arxiv.org",
            "ftp",
            "2401.12345",
            "",
            ".pdf",
            "",
        ),
        ("https://doi.org/10.48550/arXiv.2401.12345", "https:", "doi.org", "doi", "2401.12345", "", "", ""),
        ("//doi.org/10.48550/arXiv.2401.12345", "", "doi.org", "doi", "2401.12345", "", "", ""),
        (
            "https://huggingface.co/papers/2401.12345",
            "https:",
            "huggingface.co",
            "papers",
            "2401.12345",
            "",
            "",
            "",
        ),
    ],
)
def test_parts(
    url: str, scheme: str, host: str, form: str, written: str, version: str, suffix: str, asset: str
) -> None:
    found = read_arxiv_url(url)
    assert found is not None
    assert (found.scheme, found.host, found.form) == (scheme, host, form)
    assert (found.written_id, found.version, found.suffix, found.asset) == (written, version, suffix, asset)
    assert found.fault is None
    assert url[found.host_start : found.host_start + len(host)].lower() == host
    assert url[found.id_start : found.id_end].endswith(written + version)
    assert url[found.id_end :].startswith(suffix)
    if form not in ("bare", "ftp", "doi"):
        assert url[found.form_start : found.form_start + len(form)].lower() == form
    assert found.on_arxiv == (host.endswith("arxiv.org"))


FAULTS = [
    ("abs/2413.12345", "id", "2413.12345", "13 is not a month (the first four digits are year and month)"),
    ("abs/2400.12345", "id", "2400.12345", "00 is not a month (the first four digits are year and month)"),
    (
        "pdf/2408.082827.pdf",
        "id",
        "2408.082827",
        "it has 6 digits after the dot, but IDs since January 2015 have 5",
    ),
    (
        "abs/2505.1228v2",
        "id",
        "2505.1228",
        "it has 4 digits after the dot, but IDs since January 2015 have 5",
    ),
    (
        "abs/1501.0001",
        "id",
        "1501.0001",
        "it has 4 digits after the dot, but IDs since January 2015 have 5",
    ),
    ("abs/2505.1", "id", "2505.1", "it has 1 digit after the dot, but IDs since January 2015 have 5"),
    (
        "abs/1412.00001",
        "id",
        "1412.00001",
        "it has 5 digits after the dot, but IDs until December 2014 have 4",
    ),
    ("abs/2401.00000", "id", "2401.00000", "the number after the dot starts at 1"),
    ("abs/1401.0000", "id", "1401.0000", "the number after the dot starts at 1"),
    (
        "abs/0703.0001",
        "id",
        "0703.0001",
        "no ID of this form begins with 07: the first is from April 2007 (0704)",
    ),
    (
        "abs/9101.0001",
        "id",
        "9101.0001",
        "no ID of this form begins with 91: the first is from April 2007 (0704)",
    ),
    ("abs/foo/0101001", "id", "foo/0101001", 'arXiv has no archive "foo"'),
    ("abs/cs/0113001", "id", "cs/0113001", "13 is not a month (the first four digits are year and month)"),
    (
        "abs/cs/0704001",
        "id",
        "cs/0704001",
        "IDs of this form were given out from July 1991 (9107) to March 2007 (0703)",
    ),
    (
        "abs/cs/9106001",
        "id",
        "cs/9106001",
        "IDs of this form were given out from July 1991 (9107) to March 2007 (0703)",
    ),
    ("abs/cs/01010001", "id", "cs/01010001", "it has 8 digits after the slash, but IDs of this form have 7"),
    ("abs/cs/0101000", "id", "cs/0101000", "its last three digits start at 001"),
    ("abs/2401.12345v", "version", "v", "its v has no number"),
    ("pdf/2401.12345v0.pdf", "version", "v0", "versions start at v1"),
    ("abs/2401.12345v01", "version", "v01", "versions start at v1"),
    ("abs/2401.12345}", "glued", "}", "text is glued to it"),
    ("abs/2401.12345.", "glued", ".", "text is glued to it"),
    ("pdf/2401.12345.pdf.pdf", "glued", ".pdf", "text is glued to it"),
    ("abs/2401.12345https://arxiv.org", "glued", "https://arxiv.org", "text is glued to it"),
    ("abs/2401.12345/https://arxiv.org", "glued", "/https://arxiv.org", "text is glued to it"),
    ("abs/2401.12345v1v2", "glued", "v2", "text is glued to it"),
    ("html/2401.12345v1x/a.png", "glued", "x/a.png", "text is glued to it"),
    ("abs/2401.12345&x=1?y", "glued", "&x=1", "text is glued to it"),
    ("abs//2401.12345", "double-slash", "//", '"//" stands before the ID'),
    ("abs///cs/0101001", "double-slash", "///", '"///" stands before the ID'),
    ("/abs/2401.12345", "double-slash", "//", '"//" stands before the path'),
    ("abs//2413.12345", "id", "2413.12345", "13 is not a month (the first four digits are year and month)"),
    ("abs/xxxx.xxxxx", "placeholder", "xxxx.xxxxx", "this is a placeholder"),
    ("abs/2401.XXXXX", "placeholder", "2401.XXXXX", "this is a placeholder"),
    ("abs/YYMM.NNNNN", "placeholder", "YYMM.NNNNN", "this is a placeholder"),
    ("abs/TODO", "placeholder", "TODO", "this is a placeholder"),
    ("abs/<id>", "placeholder", "<id>", "this is a placeholder"),
    ("abs/your-arxiv-id", "placeholder", "your-arxiv-id", "this is a placeholder"),
    ("abs/", "placeholder", "abs/", "the arXiv ID is missing"),
    ("pdf?x", "placeholder", "pdf", "the arXiv ID is missing"),
    ("abs/attention", "not-an-id", "attention", "this is no arXiv ID"),
    ("abs/2401", "not-an-id", "2401", "this is no arXiv ID"),
    ("abs/2401-12345", "not-an-id", "2401-12345", "this is no arXiv ID"),
    ("abs/240.12345", "not-an-id", "240.12345", "this is no arXiv ID"),
]


@pytest.mark.parametrize(("path", "kind", "faulty", "reason"), FAULTS)
@pytest.mark.parametrize("host", ["https://arxiv.org/", "www.arxiv.org/"])
def test_faults(host: str, path: str, kind: str, faulty: str, reason: str) -> None:
    url = host + path
    found = read_arxiv_url(url)
    assert found is not None
    assert found.fault is not None
    assert (found.fault.kind, found.fault.reason) == (kind, reason)
    assert url[found.fault.start : found.fault.end] == faulty


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/papers/2413.12345",
        "https://www.alphaxiv.org/abs/2413.12345",
        "https://doi.org/10.48550/arXiv.2413.12345",
        "https://ar5iv.labs.arxiv.org/html/2413.12345",
        "https://www.semanticscholar.org/arxiv/2413.12345",
    ],
)
def test_faults_at_other_sites(url: str) -> None:
    found = read_arxiv_url(url)
    assert found is not None
    assert found.fault is not None
    assert found.fault.kind == "id"
    assert not found.on_arxiv
    assert found.identifier is None


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/papers/attention",
        "https://www.alphaxiv.org/explore",
        "https://papers.cool/venue/ICLR.2024",
        "https://doi.org/10.48550/arXiv.attention",
        "https://doi.org/10.1145/2401.12345",
        "https://arxiv.org/list/cs.CL/2401",
        "https://arxiv.org/abs-2401.12345",
        "https://arxiv.org.example.org/abs/2401.12345",
        "arxiv",
        "xiv/papers",
    ],
)
def test_not_arxiv(url: str) -> None:
    assert read_arxiv_url(url) is None


@given(
    st.sampled_from(
        ["https://arxiv.org/", "arxiv.org//", "https://huggingface.co/", "https://doi.org/10.48550/"]
    ),
    st.sampled_from(["abs/", "pdf/", "html/", "papers/", "arXiv.", ""]),
    st.text(alphabet=string.digits + "./v-:?#%ax}é２", max_size=25),
)
def test_spans_are_within_the_url(host: str, form: str, rest: str) -> None:
    url = host + form + rest
    found = read_arxiv_url(url)
    if found is None:
        return
    assert 0 <= found.id_start <= found.id_end <= len(url)
    assert url[found.id_start : found.id_end].endswith(found.written_id + found.version)
    assert 0 <= found.host_start < len(url)
    assert 0 <= found.form_start <= len(url)
    if found.fault is not None:
        assert 0 <= found.fault.start < found.fault.end <= len(url)
        assert not PLAIN_URL.fullmatch(url)
    else:
        assert found.identifier is not None


@given(st.integers(15, 89), st.integers(1, 12), st.integers(1, 99999), st.sampled_from(["", "v1", "v12"]))
def test_the_plain_path_reads_as_the_whole_grammar(year: int, month: int, number: int, version: str) -> None:
    written = f"{year:02}{month:02}.{number:05}"
    plain = f"http://www.arxiv.org/pdf/{written}{version}.pdf"
    assert PLAIN_URL.fullmatch(plain)
    slow = read_arxiv_url(plain + "?")
    assert not PLAIN_URL.fullmatch(plain + "?")
    assert slow == read_arxiv_url(plain)

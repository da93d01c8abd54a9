from __future__ import annotations

import pytest

from mdpaperlint.model.paper_records import ArxivRecord
from mdpaperlint.papers.entries.published_versions import published_version


@pytest.mark.parametrize(
    ("comment", "venue", "year"),
    [
        ("Accepted to CVPR 2024", "CVPR", 2024),
        ("Accepted by the IEEE Transactions on Maps, 2023", "IEEE Transactions on Maps", 2023),
        ("10 pages; to appear in NeurIPS 2023 (spotlight)", "NeurIPS", 2023),
        ("Published as a conference paper at ICLR 2025. Code is public.", "ICLR", 2025),
        ("Presented at EMNLP'2022", "EMNLP", 2022),
        ("Camera-ready version for ACL 2021", "ACL", 2021),
        ("First version in 2020. Accepted at the ECCV 2020", "ECCV", 2020),
    ],
)
def test_comments_that_say_it(comment: str, venue: str, year: int) -> None:
    found = published_version(ArxivRecord("", comment=comment))
    assert found is not None
    assert (found.source, found.venue, found.year) == ("comment", venue, year)
    assert found.evidence in comment


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "12 pages, CVPR 2024",
        "Submitted to CVPR 2024",
        "Accepted at the Workshop on Maps at CVPR 2024",
        "Under review at ICLR 2025",
        "Extended version of a paper accepted at CVPR 2024",
        "Not accepted at CVPR 2024",
        "Rejected, then accepted at nothing in 2024",
        "Accepted for publication",
        "Presented as a demo at ACL 2021",
        "Winner of the challenge presented at CVPR 2023",
        "An earlier version was published at ICML 2020",
    ],
)
def test_comments_that_do_not(comment: str) -> None:
    assert published_version(ArxivRecord("", comment=comment)) is None


def test_the_doi_comes_first_and_that_of_a_preprint_counts_for_nothing() -> None:
    record = ArxivRecord(
        "", comment="Accepted to CVPR 2024", journal_ref="Proc. CVPR (2024)", doi="10.1109/CVPR.1"
    )
    assert published_version(record) == ("DOI", "Proc. CVPR (2024)", "CVPR", 2024)
    assert published_version(ArxivRecord("", doi="10.1109/CVPR.1")) == ("DOI", "10.1109/CVPR.1", "", 0)
    for doi in ("10.48550/arXiv.2401.00001", "10.5281/zenodo.1"):
        assert published_version(ArxivRecord("", doi=doi)) is None
    assert published_version(ArxivRecord("", journal_ref="Journal of Maps 12 (2024)")) == (
        "journal reference",
        "Journal of Maps 12 (2024)",
        "",
        0,
    )
    assert published_version(ArxivRecord("", journal_ref="Workshop on Maps, CVPR 2024")) is None

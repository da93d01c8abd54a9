from __future__ import annotations

import pytest

from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.papers.entries.published_versions import published_version

# As authors write them.
PUBLISHED = [
    ("Accepted for oral presentation at MIDL 2022", "MIDL", 2022),
    (
        "Accepted at the IEEE Symposium on Security and Privacy 2023",
        "IEEE Symposium on Security and Privacy",
        2023,
    ),
    ("This manuscript was accepted by Physical Review E on 3 March 2021", "Physical Review E", 2021),
    (
        "Accepted by the 31st ACM International Conference on Multimedia (MM '23)",
        "31st ACM International Conference on Multimedia (MM)",
        2023,
    ),
    ("Accepted to CVPR 2024", "CVPR", 2024),
    ("Accepted by the IEEE Transactions on Maps, 2023", "IEEE Transactions on Maps", 2023),
    ("10 pages; to appear in NeurIPS 2023 (spotlight)", "NeurIPS", 2023),
    ("Published as a conference paper at ICLR 2025. Code is public.", "ICLR", 2025),
    ("Presented at EMNLP'2022", "EMNLP", 2022),
    ("Camera-ready version for ACL 2021", "ACL", 2021),
    ("First version in 2020. Accepted at the ECCV 2020", "ECCV", 2020),
    ("Accepted to CVPR 2024, code at https://github.com/a/b", "CVPR", 2024),
    ("This paper has been accepted by ICRA 2024", "ICRA", 2024),
    ("This work was presented at ISMIR 2021, 8 pages", "ISMIR", 2021),
    ("Camera-ready version of the paper, accepted at ISWC 2020", "ISWC", 2020),
    ("Paper accepted to DAC 2023", "DAC", 2023),
    ("Accepted at ICML 2023", "ICML", 2023),
    ("Accepted by ICML 2023", "ICML", 2023),
    ("Accepted to NeurIPS 2022", "NeurIPS", 2022),
    ("Accepted in AAAI 2024", "AAAI", 2024),
    ("accepted at ICLR'24", "ICLR", 2024),
    ("Accepted as a spotlight at ICLR 2024", "ICLR", 2024),
    ("Accepted as oral presentation at CVPR 2022", "CVPR", 2022),
    ("Accepted as a main conference paper at EMNLP 2023", "EMNLP", 2023),
    ("Accepted to Findings of ACL 2023", "Findings of ACL", 2023),
    ("Accepted to ACL 2023 Findings", "ACL", 2023),
    ("Accepted at EMNLP 2023 (Main)", "EMNLP", 2023),
    (
        "Accepted for publication in IEEE Transactions on Image Processing, 2021",
        "IEEE Transactions on Image Processing",
        2021,
    ),
    ("15 pages, accepted by IEEE TPAMI 2022", "IEEE TPAMI", 2022),
    (
        "Accepted for presentation at the IEEE International Conference on Robotics (ICRA) 2023",
        "IEEE International Conference on Robotics (ICRA)",
        2023,
    ),
    ("To appear in ACL 2020", "ACL", 2020),
    ("To appear at NAACL-HLT 2019", "NAACL-HLT", 2019),
    (
        "To appear in the Proceedings of the 38th International Conference on Machine Learning (ICML 2021)",
        "Proceedings of the 38th International Conference on Machine Learning (ICML)",
        2021,
    ),
    ("to appear at USENIX Security '23", "USENIX Security", 2023),
    ("Appears in KDD 2021", "KDD", 2021),
    ("Appearing at SIGIR 2022", "SIGIR", 2022),
    ("Appeared in INTERSPEECH 2019", "INTERSPEECH", 2019),
    ("Published as a conference paper at ICLR 2017", "ICLR", 2017),
    ("Published at TMLR (10/2022)", "TMLR", 2022),
    (
        "Published in Transactions on Machine Learning Research (03/2024)",
        "Transactions on Machine Learning Research",
        2024,
    ),
    ("Published in Nature Communications, 2021", "Nature Communications", 2021),
    ("Published as a conference paper at COLM 2024. v2: fixed typos", "COLM", 2024),
    ("Camera-ready for NeurIPS 2023", "NeurIPS", 2023),
    ("Camera ready version of paper accepted at MICCAI 2020", "MICCAI", 2020),
    ("CVPR 2023 camera-ready; accepted to CVPR 2023 as highlight", "CVPR", 2023),
    ("Presented at ICASSP 2021", "ICASSP", 2021),
    ("Accepted to ECCV 2022 (Oral). Project page: https://example.org/x", "ECCV", 2022),
    ("Accepted to 3DV 2024. Code: https://github.com/a/b", "3DV", 2024),
    (
        "20 pages, 9 figures. Accepted at the 40th International Conference on Machine Learning (ICML 2023)",
        "40th International Conference on Machine Learning (ICML)",
        2023,
    ),
    ("Accepted at WACV 2024; 8 pages, 5 figures", "WACV", 2024),
    ("v2: accepted at ICCV 2023", "ICCV", 2023),
    ("The first two authors contributed equally. Accepted to WWW 2024", "WWW", 2024),
    (
        "Accepted to the 2023 Conference on Empirical Methods in Natural Language Processing (EMNLP)",
        "Conference on Empirical Methods in Natural Language Processing (EMNLP)",
        2023,
    ),
    ("Accepted to IJCAI-ECAI 2022 survey track", "IJCAI-ECAI", 2022),
    ("Accepted to ACM Computing Surveys (CSUR), 2024", "ACM Computing Surveys (CSUR)", 2024),
    ("Accepted by Pattern Recognition, Vol. 120, 2021", "Pattern Recognition", 2021),
    ("Accepted in RA-L 2023", "RA-L", 2023),
    ("To be published in ICSE 2024", "ICSE", 2024),
    ("to be presented at SOSP 2023", "SOSP", 2023),
    ("Accepted at COLING 2022 as a long paper", "COLING", 2022),
    ("(Accepted at CoRL 2023)", "CoRL", 2023),
]
NOT_PUBLISHED = [
    "Presented in Paris in 2021",
    "Part of this work was presented at CVPR 2021",
    "Code and data will be published at ACL 2024",
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
    "ACL 2023 camera-ready",
    "NeurIPS 2021 camera ready version",
    "Published at https://example.org/Papers 2022",
    "Slides of a talk, presented by J. Doe in a seminar of 2019 as a tutorial",
    "Under review",
    "Under review as a conference paper at ICLR 2021",
    "Submitted to NeurIPS 2024",
    "Submitted to IEEE Transactions on Robotics, 2023",
    "This work has been submitted to the IEEE for possible publication. Copyright may be transferred 2023",
    "Preprint. Under review.",
    "Work in progress",
    "Work in progress, comments welcome 2024",
    "Technical report, 2023",
    "Tech report",
    "NeurIPS 2023 Workshop on Instruction Tuning",
    "Accepted at NeurIPS 2022 Workshop on Distribution Shifts",
    "Accepted to the ICML 2021 Workshop on Uncertainty",
    "Presented at the 4th Workshop on NLP, EMNLP 2022",
    "ICLR 2024 Tiny Papers",
    "Accepted to ICLR 2023 Tiny Papers track",
    "Accepted as a Tiny Paper at ICLR 2023",
    "Extended version of our ICML 2022 paper",
    "Journal extension of the paper accepted at ECCV 2020",
    "An extended version of a paper accepted at AAAI 2021",
    "Extended abstract accepted at ML4H 2022",
    "Accepted as an extended abstract at ML4H 2021",
    "Long version of the paper published at SIGMOD 2019",
    "Full version of the paper to appear at STOC 2021",
    "A short version was accepted at ICASSP 2020",
    "A preliminary version appeared in CVPR 2019",
    "A previous version was accepted at EMNLP 2021",
    "Earlier version presented at ICLR 2019",
    "Supplementary material of the paper accepted at CVPR 2020",
    "Appendix of the paper accepted at AAAI 2023",
    "Rejected from ICML 2022",
    "Rejected by NeurIPS 2020, accepted nowhere",
    "v2: major revision, 2023",
    "To be submitted to CVPR 2025",
    "In submission to ACL 2024",
    "Accepted with minor revisions; 12 pages",
    "Accepted",
    "Will be submitted to TPAMI 2023",
    "Accepted to the doctoral consortium at AAAI 2022",
    "Accepted as a demo paper at EMNLP 2021",
    "Accepted to the CVPR 2022 NTIRE challenge",
    "1st place solution of the competition presented at KDD 2022",
    "Accepted as a poster at the Women in ML symposium 2019 workshop",
    "Tutorial accepted at KDD 2023",
    "Accepted to the Student Abstract track at AAAI 2023",
    "Code is published at https://github.com/a/b since 2022",
    "Dataset published at https://zenodo.org/record/2021",
    "Data presented in Table 3 of Smith 2019",
    "This is the preprint of an article published in 2019 by others",
    "Book chapter, 2021",
    "PhD thesis, University of Maps, 2020",
    "Withdrawn from ICLR 2024",
    "Conditionally accepted to CHI 2024",
    "Accepted pending minor revision at CHI 2023",
    "ICML 2023",
    "12 pages, 5 figures, CVPR 2024",
    "NeurIPS 2021 Spotlight",
    "Reviewed and accepted by nobody 2020",
    "Comments on the paper accepted at ICML 2019",
    "A response to a paper published in Nature in 2018",
    "Replication of results presented at ICLR 2019",
    "The model presented in this paper was trained in 2021",
    "Camera-ready version will follow in 2025",
    "Improved version of the work presented at ICRA 2018",
    "Based on the talk presented at CVPR 2019",
    "Companion to the paper published in PLDI 2020",
    "arXiv version of a paper that may appear in 2025",
    "Submission accepted for review at ICLR 2026",
]


@pytest.mark.parametrize(("comment", "venue", "year"), PUBLISHED)
def test_comments_that_say_it(comment: str, venue: str, year: int) -> None:
    found = published_version(ArxivRecord("", comment=comment))
    assert found is not None
    assert (found.source, found.venue, found.year) == ("comment", venue, year)
    assert found.evidence in comment


@pytest.mark.parametrize("comment", NOT_PUBLISHED)
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

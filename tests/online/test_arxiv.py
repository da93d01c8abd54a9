from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from arxiv_stand_in import ArxivStandIn, feed
from scripted_server import Send, Servers, answer

from mdpaperlint.model.link_settings import LinkSettings, OnlineError, Registries
from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online import arxiv_api
from mdpaperlint.online.link_checker import arxiv_records, check_links

PAPERS = {f"2401.{number:05}": (f"A study of number {number}", 3) for number in range(1, 1201)}
ABS = "https://arxiv.org/abs/"


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Servers() as servers:
        yield servers


def arxiv(servers: Servers, *first: Send) -> ArxivStandIn:
    stand_in = ArxivStandIn("127.0.6.1", PAPERS, list(first))
    servers.add(stand_in)
    return stand_in


def settings(stand_in: ArxivStandIn, **others: object) -> LinkSettings:
    return LinkSettings(
        registries=Registries(arxiv=stand_in.api), cache=False, backoff=0.01, retries=1, retry_after_cap=0.1
    )._replace(**others)  # type: ignore[arg-type]


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what is asked, not of when."""
    monkeypatch.setattr(arxiv_api, "GAP", 0.0)


def record_of(verdict: Verdict) -> ArxivRecord:
    assert verdict.record is not None
    return verdict.record


FIELDS = """<published>2024-01-31T17:59:59Z</published><updated>2024-03-05T00:00:01Z</updated>
<author><name>Ada
  One</name><arxiv:affiliation>Somewhere</arxiv:affiliation></author><author><name>B\u00e9 Two</name></author>
<arxiv:comment>Accepted at X 2024,
  12 pages</arxiv:comment><arxiv:journal_ref>J. of X 1 (2024)</arxiv:journal_ref><arxiv:doi>10.1/x</arxiv:doi>
<arxiv:primary_category term="cs.CL"/>"""


@pytest.mark.usefixtures("hurry")
def test_records_tell_all_that_arxiv_says_and_are_kept(servers: Servers, tmp_path: Path) -> None:
    stand_in = arxiv(servers)
    stand_in.fields["2401.00001"] = FIELDS
    kept = settings(stand_in, cache=True, cache_folder=tmp_path / "links")
    found = arxiv_records(["2401.00001", "2401.00002", "2401.99999"], kept)
    assert found == {
        "2401.00001": ArxivRecord(
            "A study of number 1",
            ("Ada One", "B\u00e9 Two"),
            "2024-01-31",
            "2024-03-05",
            "Accepted at X 2024, 12 pages",
            "J. of X 1 (2024)",
            "10.1/x",
            "cs.CL",
            withdrawn=False,
            version=3,
        ),
        "2401.00002": ArxivRecord("A study of number 2", version=3),
    }
    connections = stand_in.connections
    assert arxiv_records(["2401.00001"], kept) == {"2401.00001": found["2401.00001"]}
    assert stand_in.connections == connections


@pytest.mark.usefixtures("hurry")
def test_records_that_arxiv_does_not_answer_for_are_an_error(servers: Servers) -> None:
    stand_in = arxiv(servers, answer(500), answer(500))
    with pytest.raises(OnlineError, match="arXiv's API answers 500"):
        arxiv_records(["2401.00001"], settings(stand_in))


@pytest.mark.parametrize(
    ("field", "text", "withdrawn"),
    [
        ("arxiv:comment", "This paper has been withdrawn by the author due to a crucial error", True),
        ("arxiv:comment", "Withdrawn by the authors; see arXiv:2401.00002", True),
        ("arxiv:comment", "12 pages. Paper withdrawn", True),
        ("arxiv:comment", "arXiv admin note: This submission has been withdrawn by arXiv", True),
        ("arxiv:comment", "arXiv admin note: submission has been withdrawn due to inaccuracies", True),
        ("arxiv:comment", "We have withdrawn this manuscript to correct Theorem 2", True),
        ("arxiv:comment", "The authors withdraw this paper", True),
        ("arxiv:comment", "withdrawn from arXiv", True),
        ("arxiv:comment", "Withdrawn from ICLR 2024", False),
        ("arxiv:comment", "An earlier version was withdrawn", False),
        ("arxiv:comment", "Replaces the withdrawn 2401.00002", False),
        ("arxiv:comment", "Section 4 has been withdrawn", False),
        ("arxiv:comment", "How withdrawn papers are cited: 9 pages", False),
        ("summary", "This paper has been withdrawn by the authors.", True),
        ("summary", "We study how many papers were withdrawn.", False),
    ],
)
def test_what_says_that_a_paper_was_withdrawn(
    servers: Servers, field: str, text: str, withdrawn: bool
) -> None:
    stand_in = arxiv(servers)
    stand_in.fields["2401.00001"] = f"<{field}>{text}</{field}>"
    found = arxiv_records(["2401.00001"], settings(stand_in))
    assert found["2401.00001"].withdrawn is withdrawn


def test_a_thousand_papers_cost_one_request(servers: Servers) -> None:
    stand_in = arxiv(servers)
    verdicts = check_links([f"{ABS}2401.{number:05}" for number in range(1, 1001)], settings(stand_in))
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
    assert len(stand_in.asked) == 1
    assert record_of(verdicts[f"{ABS}2401.00042"]).title == "A study of number 42"


@pytest.mark.usefixtures("hurry")
def test_a_thousand_papers_with_missing_ones_cost_two_requests(servers: Servers) -> None:
    stand_in = arxiv(servers)
    urls = [f"{ABS}2401.{number:05}" for number in range(1, 1000)] + [f"{ABS}2401.99999"]
    verdicts = check_links(urls, settings(stand_in))
    assert verdicts[urls[-1]] == Verdict("gone", "arXiv has no paper with this ID", status=200)
    assert sum(verdict.kind == "gone" for verdict in verdicts.values()) == 1
    assert stand_in.asked[1:] == [["2401.99999"]]


@pytest.mark.usefixtures("hurry")
def test_more_papers_than_one_request_takes(servers: Servers) -> None:
    stand_in = arxiv(servers)
    verdicts = check_links([ABS + paper for paper in PAPERS], settings(stand_in))
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
    assert len(stand_in.asked) == 2


def test_every_form_is_one_paper(servers: Servers) -> None:
    stand_in = arxiv(servers)
    urls = [
        "https://arxiv.org/abs/2401.00001",
        "http://arxiv.org/abs/2401.00001v2",
        "https://arxiv.org/pdf/2401.00001.pdf",
        "https://arxiv.org/pdf/2401.00001v1#page=3",
        "https://arxiv.org/html/2401.00001v3/x2.png",
        "https://www.arxiv.org/abs/2401.00001?context=cs",
        "https://export.arxiv.org/abs/2401.00001",
        "https://doi.org/10.48550/arXiv.2401.00001",
        "https://huggingface.co/papers/2401.00001",
        "https://www.alphaxiv.org/abs/2401.00001",
        "https://ar5iv.labs.arxiv.org/html/2401.00001",
    ]
    verdicts = check_links(urls, settings(stand_in))
    assert stand_in.asked == [["2401.00001"]]
    assert [verdict.kind for verdict in verdicts.values()] == ["alive"] * len(urls)


def test_a_version_that_was_never_there_is_gone(servers: Servers) -> None:
    stand_in = arxiv(servers)
    urls = [f"{ABS}2401.00001v3", f"{ABS}2401.00001v4", f"{ABS}2401.00001v{'9' * 300}"]
    verdicts = check_links(urls, settings(stand_in))
    assert [verdicts[url].kind for url in urls] == ["alive", "gone", "gone"]
    assert "the latest is 3" in verdicts[urls[1]].reason


def test_a_bad_id_is_not_asked_for_and_spoils_nothing(servers: Servers) -> None:
    stand_in = arxiv(servers)
    bad = ["2413.00001", "2401.000012", "2401.0001", "2401.00000", "xxxx.xxxxx", "", "hep-th/9913001"]
    good = [f"{ABS}{paper}" for paper in list(PAPERS)[:20]]
    verdicts = check_links([*good, *(ABS + each for each in bad)], settings(stand_in))
    assert {verdicts[url].kind for url in good} == {"alive"}
    assert {verdicts[ABS + each].kind for each in bad} == {"gone"}
    assert [len(ids) for ids in stand_in.asked] == [20]


@pytest.mark.usefixtures("hurry")
def test_a_spurious_empty_page_is_asked_again(servers: Servers) -> None:
    stand_in = arxiv(servers, feed([]))
    verdicts = check_links([ABS + paper for paper in list(PAPERS)[:5]], settings(stand_in))
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}


@pytest.mark.usefixtures("hurry")
def test_empty_pages_for_a_whole_list_are_not_believed(servers: Servers) -> None:
    stand_in = arxiv(servers, feed([]), feed([]))
    verdicts = check_links([ABS + paper for paper in list(PAPERS)[:50]], settings(stand_in))
    assert {verdict.kind for verdict in verdicts.values()} == {"unsure"}


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "throttled",
    [
        answer(429, b"Rate exceeded."),
        answer(503, b"Rate exceeded.", Retry_After="86400"),
        answer(200, b"Rate exceeded."),
        answer(500),
        answer(200, b"<html>busy</html>"),
        answer(200, b"<!DOCTYPE html><html></html>"),
        answer(200, b"<feed"),
        answer(301, Location="https://elsewhere.example/"),
        Send(reset=True),
    ],
)
def test_trouble_at_arxiv(servers: Servers, throttled: Send) -> None:
    once = arxiv(servers, throttled)
    url = f"{ABS}2401.00001"
    assert check_links([url], settings(once))[url].kind == "alive"
    for_ever = arxiv(servers, throttled, throttled, throttled)
    verdict = check_links([url], settings(for_ever))[url]
    assert verdict.kind == "unsure"
    assert "arXiv" in verdict.reason
    assert len(for_ever.requests) == 2


@pytest.mark.usefixtures("hurry")
def test_an_api_without_post_is_asked_by_get(servers: Servers) -> None:
    stand_in = arxiv(servers, answer(405))
    verdicts = check_links([ABS + paper for paper in list(PAPERS)[:900]], settings(stand_in))
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
    assert [method for method, _ in stand_in.requests] == ["POST", "GET"]


def test_titles_are_one_printable_line(servers: Servers) -> None:
    stand_in = arxiv(servers)
    stand_in.papers["2401.00001"] = ("Attention\u202e is\x85 all\n you &amp; <need>", 1)
    url = f"{ABS}2401.00001"
    record = record_of(check_links([url], settings(stand_in))[url])
    assert record.title == "Attention is all you &amp; <need>"


@pytest.mark.usefixtures("hurry")
def test_a_second_run_asks_nothing(servers: Servers, tmp_path: Path) -> None:
    stand_in = arxiv(servers)
    urls = [f"{ABS}2401.00001", f"{ABS}2401.99999"]
    kept = settings(stand_in, cache=True, cache_folder=tmp_path / "links")
    first = check_links(urls, kept)
    connections = stand_in.connections
    assert check_links(urls, kept) == first
    assert stand_in.connections == connections


@pytest.mark.usefixtures("hurry")
def test_a_version_newer_than_what_is_kept_is_asked_for(servers: Servers, tmp_path: Path) -> None:
    stand_in = arxiv(servers)
    kept = settings(stand_in, cache=True, cache_folder=tmp_path / "links")
    urls = [f"{ABS}2401.00001v3", f"{ABS}2401.00001v4"]
    assert check_links(urls[:1], kept)[urls[0]].kind == "alive"
    stand_in.papers["2401.00001"] = ("A study of number 1", 4)
    verdicts = check_links(urls, kept)
    assert [verdicts[url].kind for url in urls] == ["alive", "alive"]
    assert record_of(verdicts[urls[0]]).version == 4


RUN = """
import json, sys
from pathlib import Path
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.model.link_settings import Registries, LinkSettings
api, folder, *papers = sys.argv[1:]
settings = LinkSettings(registries=Registries(arxiv=api), cache_folder=Path(folder), cache=folder != "-")
verdicts = check_links([f"https://arxiv.org/abs/{paper}" for paper in papers], settings)
print(json.dumps([verdict.kind for verdict in verdicts.values()]))
"""


@pytest.mark.slow
def test_processes_keep_three_seconds_between_them(servers: Servers, tmp_path: Path) -> None:
    stand_in = arxiv(servers)
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, stand_in.api, folder, f"2401.{number:05}"],
            stdout=subprocess.PIPE,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "home")},
        )
        for number, folder in enumerate((str(tmp_path / "a"), "-"), 1)
    ]
    outputs = [json.loads(run.communicate(timeout=30)[0]) for run in runs]
    assert outputs == [["alive"], ["alive"]]
    assert stand_in.times[1] - stand_in.times[0] >= 3.0

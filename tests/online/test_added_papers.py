"""`mdpaperlint add` and `export`, and the registries that they ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from arxiv_stand_in import ArxivStandIn
from scripted_server import ScriptedServer, Send, Servers, answer

from mdpaperlint.cli import main

LIST = """| Date | Title | Link |
| --- | --- | --- |
| 2024-03 | Sorted by rumour in databases | [paper](https://arxiv.org/abs/2403.00001) |
| 2023-11 | Plans made in a great hurry | [paper](https://arxiv.org/abs/2311.00002) |
| 2023-02 | Counting slow queries at night | [paper](https://arxiv.org/abs/2302.00003) |
"""


class CrossrefStandIn(ScriptedServer):
    """Knows one DOI."""

    asked: list[str]

    def respond(self, method: str, target: str, body: bytes) -> Send:
        self.asked.append(target)
        if target != "/works/10.1145%2F12345.67890":
            return answer(404, b"Resource not found.")
        work = {
            "title": ["Maps of <nowhere>"],
            "author": [{"given": "Jane", "family": "Doe"}, {"name": "A group"}],
            "published-print": {"date-parts": [[2023, 12]]},
            "published-online": {"date-parts": [[2023, 6, 1]]},
            "container-title": ["Journal of Maps"],
        }
        return answer(200, json.dumps({"status": "ok", "message": work}).encode())


@pytest.fixture
def readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    readme = tmp_path / "README.md"
    readme.write_text(LIST, encoding="utf-8")
    return readme


def test_arxiv_tells_title_and_first_date(readme: Path) -> None:
    papers = {
        "2312.00001": ("A study of \\'etale {Maps}", 3),
        "2401.00005": ("Umbrellas for robust networks", 1),
    }
    arxiv = ArxivStandIn("127.0.2.7", papers)
    with Servers() as servers:
        servers.add(arxiv)
        arxiv.fields["2312.00001"] = "<published>2023-12-01T00:00:00Z</published>"
        code = main(["add", "2312.00001", "2401.00005v1", "--arxiv-api", arxiv.api, "--no-cache"])
    assert code == 0
    assert arxiv.asked == [["2312.00001", "2401.00005"]]
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert lines[3:5] == [
        "| 2024-01 | Umbrellas for robust networks | [paper](https://arxiv.org/abs/2401.00005v1) |",
        "| 2023-12 | A study of étale Maps | [paper](https://arxiv.org/abs/2312.00001) |",
    ]


def test_crossref_tells_of_a_doi(readme: Path) -> None:
    crossref = CrossrefStandIn("127.0.2.8", {}, None)
    crossref.asked = []
    with Servers() as servers:
        servers.add(crossref)
        words = ["--crossref-api", f"{crossref.url}/works"]
        assert main(["add", "https://doi.org/10.1145/12345.67890", *words]) == 0
        assert main(["add", "10.1145/99999.99999", *words]) == 2
    assert crossref.asked == ["/works/10.1145%2F12345.67890", "/works/10.1145%2F99999.99999"]
    row = "| 2023-06 | Maps of \\<nowhere> | [paper](https://doi.org/10.1145/12345.67890) |"
    assert readme.read_text(encoding="utf-8").splitlines()[4] == row


class HardCrossref(CrossrefStandIn):
    """Refuses the first request, and knows every other DOI byte by byte, without an end."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        if "12345" not in target:
            return Send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", drip=b"{" * 1000)
        known = super().respond(method, target, body)
        return answer(429, Retry_After="0") if len(self.asked) == 1 else known


def test_crossref_is_asked_as_every_host_is(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the user's name for the program, again after a refusal, and not for longer than an exchange may
    take.
    """
    agent = "our-list/1.0 (mailto:us@example.org)"
    (readme.parent / "mdpaperlint.toml").write_text(f'[links]\nuser-agent = "{agent}"\ntimeout = 1\n')
    crossref = HardCrossref("127.0.2.8", {}, None)
    crossref.asked = []
    with Servers() as servers:
        servers.add(crossref)
        words = ["--crossref-api", f"{crossref.url}/works"]
        assert main(["add", "10.1145/12345.67890", "--diff", *words]) == 1
        assert main(["add", "10.1145/99999.99999", *words]) == 2
    assert crossref.asked == ["/works/10.1145%2F12345.67890"] * 2
    assert all(f"User-Agent: {agent}\r\n".encode() in each for each in crossref.raw_requests)
    assert "Crossref" in capsys.readouterr().err


@pytest.mark.slow
def test_without_an_answer_nothing_is_written(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arxiv = ArxivStandIn("127.0.2.7", {})
    with Servers() as servers:
        servers.add(arxiv)
        assert main(["add", "2312.00001", "--arxiv-api", arxiv.api, "--no-cache"]) == 2
        assert "arXiv has no paper 2312.00001" in capsys.readouterr().err
    # Nobody listens there any more.
    (readme.parent / "mdpaperlint.toml").write_text("[links]\nretries = 0\n")
    assert main(["add", "10.1145/12345.67890", "--crossref-api", f"{arxiv.url}/works"]) == 2
    assert "Crossref could not be asked" in capsys.readouterr().err
    assert readme.read_text(encoding="utf-8") == LIST


def test_what_is_there_is_not_asked_for(readme: Path) -> None:
    assert main(["add", "2403.00001", "--arxiv-api", "http://127.0.2.9:9/"]) == 0


@pytest.mark.slow
def test_export_has_authors_with_online_alone(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arxiv = ArxivStandIn("127.0.2.7", {"2403.00001": ("Sorted by rumour", 1), "2311.00002": ("Plans", 1)})
    arxiv.fields["2403.00001"] = (
        "<author><name>Jane Doe</name></author><author><name>Kurt Gödel</name></author>"
        '<journal_ref xmlns="http://arxiv.org/schemas/atom">Journal of Maps 12 (2024)</journal_ref>'
        '<doi xmlns="http://arxiv.org/schemas/atom">10.1145/12345.67890</doi>'
    )
    with Servers() as servers:
        servers.add(arxiv)
        assert main(["export", "--format", "bibtex", "--arxiv-api", arxiv.api]) == 0
        assert arxiv.asked == []
        assert "author" not in capsys.readouterr().out
        assert main(["export", "--format", "bibtex", "--online", "--arxiv-api", arxiv.api]) == 0
    assert [sorted(ids) for ids in arxiv.asked[:1]] == [["2302.00003", "2311.00002", "2403.00001"]]
    first = capsys.readouterr().out.partition("\n\n")[0]
    assert first.startswith("@article{arxiv-2403.00001,\n")
    for line in (
        "author = {Jane Doe and Kurt Gödel}",
        "journal = {Journal of Maps 12 (2024)}",
        "doi = {10.1145/12345.67890}",
    ):
        assert f"  {line},\n" in first


@pytest.mark.slow
def test_export_asks_crossref_for_papers_with_a_doi(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crossref = CrossrefStandIn("127.0.2.8", {}, None)
    crossref.asked = []
    entries = ("10.1145/12345.67890", "10.1145/99999.99999")
    readme.write_text(
        "".join(f"- [Maps of nowhere, part {each[8]}](https://doi.org/{each}), 2023\n" for each in entries)
    )
    with Servers() as servers:
        servers.add(crossref)
        words = ["export", "--format", "json", "--crossref-api", f"{crossref.url}/works"]
        assert main(words) == 0
        assert crossref.asked == []
        capsys.readouterr()
        assert main([*words, "--online"]) == 0
    assert sorted(crossref.asked) == ["/works/10.1145%2F12345.67890", "/works/10.1145%2F99999.99999"]
    first, second = json.loads(capsys.readouterr().out)
    assert (first["authors"], first["journal"]) == (["Jane Doe", "A group"], "Journal of Maps")
    assert "authors" not in second
    # Nobody listens there any more.
    assert main([*words, "--online"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Crossref could not be asked" in captured.err

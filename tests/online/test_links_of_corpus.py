"""All links of real lists, in a world that answers in every way at once."""

from __future__ import annotations

import threading
import zlib
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from arxiv_stand_in import entry, feed

from mdpaperlint.markdown.links.link_targets import web_links
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.link_settings import HostSettings, LinkSettings, Registries
from mdpaperlint.online import arxiv_api
from mdpaperlint.online.http_messages import Failure, FailureKind, Request, Response
from mdpaperlint.online.link_checker import check_links
from real_lists import some_real_lists

ARXIV, DOI = "https://arxiv.stand-in.example/api/query", "https://doi.stand-in.example/api/handles"
FAILURES: tuple[FailureKind, ...] = ("timeout", "reset", "tls", "connect", "unknown-name", "protocol")


class World:
    """Decides by the URL alone, so that what is asked twice is answered alike."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.papers: list[str] = []
        self._lock = threading.Lock()

    def send(self, request: Request) -> Response | Failure:
        if request.url.startswith(ARXIV):
            return self._arxiv(request)
        with self._lock:
            self.asked[request.method, request.url] += 1
        draw = zlib.crc32(request.url.encode())
        if request.url.startswith(DOI):
            return Response(200, {}, b'{"responseCode": 1}')
        if draw % 100 < 12:
            return Response(301, {"location": request.url.split("?")[0] + "?moved"} if draw % 2 else {})
        if draw % 100 < 20:
            return Response(404, {})
        if draw % 100 < 30:
            return Response(405 if request.method == "HEAD" else 200, {})
        if draw % 100 < 36:
            return Response(403, {})
        if draw % 100 < 40:
            return Failure(FAILURES[draw % len(FAILURES)], "trouble")
        return Response(200, {})

    def _arxiv(self, request: Request) -> Response:
        form = request.content.decode() if request.content else request.url.partition("?")[2]
        ids = parse_qs(form)["id_list"][0].split(",")
        self.papers += ids
        there = [each for each in ids if zlib.crc32(each.encode()) % 50]
        page = feed([entry(f"http://arxiv.org/abs/{each}v99", f"Paper {each}") for each in there])
        return Response(200, {}, page.data.partition(b"\r\n\r\n")[2])

    def expire(self) -> None:
        return

    def close(self) -> None:
        return


@pytest.mark.corpus
@pytest.mark.slow
def test_every_link_gets_one_verdict_and_is_asked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_api, "GAP", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    urls: list[str] = []
    for file in some_real_lists(7):
        document = parse(file.read_bytes().decode("utf-8", "replace"))
        urls += [each.url for each in web_links(document)]
    assert len(urls) > 1000
    world = World()
    settings = LinkSettings(
        cache=False,
        backoff=0.001,
        retries=1,
        registries=Registries(arxiv=ARXIV, doi=DOI),
        hosts={"github.com": HostSettings(connections=50, gap=0.0), "arxiv.org": HostSettings(gap=0.0)},
    )
    verdicts = check_links(urls, settings, transport=world)

    assert set(verdicts) == {url.partition("#")[0] for url in urls}
    assert all(verdict.asked and verdict.reason.isprintable() for verdict in verdicts.values())
    assert {verdict.kind for verdict in verdicts.values()} == {
        "alive", "moved", "gone", "blocked", "unsure", "skipped"
    }  # fmt: skip
    repeated = [
        (method, url)
        for (method, url), times in world.asked.items()
        # A failure and a server error may be tried once more, and several links may lead to one page.
        if times > 1
        and not url.endswith("?moved")
        and not (zlib.crc32(url.encode()) % 100 in range(36, 40) and times == 2)
    ]
    assert repeated == []
    pages = [
        url for _, url in world.asked if url.startswith(("https://arxiv.org/abs", "https://arxiv.org/pdf"))
    ]
    assert pages == []
    assert not [url for _, url in world.asked if "shields.io" in url or "openreview.net" in url]
    times_asked = Counter(world.papers)
    assert set(times_asked.values()) == {1, 2}
    assert all(zlib.crc32(each.encode()) % 50 == 0 for each, times in times_asked.items() if times == 2)

"""A server that answers ``id_list`` queries as arXiv's API does."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from scripted_server import ScriptedServer, Send, answer

_GOOD = re.compile(r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}(v\d+)?")


class ArxivStandIn(ScriptedServer):
    """``papers`` is ID to title and latest version; ``first`` are answers that come before real ones;
    ``fields`` is ID to what else stands in the entry, as XML.

    As at arXiv: a malformed ID spoils its whole batch with one entry titled Error; an ID that does not exist
    is missing; at most ``max_results`` entries come back, 10 by default; titles are hard-wrapped.
    """

    def __init__(self, address: str, papers: Mapping[str, tuple[str, int]], first: list[Send] | None = None):
        super().__init__(address, {}, None)
        self.papers = dict(papers)
        self.fields: dict[str, str] = {}
        self.first = list(first or [])
        self.asked: list[list[str]] = []
        self.times: list[float] = []

    @property
    def api(self) -> str:
        return f"{self.url}/api/query"

    def respond(self, method: str, target: str, body: bytes) -> Send:
        self.times.append(time.monotonic())
        path, _, query = target.partition("?")
        if path != "/api/query":
            return answer(404)
        fields = parse_qs(body.decode() if method == "POST" else query)
        ids = fields.get("id_list", [""])[0].split(",")
        self.asked.append(ids)
        if self.first:
            return self.first.pop(0)
        if any(_GOOD.fullmatch(each) is None for each in ids):
            return feed([entry("http://arxiv.org/api/errors#incorrect_id_format_for_x", "Error")])
        entries = []
        for each in ids[: int(fields.get("max_results", ["10"])[0])]:
            paper = self.papers.get(each.partition("v")[0] if "/" not in each else each)
            if paper is not None:
                title, version = paper
                identity = f"http://arxiv.org/abs/{each.partition('v')[0]}v{version}"
                entries.append(entry(identity, title, self.fields.get(each, "")))
        return feed(entries)


def entry(identity: str, title: str, fields: str = "") -> str:
    wrapped = escape(title).replace(" of ", " of\n  ")
    return f"<entry><id>{identity}</id><title>{wrapped}</title>{fields}<summary>An abstract</summary></entry>"


def feed(entries: list[str]) -> Send:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom">'
        '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">9'
        f"</opensearch:totalResults>{''.join(entries)}</feed>"
    )
    return answer(200, text.encode(), Content_Type="application/atom+xml")

"""Repositories at GitHub's GraphQL API (https://docs.github.com/graphql), a hundred in one request.

Only with a token; without one GitHub is a web site like others. What the API leaves open is left to the web
site.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.exchange import Answer, Request, Transport
from mdpaperlint.online.repositories import NAME, Repository
from mdpaperlint.online.settings import Settings

BATCH = 100
_MOST_BYTES = 4 * 1024 * 1024
Report = Callable[[Repository, Verdict | None], None]


class GitHubClient:
    """``report`` gets each repository once; None for one that the API gave no word on."""

    def __init__(self, transport: Transport, settings: Settings, report: Report) -> None:
        self._transport = transport
        self._settings = settings
        self._report = report

    def ask(self, repositories: Iterable[Repository], until: float, stopped: threading.Event) -> None:
        waiting = list(repositories)
        absent: list[Repository] = []
        for start in range(0, len(waiting), BATCH):
            absent += self._ask_once(waiting[start : start + BATCH], until, stopped, again=True)
        for start in range(0, len(absent), BATCH):
            self._ask_once(absent[start : start + BATCH], until, stopped, again=False)

    def _ask_once(
        self, batch: list[Repository], until: float, stopped: threading.Event, *, again: bool
    ) -> list[Repository]:
        """Reports what is known and returns what is absent, or, unless ``again``, reports that as gone."""
        data = self._fetch(batch, until, stopped)
        absent = []
        for number, repository in enumerate(batch):
            alias = f"r{number}"
            if data is None or alias not in data["data"]:
                self._report(repository, None)
                continue
            node = data["data"][alias]
            if isinstance(node, dict):
                self._report(repository, _read(repository, node))
            elif not _not_found(data, alias):
                self._report(repository, None)
            elif again:
                absent.append(repository)
            else:
                self._report(repository, Verdict("gone", "GitHub has no such repository"))
        return absent

    def _fetch(
        self, batch: list[Repository], until: float, stopped: threading.Event
    ) -> dict[str, Any] | None:
        """The answer with a ``data`` object in it; None when there is none to be had."""
        wait = 0.0
        for attempt in range(self._settings.retries + 1):
            if time.monotonic() + wait > until or stopped.wait(wait):
                return None
            outcome = self._transport.send(self._request(batch))
            if isinstance(outcome, Answer) and outcome.status == 200:
                return _with_data(outcome.body)
            if isinstance(outcome, Answer) and outcome.status < 500:
                return None
            wait = min(self._settings.backoff * 2**attempt, self._settings.retry_after_cap)
        return None

    def _request(self, batch: list[Repository]) -> Request:
        fields = "{nameWithOwner url isArchived}"
        # Names hold nothing that would have to be escaped: NAME says which characters there are.
        query = " ".join(
            f'r{number}:repository(owner:"{owner}",name:"{name}"){fields}'
            for number, (owner, name) in enumerate(batch)
        )
        timeout = self._settings.timeout
        return Request(
            "POST",
            self._settings.registries.github,
            {
                "Authorization": f"Bearer {self._settings.github_token}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            json.dumps({"query": f"query{{{query}}}"}).encode(),
            body_limit=_MOST_BYTES,
            timeout=timeout,
            time_limit=2 * timeout,
            trusted=True,
        )


def _with_data(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("data"), dict) else None


def _not_found(answer: dict[str, Any], alias: str) -> bool:
    errors = answer.get("errors")
    return isinstance(errors, list) and any(
        isinstance(error, dict) and error.get("type") == "NOT_FOUND" and error.get("path") == [alias]
        for error in errors
    )


def _read(repository: Repository, node: dict[str, Any]) -> Verdict | None:
    name = node.get("nameWithOwner")
    if not isinstance(name, str) or NAME.fullmatch(f"/{name}") is None:
        return None
    note = "the repository is archived" if node.get("isArchived") is True else ""
    if name.lower() == "/".join(repository):
        return Verdict("alive", "GitHub has the repository", note=note)
    target = f"https://github.com/{name}"
    reason = f"the repository is now {name}"
    return Verdict("moved", reason, target, safe_move=True, note=note)

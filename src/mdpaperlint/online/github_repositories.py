"""Repositories at GitHub's GraphQL API (https://docs.github.com/graphql), a hundred in one request.

Only with a token; without one GitHub is a web site like others. What the API leaves open is left to the web
site.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from typing import Any

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.request_scheduler import Check, Tell
from mdpaperlint.papers.identifiers.other_pages import REPOSITORY_PATH

BATCH = 100
_MOST_BYTES = 4 * 1024 * 1024


def ask_github(keys: Mapping[str, str], settings: LinkSettings, tell: Tell) -> Check:
    """Tells of each repository (``owner/name``, lower case) by its key; what is absent is asked for twice."""
    waiting = list(keys)
    absent: list[str] = []
    for again in (True, False):
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            data = yield from _fetch(batch, settings)
            for number, repository in enumerate(batch):
                node, is_absent = _node(data, f"r{number}")
                if is_absent and again:
                    absent.append(repository)
                elif is_absent:
                    tell(keys[repository], Verdict("gone", "GitHub has no such repository", status=200))
                else:
                    tell(keys[repository], None if node is None else _read(repository, node))
        waiting = absent
    return None


def _fetch(
    batch: list[str], settings: LinkSettings
) -> Generator[Request, Response | Failure, dict[str, Any]]:
    """The answer with a ``data`` object in it; empty when there is none to be had."""
    request = _request(batch, settings)
    for attempt in range(settings.retries + 1):
        outcome = yield request
        if isinstance(outcome, Response) and outcome.status < 500:
            return _with_data(outcome.body) if outcome.status == 200 else {}
        wait = min(settings.backoff * 2**attempt, settings.retry_after_cap)
        request = request._replace(delay=wait)
    return {}


def _request(batch: list[str], settings: LinkSettings) -> Request:
    fields = "{nameWithOwner url isArchived}"
    # Names hold nothing that would have to be escaped: REPOSITORY_PATH says which characters there are.
    query = " ".join(
        f'r{number}:repository(owner:"{owner}",name:"{name}"){fields}'
        for number, (owner, _, name) in enumerate(each.partition("/") for each in batch)
    )
    return Request(
        "POST",
        settings.registries.github,
        {
            "Authorization": f"Bearer {settings.github_token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        },
        json.dumps({"query": f"query{{{query}}}"}).encode(),
        body_limit=_MOST_BYTES,
        timeout=settings.timeout,
        time_limit=2 * settings.timeout,
        trusted=True,
        once=True,
    )


def _with_data(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) and isinstance(answer.get("data"), dict) else {}


def _node(answer: dict[str, Any], alias: str) -> tuple[dict[str, Any] | None, bool]:
    """What the answer says of a repository, and whether it says that there is none."""
    node = answer.get("data", {}).get(alias, ...)
    if isinstance(node, dict):
        return node, False
    errors = answer.get("errors")
    absent = isinstance(errors, list) and any(
        isinstance(error, dict) and error.get("type") == "NOT_FOUND" and error.get("path") == [alias]
        for error in errors
    )
    return None, absent and node is None


def _read(repository: str, node: dict[str, Any]) -> Verdict | None:
    name = node.get("nameWithOwner")
    if not isinstance(name, str) or REPOSITORY_PATH.fullmatch(f"/{name}") is None:
        return None
    note = "the repository is archived" if node.get("isArchived") is True else ""
    if name.lower() == repository:
        return Verdict("alive", "GitHub has the repository", note=note)
    target = f"https://github.com/{name}"
    reason = f"the repository is now {name}"
    return Verdict("moved", reason, target, safe_move=True, note=note)

"""DOIs at the handle registry
(https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation), repositories at
GitHub's GraphQL API (https://docs.github.com/graphql), and works at Crossref
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/).

The publisher behind a DOI is never asked: publishers answer 403 to programs. GitHub's API wants a token;
without one GitHub is a web site like others, and what the API leaves open is left to the web site.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from mdpaperlint.model.link_settings import LinkSettings, OnlineError
from mdpaperlint.model.paper import PaperRecord
from mdpaperlint.model.verdict import Verdict, VerdictKind
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.redirect_chain import read
from mdpaperlint.online.request_scheduler import Check, RequestScheduler, Tell
from mdpaperlint.papers.identifiers.crossref_work import read_work
from mdpaperlint.papers.identifiers.other_pages import REPOSITORY_PATH

BATCH = 100
_MOST_BYTES = 8 * 1024 * 1024
# The handle is there; it is there without a value of the kind that was asked for; it is not.
_FOUND, _NO_VALUES, _NOT_FOUND = 1, 200, 100


def check_doi(doi: str, settings: LinkSettings) -> Check:
    """One that is not known is asked for twice."""
    url = f"{settings.registries.doi.rstrip('/')}/{quote(doi, safe='/()')}"
    request = Request("GET", url, body_limit=_MOST_BYTES, timeout=settings.timeout, trusted=True)
    for delay in (0.0, settings.backoff):
        outcome = yield request._replace(delay=delay)
        if not isinstance(outcome, Response):
            # The registry's own host: that it cannot be found says nothing of the DOI.
            reason = f"doi.org could not be asked: {outcome.reason}"
            kind: VerdictKind = "blocked" if outcome.status == 429 else "unsure"
            return Verdict(kind, reason, asked=not outcome.host, given_up=outcome.host)
        if outcome.status == 429:
            return Verdict("blocked", "doi.org: too many requests (429)", status=429)
        # The registry's own word. A 404 without it may come from anything on the way.
        code = _object(outcome.body).get("responseCode")
        if code in (_FOUND, _NO_VALUES):
            return Verdict("alive", "doi.org knows the DOI", status=outcome.status)
        if code != _NOT_FOUND:
            return Verdict("unsure", f"doi.org: {read(url, outcome).reason}", status=outcome.status)
    return Verdict("gone", "doi.org does not know this DOI", status=404)


def _object(body: bytes) -> dict[str, Any]:
    """Empty where the body is no JSON object."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def ask_github(keys: Mapping[str, str], settings: LinkSettings, tell: Tell) -> Check:
    """Tells of each repository (``owner/name``, lower case) by its key; what is absent is asked for twice."""
    waiting = list(keys)
    absent: list[str] = []
    for again in (True, False):
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            outcome = yield _request(batch, settings)
            data = _object(outcome.body) if isinstance(outcome, Response) and outcome.status == 200 else {}
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
        trusted=True,
    )


def _node(answer: dict[str, Any], alias: str) -> tuple[dict[str, Any] | None, bool]:
    """What the answer says of a repository, and whether it says that there is none."""
    data, errors = answer.get("data"), answer.get("errors")
    node = data.get(alias, ...) if isinstance(data, dict) else ...
    if isinstance(node, dict):
        return node, False
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
    reason = f"the repository is now {name}"
    return Verdict("moved", reason, f"https://github.com/{name}", safe_move=True, note=note)


def crossref_records(dois: Iterable[str], settings: LinkSettings) -> dict[str, PaperRecord]:
    """What Crossref says of papers, by DOI, one request for each. A DOI that it does not know is missing. It
    likes to see an address (``mailto:``) in the User-Agent, which is for the user to give.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when there was no answer on one of them.
    """
    found: dict[str, Response | Failure] = {}

    def ask(doi: str) -> Check:
        found[doi] = yield Request(
            "GET",
            f"{settings.registries.crossref.rstrip('/')}/{quote(doi, safe='')}",
            {"Accept": "application/json"},
            body_limit=_MOST_BYTES,
            timeout=settings.timeout,
            trusted=True,
        )
        return None

    wanted = dict.fromkeys(dois)
    with RequestScheduler(settings, lambda _key, _found: None) as scheduler:
        for each in wanted:
            scheduler.add((each,), ask(each))
        scheduler.run(time.monotonic() + settings.budget, lambda: None)
    records = {}
    for each in wanted:
        outcome = found.get(each, Failure("given-up", "the time was used up"))
        if isinstance(outcome, Failure):
            raise OnlineError(f"Crossref could not be asked: {outcome.reason}")
        if outcome.status not in (200, 404):
            raise OnlineError(f"Crossref answers {outcome.status}")
        try:
            if outcome.status == 200:
                records[each] = read_work(each, outcome.body)
        except ValueError as error:
            raise OnlineError(str(error)) from None
    return records

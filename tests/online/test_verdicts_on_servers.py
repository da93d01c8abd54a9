"""What each behaviour of a server must be called, tried on real servers, each a host of its own."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import trustme
from scripted_server import ScriptedServer, Servers, answer
from server_behaviours import CASES, OK, Case, page

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.address_guard import AddressInfo
from mdpaperlint.online.http_client import HttpClient
from mdpaperlint.online.link_checker import check_links

SETTINGS = LinkSettings(
    timeout=1.0,
    retries=1,
    backoff=0.05,
    throttle_wait=0.2,
    retry_after_cap=0.4,
    allow_private=True,
    cache=False,
)


def resolved(host: str, port: int) -> list[AddressInfo]:
    """The only name there is, beside numbers."""
    if host in ("names.example", "wrong.example", "expired.example", "unknown-ca.example"):
        host = "127.0.9.1"
    elif host == "mute.example":
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    elif host == "nowhere.example":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class World(NamedTuple):
    verdicts: dict[str, Verdict]
    servers: dict[str, ScriptedServer]
    words: dict[str, str]


def tls_context(authority: trustme.CA, *names: str, expired: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    until = datetime.now(UTC) - timedelta(days=1) if expired else None
    authority.issue_cert(*names, not_after=until).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    authority, stranger = trustme.CA(), trustme.CA()
    bundle = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    with Servers() as servers, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(bundle))
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "http_proxy", "https_proxy", "all_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        fine = servers.serve("127.0.9.1", {"*": page(OK)})
        by_case: dict[str, ScriptedServer] = {}
        for number, case in enumerate(CASES):
            by_case[case.name] = servers.serve(f"127.0.8.{number + 1}", case.pages)
        secure = servers.serve(
            by_case["301 to https"].address,
            {"*": page(OK)},
            tls=tls_context(authority, by_case["301 to https"].address),
        )
        words = {"@OK@": fine.url, "@TLS@": secure.url}
        for server in by_case.values():
            server.words = {key.encode(): value.encode() for key, value in words.items()}
            server.words[b"@HOST@"] = server.url.removeprefix("http://").encode()
        extra = {
            "names": f"http://names.example:{fine.port}/page",
            "no such name": "http://nowhere.example/page",
            "name server is mute": "http://mute.example/page",
            "nobody listens": "http://127.0.9.9:9/page",
        }
        for name, context in (
            ("good certificate", tls_context(authority, "names.example")),
            ("certificate of another host", tls_context(authority, "names.example")),
            ("expired certificate", tls_context(authority, "expired.example", expired=True)),
            ("unknown authority", tls_context(stranger, "unknown-ca.example")),
        ):
            host = {
                "good certificate": "names.example",
                "certificate of another host": "wrong.example",
                "expired certificate": "expired.example",
                "unknown authority": "unknown-ca.example",
            }[name]
            port = servers.serve("127.0.9.1", {"*": page(OK)}, tls=context).port
            extra[name] = f"https://{host}:{port}/page"
        to_http = page(answer(301, Location=f"http://names.example:{fine.port}/page"))
        down = servers.serve("127.0.9.2", {"*": to_http}, tls=tls_context(authority, "127.0.9.2"))
        extra["from https to http"] = f"{down.url}/page"
        urls = {case.name: by_case[case.name].url + case.start for case in CASES} | extra
        transport = HttpClient(allow_private=True, look_up=resolved)
        verdicts = check_links(urls.values(), SETTINGS, transport=transport)
        transport.close()
        yield World({name: verdicts[url] for name, url in urls.items()}, by_case, words)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_verdict(world: World, case: Case) -> None:
    verdict = world.verdicts[case.name]
    assert verdict.kind == case.kind, verdict
    assert verdict.reason.isprintable()
    assert len(verdict.reason) < 500
    if case.target is not None:
        words = {**world.words, "@SELF@": world.servers[case.name].url}
        target = case.target
        for word, value in words.items():
            target = target.replace(word, value)
        assert (verdict.target, verdict.safe_move) == (target, case.safe)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("names", "alive", "200"),
        ("no such name", "gone", "does not exist"),
        ("name server is mute", "unsure", "looking up"),
        ("nobody listens", "unsure", "connection refused"),
        ("good certificate", "alive", "200"),
        ("certificate of another host", "unsure", "certificate"),
        ("expired certificate", "unsure", "expired"),
        ("unknown authority", "unsure", "certificate"),
        ("from https to http", "moved", "moved"),
    ],
)
def test_verdict_on_names_and_certificates(world: World, name: str, kind: str, said: str) -> None:
    verdict = world.verdicts[name]
    assert verdict.kind == kind, verdict
    assert said in verdict.reason
    assert not verdict.safe_move


@pytest.mark.slow
def test_a_body_is_not_read_beyond_what_recognises_a_challenge(world: World) -> None:
    assert world.servers["200"].requests == [("HEAD", "/page")]
    assert world.servers["404"].requests == [("HEAD", "/page"), ("GET", "/page")]

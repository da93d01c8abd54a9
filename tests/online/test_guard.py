"""No link and no redirect of a stranger's list reaches into a private network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from scripted_server import Script, ScriptedServer, Servers, answer

from mdpaperlint.model.link_settings import LinkSettings, Registries
from mdpaperlint.online.address_guard import AddressGuard, AddressInfo, is_public
from mdpaperlint.online.http_client import HttpClient
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_checker import check_links

SETTINGS = LinkSettings(timeout=2.0, retries=0, backoff=0.01, cache=False)

FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 100.100.100.200 168.63.129.16
:: ::1 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 ::ffff:169.254.169.254
64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::7f00:1 100::1 2001::7f00:1
2001:0:4136:e378:8000:63bf:3fff:fdd2
2001:db8::1 2001:10::1 2001:20::1 2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe:: 3fff::1 5f00::1
fc00::1 fd00:ec2::254 fd12::1 fe80::1
fe80::1%eth0 fec0::1 ff02::1 ff0e::1 2a00:1450:4001:81b:0:5efe:7f00:1 not-an-address 1.2.3 127.1 2130706433
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 128.84.21.199 169.253.255.255
172.15.0.1 172.32.0.1
192.0.1.1 192.167.1.1 198.17.0.1 198.20.0.1 223.255.255.255 151.101.1.42
2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001:81b::200e 64:ff9b::8.8.8.8
::ffff:8.8.8.8 2002:808:808::1
""".split()


@pytest.mark.parametrize("address", FORBIDDEN)
def test_forbidden_address(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address(address: str) -> None:
    assert is_public(address)


HOSTILE_HOSTS = """
127.0.0.1 127.0.0.53 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0 0.0.0.0
localhost LOCALHOST localhost. [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1]
[::127.0.0.1] user@127.0.0.1
user:secret@localhost 127.0.0.1%23@example.org 1.1.1.1@127.0.0.1 ①②⑦.⓪.⓪.① 127。0。0。1 127.0.0.1.
private.example mixed-case.PRIVATE.example loopback6.example metadata.example nat64.example
sixtofour.example mapped.example
""".split()

NAMES = {
    "private.example": ["127.0.0.1"],
    "mixed-case.private.example": ["127.0.0.1", "127.0.0.53"],
    "loopback6.example": ["::1"],
    "metadata.example": ["169.254.169.254"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::"],
    "mapped.example": ["::ffff:127.0.0.1"],
}


def info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


def resolved(host: str, port: int) -> list[AddressInfo]:
    known = NAMES.get(host.lower().rstrip("."))
    if known is not None:
        return [info(address, port) for address in known]
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def resolved_numbers(host: str, port: int) -> list[AddressInfo]:
    if host == "github.com":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return resolved(host, port)


@pytest.fixture
def traps() -> Iterator[Servers]:
    with Servers() as servers:
        yield servers


def trap(servers: Servers, address: str = "127.0.0.1") -> ScriptedServer:
    return servers.serve(address, {"*": {"HEAD": [answer(200)], "GET": [answer(200)]}})


@pytest.fixture(scope="module")
def listening() -> Iterator[list[ScriptedServer]]:
    with Servers() as servers:
        yield [trap(servers), trap(servers, "127.0.0.53"), trap(servers, "::1")]


@pytest.mark.parametrize("host", HOSTILE_HOSTS)
def test_hostile_address_is_not_connected_to(host: str, listening: list[ScriptedServer]) -> None:
    transport = HttpClient(look_up=resolved)
    urls = [f"http://{host}:{server.port}/{number}" for number, server in enumerate(listening)]
    urls += [f"https://{host}:{server.port}/{number}" for number, server in enumerate(listening)]
    verdicts = check_links(urls, SETTINGS, transport=transport)
    transport.close()
    assert [server.connections for server in listening] == [0, 0, 0]
    assert len(verdicts) == len(urls)
    assert not {verdict.kind for verdict in verdicts.values()} & {"alive", "moved", "gone"}


class Steered(HttpClient):
    """Takes one loopback server for a public host, as its look-ups say."""

    def __init__(self, public: ScriptedServer) -> None:
        super().__init__(look_up=resolved)
        self._public = public
        self._real = HttpClient(allow_private=True)

    def send(self, request: Request) -> Response | Failure:
        if request.url.startswith(self._public.url):
            return self._real.send(request)
        return super().send(request)

    def close(self) -> None:
        self._real.close()
        super().close()


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirect_to_a_hostile_address_is_not_followed(status: int, traps: Servers) -> None:
    hidden = trap(traps)
    steps: dict[str, Script] = {}
    for number, host in enumerate(HOSTILE_HOSTS):
        for name, location in (
            ("direct", f"http://{host}:{hidden.port}/"),
            ("no-scheme", f"//{host}:{hidden.port}/"),
            ("twice", f"/direct-{number}"),
            ("tls", f"https://{host}:{hidden.port}/"),
        ):
            leads = answer(status, Location=location)
            steps[f"/{name}-{number}"] = {"HEAD": [leads], "GET": [leads]}
    public = traps.serve("127.0.7.7", steps)
    transport = Steered(public)
    verdicts = check_links([f"{public.url}{path}" for path in steps], SETTINGS, transport=transport)
    transport.close()
    assert hidden.connections == 0
    assert {verdict.kind for verdict in verdicts.values()} == {"unsure"}
    assert {path for _, path in public.requests} == set(steps)


def test_a_name_that_changes_between_look_ups_is_connected_to_where_it_was_vetted(traps: Servers) -> None:
    hidden = trap(traps)
    answers = count()

    def rebinding(host: str, port: int) -> list[AddressInfo]:
        # Public at first, private from then on; the public one is one that nothing can be reached at.
        return [info("192.0.1.1" if next(answers) == 0 else "127.0.0.1", port)]

    guard = AddressGuard(look_up=rebinding)
    addresses = guard.vet("rebinding.example", hidden.port)
    assert [each[4][0] for each in addresses] == ["192.0.1.1"]
    transport = HttpClient(look_up=rebinding)
    outcome = transport.send(Request("HEAD", f"http://rebinding.example:{hidden.port}/", timeout=0.5))
    transport.close()
    assert isinstance(outcome, Failure)
    assert outcome.kind == "forbidden-address"
    assert hidden.connections == 0


def test_of_mixed_answers_only_the_public_ones_are_used() -> None:
    def mixed(_host: str, port: int) -> list[AddressInfo]:
        return [info("10.0.0.1", port), info("1.1.1.1", port), info("::1", port)]

    assert [each[4][0] for each in AddressGuard(look_up=mixed).vet("mixed.example", 80)] == ["1.1.1.1"]


def test_the_next_address_is_tried_where_one_refuses(traps: Servers) -> None:
    server = trap(traps, "127.0.0.5")

    def dual(_host: str, port: int) -> list[AddressInfo]:
        # IPv6 that leads nowhere, as large sites have it and some machines.
        return [info("::1", port)] * 8 + [info(each, port) for each in ("127.0.0.6", "127.0.0.5")]

    transport = HttpClient(allow_private=True, look_up=dual)
    outcome = transport.send(Request("HEAD", f"http://dual.example:{server.port}/", timeout=5))
    transport.close()
    assert isinstance(outcome, Response)


def test_allow_private_are_asked_for_on_demand(traps: Servers) -> None:
    server = trap(traps)
    url = f"{server.url}/page"
    assert check_links([url], SETTINGS)[url].kind == "skipped"
    assert server.connections == 0
    assert check_links([url], SETTINGS._replace(allow_private=True))[url].kind == "alive"


OTHER_SCHEMES = ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "data:,x", "javascript:1"]


@pytest.mark.parametrize("url", OTHER_SCHEMES)
def test_other_schemes_are_not_asked_for(url: str) -> None:
    assert check_links([url], SETTINGS)[url].kind == "skipped"


def test_nothing_secret_leaves(traps: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No ``.netrc``, no user name of a URL, no token to a page, no header of one host to another."""
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login somebody password netrc-secret\n", encoding="ascii")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    second = trap(traps, "127.0.0.3")
    steps: dict[str, Script] = {
        "/page": {"HEAD": [answer(302, Location=f"http://other:url-secret@{second.address}:{second.port}/")]}
    }
    first = traps.serve("127.0.0.2", steps)
    settings = SETTINGS._replace(allow_private=True, github_token="token-secret")
    urls = [f"http://somebody:url-secret@{first.address}:{first.port}/page"]
    verdicts = check_links(urls, settings)
    assert [verdict.kind for verdict in verdicts.values()] == ["unsure"]
    sent = b"".join(first.raw_requests + second.raw_requests)
    assert sent.count(b"HEAD /") == 2
    assert b"secret" not in sent
    assert b"authorization" not in sent.lower()
    assert b"cookie" not in sent.lower()


def test_a_registry_that_the_user_names_may_be_private(traps: Servers) -> None:
    registry = traps.serve(
        "127.0.0.4",
        {"/api/handles/10.1234/abc": {"GET": [answer(200, b'{"responseCode": 1, "handle": "10.1234/abc"}')]}},
    )
    settings = SETTINGS._replace(registries=Registries(doi=f"{registry.url}/api/handles"))
    urls = ["https://doi.org/10.1234/abc", f"{registry.url}/admin"]
    verdicts = check_links(urls, settings)
    assert [verdicts[url].kind for url in urls] == ["alive", "skipped"]
    assert registry.requests == [("GET", "/api/handles/10.1234/abc")]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_token_does_not_follow_a_redirect(traps: Servers, status: int) -> None:
    other = trap(traps, "127.0.0.3")
    leads = answer(status, Location=f"{other.url}/graphql")
    api = traps.serve("127.0.0.4", {"/graphql": {"POST": [leads]}})
    repository = "https://github.com/owner/name"
    # Its page is not asked for: there is no such host here.
    transport = HttpClient(allow_private=True, look_up=resolved_numbers)
    settings = SETTINGS._replace(
        allow_private=True, github_token="token-secret", registries=Registries(github=f"{api.url}/graphql")
    )
    verdict = check_links([repository], settings, transport=transport)[repository]
    transport.close()
    assert verdict.kind == "unsure"
    assert b"Bearer token-secret" in api.raw_requests[0]
    assert other.connections == 0

"""The behaviours of servers that a link checker meets, each with the verdict that it must get."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple

from scripted_server import Script, Send, answer, both

from mdpaperlint.model.verdict import VerdictKind

HTML = {"Content_Type": "text/html"}
OK = answer(200, b"hello", Content_Type="text/plain")
SMALL = Send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n")
MOVED = Send(b"HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body><script></script></body></html>"
CAPTCHA = (
    b"<html><body><h1>Please verify that you are human</h1><div class='g-recaptcha'></div></body></html>"
)
ARTICLE = (
    b"<html><title>Captchas</title><body>"
    + b"<p>How a captcha works, in many words.</p>" * 80
    + b"</body></html>"
)


def head_get(head: Send, *get: Send) -> dict[str, Script]:
    return {"/page": {"HEAD": [head], "GET": get}}


def redirect(status: int, location: str, **others: Script) -> dict[str, Script]:
    pages: dict[str, Script] = dict(both(answer(status, Location=location)))
    pages.update({f"/{name}": script for name, script in others.items()})
    return pages


def page(*answers: Send) -> Script:
    return both(*answers)["/page"]


def redirected(location: str, encoding: str = "utf-8") -> Send:
    """A redirect whose Location is not told in ASCII alone."""
    return Send(MOVED.data.replace(b"/new", location.encode(encoding)))


def twice(first: str, second: str) -> Send:
    return redirected(f"{first}\r\nLocation: {second}")


def chain(length: int) -> dict[str, Script]:
    pages = {f"/{number}": page(answer(301, Location=f"/{number + 1}")) for number in range(length)}
    return {**both(answer(301, Location="/0")), **pages, f"/{length}": page(OK)}


def in_future(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


class Case(NamedTuple):
    """``start`` is where the link leads; ``target`` is where a moved one must be said to have gone."""

    name: str
    pages: Mapping[str, Script]
    kind: VerdictKind
    target: str | None = None
    safe: bool = False
    start: str = "/page"


CASES = [
    Case("200", both(OK), "alive"),
    Case("200 with a page", both(answer(200, b"<html>hello</html>", **HTML)), "alive"),
    Case("204", both(Send(b"HTTP/1.1 204 No Content\r\n\r\n")), "alive"),
    Case("a query", {"/page?a=1&b=2": page(OK)}, "alive", start="/page?a=1&b=2"),
    Case("http/1.0 without length", both(Send(b"HTTP/1.0 200 OK\r\n\r\nhello", close=True)), "alive"),
    Case("HEAD 405, GET 200", head_get(answer(405), OK), "alive"),
    Case("HEAD 403, GET 200", head_get(answer(403), OK), "alive"),
    Case("HEAD 404, GET 200", head_get(answer(404), OK), "alive"),
    Case("HEAD 501, GET 200", head_get(answer(501), OK), "alive"),
    Case("HEAD 400, GET 200", head_get(answer(400), OK), "alive"),
    Case("HEAD 500, GET 200", head_get(answer(500), OK), "alive"),
    Case("HEAD 503, GET 200", head_get(answer(503), OK), "alive"),
    Case("HEAD 401, GET 200", head_get(answer(401), OK), "alive"),
    Case("HEAD 410, GET 200", head_get(answer(410), OK), "alive"),
    Case("HEAD 404, GET 403", head_get(answer(404), answer(403)), "blocked"),
    Case("HEAD 404, GET 500", head_get(answer(404), answer(500)), "unsure"),
    Case("HEAD 404, GET stalls", head_get(answer(404), Send(stall=True)), "unsure"),
    Case("HEAD 405, GET 404", head_get(answer(405), answer(404)), "gone"),
    Case("HEAD reset, GET 200", head_get(Send(reset=True), OK), "alive"),
    Case("HEAD is no HTTP, GET 200", head_get(Send(b"what?\r\n\r\n", close=True), OK), "alive"),
    Case(
        "HEAD sends a body all the same",
        head_get(Send(b"HTTP/1.1 404 X\r\nContent-Length: 2\r\n\r\nno"), OK),
        "alive",
    ),
    Case("HEAD 200, GET 404", head_get(answer(200, b"", **HTML), answer(404)), "alive"),
    Case("HEAD 200 of a small page, GET 404", head_get(SMALL, answer(404)), "unsure"),
    Case("HEAD 200 of a small page, GET 500", head_get(SMALL, answer(500)), "alive"),
    Case("HEAD 200 of a small page, GET stalls", head_get(SMALL, Send(stall=True)), "alive"),
    Case("HEAD 200 of a small page, GET 429", head_get(SMALL, answer(429)), "alive"),
    Case("HEAD 301, GET 200", {**head_get(answer(301, Location="/new"), OK), "/new": page(OK)}, "alive"),
    Case("HEAD 301 to nothing, GET 200", head_get(answer(301, Location="/new"), OK), "alive"),
    Case("HEAD 302 to an error page, GET 200", head_get(answer(302, Location="/error"), OK), "alive"),
    Case("HEAD 302 to a login, GET 200", head_get(answer(302, Location="/login"), OK), "alive"),
    Case("HEAD 429, GET 200", head_get(answer(429), OK), "alive"),
    Case("HEAD 429 with a day, GET 200", head_get(answer(429, Retry_After="86400"), OK), "alive"),
    Case("HEAD 503 with a wait, GET 200", head_get(answer(503, Retry_After="1"), OK), "alive"),
    Case("HEAD in circles, GET 200", head_get(answer(302, Location="/page"), OK), "alive"),
    Case(
        "HEAD in a wide circle, GET 200",
        {**head_get(answer(302, Location="/a"), OK), "/a": page(answer(302, Location="/page"))},
        "alive",
    ),
    Case("HEAD to a dead host, GET 200", head_get(answer(302, Location="http://127.0.9.9:9/"), OK), "alive"),
    Case(
        "HEAD 301, GET 308",
        {**head_get(answer(301, Location="/old"), answer(308, Location="/new")), "/new": page(OK)},
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case("HEAD 301, GET 404", head_get(answer(301, Location="/new"), answer(404)), "gone"),
    Case(
        "a dozen 103 before the 200", both(Send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 12 + OK.data)), "alive"
    ),
    Case(
        "301 with backslashes",
        {**both(redirected("\\new\\page?a")), "/new/page?a": page(OK)},
        "moved",
        "@SELF@/new/page?a",
        safe=True,
    ),
    Case(
        "301 with backslashes for a host",
        redirect(301, "http:\\\\@HOST@\\new", new=page(OK)),
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case(
        "an escape sequence in lower case",
        {"/caf%c3%a9?a=%2f": page(OK)},
        "alive",
        start="/caf%c3%a9?a=%2f",
    ),
    Case(
        "301 to an escape sequence in lower case",
        redirect(301, "/caf%c3%a9", **{"caf%c3%a9": page(OK)}),
        "moved",
        "@SELF@/caf%c3%a9",
        safe=True,
    ),
    Case("301 to a host that IDNA does not take", redirect(301, "http://xn--zzzzzz-.example/"), "unsure"),
    Case("301 to a host with an empty label", redirect(301, "http://a..example/"), "unsure"),
    Case("301 to too long a label", redirect(301, f"http://{'a' * 64}.example/"), "unsure"),
    Case("301 to an unassigned letter", both(redirected("http://a\u0378.example/")), "unsure"),
    Case("301 to a session", redirect(301, "/new;jsessionid=1A", **{"new;jsessionid=1A": page(OK)}), "alive"),
    Case("301 to PHPSESSID", redirect(301, "/page?PHPSESSID=a1", **{"page?PHPSESSID=a1": page(OK)}), "alive"),
    Case("301 to an ASP session", redirect(301, "/(S(l1t))/new", **{"(S(l1t))/new": page(OK)}), "alive"),
    Case(
        "301 to tracking", redirect(301, "/new?utm_source=old", **{"new?utm_source=old": page(OK)}), "alive"
    ),
    Case("301 to consent", redirect(301, "/new?cookieSet=1", **{"new?cookieSet=1": page(OK)}), "alive"),
    Case(
        "301 by the reader's language",
        {**both(answer(301, Location="/accueil", Vary="Accept-Language")), "/accueil": page(OK)},
        "alive",
    ),
    Case("301 to English", redirect(301, "/en/page", **{"en/page": page(OK)}), "alive"),
    Case("301 to American English", redirect(301, "/new?hl=en-US", **{"new?hl=en-US": page(OK)}), "alive"),
    Case(
        "301, then 301 to a session",
        redirect(301, "/a", a=page(answer(301, Location="/b?sid=1")), **{"b?sid=1": page(OK)}),
        "moved",
        "@SELF@/a",
        safe=True,
    ),
    Case(
        "301 of what had a session",
        {"/page?sid=1": page(answer(301, Location="/new?sid=1")), "/new?sid=1": page(OK)},
        "moved",
        "@SELF@/new?sid=1",
        safe=True,
        start="/page?sid=1",
    ),
    Case("404", both(answer(404)), "gone"),
    Case("404 with a page", both(answer(404, b"<html>Not found</html>", **HTML)), "gone"),
    Case(
        "404 with a body that breaks off",
        both(Send(b"HTTP/1.1 404 X\r\nContent-Length: 99\r\n\r\nno", reset=True)),
        "gone",
    ),
    Case("404 with a body that goes on", both(Send(b"HTTP/1.1 404 X\r\n\r\n", endless=b"no" * 8000)), "gone"),
    Case("410", both(answer(410)), "gone"),
    Case("HEAD 404, GET 410", head_get(answer(404), answer(410)), "gone"),
    Case("400", both(answer(400)), "unsure"),
    Case("401", both(answer(401, WWW_Authenticate="Basic")), "blocked"),
    Case("402", both(answer(402)), "blocked"),
    Case("403", both(answer(403)), "blocked"),
    Case("407", both(answer(407)), "blocked"),
    Case("451", both(answer(451)), "blocked"),
    Case("999", both(answer(999)), "blocked"),
    Case("418", both(answer(418)), "unsure"),
    Case("429", both(answer(429)), "blocked"),
    Case("429 once", both(answer(429), OK), "alive"),
    Case("429 with seconds", both(answer(429, Retry_After="0"), OK), "alive"),
    Case("429 with a date", both(answer(429, Retry_After=in_future(1)), OK), "alive"),
    Case("429 with a past date", both(answer(429, Retry_After="Tue, 01 Jan 2019 00:00:00 GMT"), OK), "alive"),
    Case("429 with a day", both(answer(429, Retry_After="86400")), "blocked"),
    Case("429 with ages", both(answer(429, Retry_After="9" * 400)), "blocked"),
    Case("429 with a far date", both(answer(429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")), "blocked"),
    Case("429 with garbage", both(answer(429, Retry_After="soon, \x1b[31m")), "blocked"),
    Case("429, then 404", {"/page": {"HEAD": [answer(429), answer(404)], "GET": [answer(404)]}}, "gone"),
    Case("429 for GET only", head_get(answer(405), answer(429)), "blocked"),
    Case("500", both(answer(500)), "unsure"),
    Case("502 once", both(answer(502), OK), "alive"),
    Case("503", both(answer(503)), "unsure"),
    Case(
        "503 twice, with a wait",
        {"/page": {"HEAD": [answer(503)], "GET": [answer(503, Retry_After="1"), OK]}},
        "alive",
    ),
    Case("503 with a day", both(answer(503, Retry_After="86400")), "unsure"),
    Case("504, then 404", {"/page": {"HEAD": [answer(504)], "GET": [answer(504), answer(404)]}}, "gone"),
    Case("202 with a challenge", both(answer(202, CHALLENGE, **HTML)), "blocked"),
    Case("202 with a header of a firewall", both(answer(202, X_Amzn_Waf_Action="challenge")), "blocked"),
    Case("202 and nothing", both(answer(202)), "unsure"),
    Case("202 with data", both(answer(202, b"{}", Content_Type="application/json")), "alive"),
    Case("200 with a challenge", both(answer(200, CHALLENGE, **HTML)), "blocked"),
    Case("200 with a captcha", both(answer(200, CAPTCHA, **HTML)), "blocked"),
    Case("200 with an article on captchas", head_get(answer(405), answer(200, ARTICLE, **HTML)), "alive"),
    Case("403 with a challenge", both(answer(403, CHALLENGE, Cf_Mitigated="challenge", **HTML)), "blocked"),
    Case("503 with a challenge", head_get(answer(503), answer(503, CHALLENGE, **HTML)), "blocked"),
    Case("404 with a challenge", head_get(answer(404), answer(404, CHALLENGE, **HTML)), "blocked"),
    Case("301", redirect(301, "/new", new=page(OK)), "moved", "@SELF@/new", safe=True),
    Case("308", redirect(308, "/new", new=page(OK)), "moved", "@SELF@/new", safe=True),
    Case("302", redirect(302, "/new", new=page(OK)), "alive"),
    Case("303", redirect(303, "/new", new=page(OK)), "alive"),
    Case("307", redirect(307, "/new", new=page(OK)), "alive"),
    Case(
        "301 with its own fragment",
        redirect(301, "/new#part", new=page(OK)),
        "moved",
        "@SELF@/new#part",
        safe=True,
    ),
    Case("301 by a relative path", {**redirect(301, "b", b=page(OK))}, "moved", "@SELF@/b", safe=True),
    Case(
        "301 with spaces and a pipe",
        redirect(301, "/n e|w", **{"n%20e%7Cw": page(OK)}),
        "moved",
        "@SELF@/n%20e%7Cw",
        safe=True,
    ),
    Case(
        "301, then 308",
        redirect(301, "/a", a=page(answer(308, Location="/b")), b=page(OK)),
        "moved",
        "@SELF@/b",
        safe=True,
    ),
    Case(
        "301, then 302",
        redirect(301, "/a", a=page(answer(302, Location="/b")), b=page(OK)),
        "moved",
        "@SELF@/a",
        safe=True,
    ),
    Case("302, then 301", redirect(302, "/a", a=page(answer(301, Location="/b")), b=page(OK)), "alive"),
    Case("301 to another host", redirect(301, "@OK@/page"), "moved", "@OK@/page"),
    Case("301 to 404", redirect(301, "/new"), "gone"),
    Case("302 to 404", redirect(302, "/new"), "gone"),
    Case("301 to 403", redirect(301, "/new", new=page(answer(403))), "blocked"),
    Case("301 to 500", redirect(301, "/new", new=page(answer(500))), "unsure"),
    Case("301 without Location", both(answer(301)), "unsure"),
    Case("301 to no URL", redirect(301, "http://[broken"), "unsure"),
    Case(
        "301 in UTF-8 with a last byte that Latin-1 has for a space",
        {**both(redirected("/città")), "/citt%C3%A0": page(OK)},
        "moved",
        "@SELF@/citt%C3%A0",
        safe=True,
    ),
    Case(
        "301 in Latin-1",
        {**both(redirected("/café", "latin-1")), "/caf%E9": page(OK)},
        "moved",
        "@SELF@/caf%E9",
        safe=True,
    ),
    Case(
        "301 to a user name",
        redirect(301, "http://user:word@@HOST@/new", new=page(OK)),
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case("301 to port 0", redirect(301, "http://127.0.8.1:0/new"), "unsure"),
    Case("301 to port 99999", redirect(301, "http://127.0.8.1:99999/new"), "unsure"),
    Case("301 to a script", redirect(301, "javascript:alert(1)"), "unsure"),
    Case("301 to a file", redirect(301, "file:///etc/passwd"), "unsure"),
    Case("301 to a very long URL", both(redirected("/" + "login-" * 10_000 + "%0A")), "unsure"),
    Case("301 to control characters", {"*": page(redirected("/\x1b[31m\x07\x9b\0\u202e"))}, "unsure"),
    Case("301 to a control character in the host", both(redirected("http://a\x1b[31m.example/")), "unsure"),
    Case("two Locations that differ", {**both(twice("/new", "/dead")), "/new": page(OK)}, "unsure"),
    Case(
        "two Locations that agree",
        {**both(twice("/new", "/new")), "/new": page(OK)},
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case(
        "a Location behind a lone carriage return",
        {**both(Send(MOVED.data.replace(b"Location", b"X: a\rLocation"))), "/new": page(OK)},
        "unsure",
    ),
    Case("a lone carriage return behind a Location", both(redirected("/new\rX: a")), "unsure"),
    Case(
        "a carriage return too many",
        {**both(redirected("/new\r")), "/new": page(OK)},
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case("a NUL in the Location", both(redirected("/new\0")), "unsure"),
    Case("closed in the Location", both(Send(b"HTTP/1.1 301 X\r\nLocation: /ne", close=True)), "unsure"),
    Case(
        "closed behind the Location", both(Send(b"HTTP/1.1 301 X\r\nLocation: /ne\r\n", close=True)), "unsure"
    ),
    Case("closed in the status line", both(Send(b"HTTP/1.1 404", close=True)), "unsure"),
    Case("closed in the headers of a 404", both(Send(b"HTTP/1.1 404 X\r\nConte", close=True)), "gone"),
    Case("101", both(Send(b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")), "unsure"),
    Case("301 to mail", redirect(301, "mailto:a@b.example"), "unsure"),
    Case("301 to itself", redirect(301, "/page"), "unsure"),
    Case("a circle", redirect(301, "/a", a=page(answer(302, Location="/page"))), "unsure"),
    Case("9 redirects", chain(8), "moved", "@SELF@/8", safe=True),
    Case("30 redirects", chain(30), "unsure"),
    Case("301 to a login", redirect(301, "/login", login=page(OK)), "unsure"),
    Case(
        "302 to a sign-in with the page",
        redirect(302, "/x?next=%2Fpage", **{"x?next=%2Fpage": page(OK)}),
        "unsure",
    ),
    Case(
        "302 to consent", redirect(302, "/cookie-consent.html", **{"cookie-consent.html": page(OK)}), "unsure"
    ),
    Case("301 to an error page", redirect(301, "/404.html", **{"404.html": page(OK)}), "unsure"),
    Case("301 to an error page that says so", redirect(301, "/404.html"), "gone"),
    Case("301 to the root", redirect(301, "/", **{"": page(OK)}), "unsure"),
    Case("302 to the root of another", redirect(302, "@OK@/"), "unsure"),
    Case(
        "301 from root to root",
        {"/": page(answer(301, Location="/index.html")), "/index.html": page(OK)},
        "moved",
        "@SELF@/index.html",
        safe=True,
        start="/",
    ),
    Case("301 to https", redirect(301, "@TLS@/page"), "moved", "@TLS@/page", safe=True),
    Case("reset before the headers", both(Send(reset=True)), "unsure"),
    Case("reset once", both(Send(reset=True), Send(reset=True), OK), "unsure"),
    Case("reset in the headers", both(Send(b"HTTP/1.1 200 OK\r\nConte", reset=True)), "unsure"),
    Case("closed in the headers", both(Send(b"HTTP/1.1 200 OK\r\nConte", close=True)), "alive"),
    Case(
        "reset after the headers",
        both(Send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", reset=True)),
        "alive",
    ),
    Case("closed without a word", both(Send(close=True)), "unsure"),
    Case("stall before the headers", both(Send(stall=True)), "unsure"),
    Case("stall in the headers", both(Send(b"HTTP/1.1 200 OK\r\n", stall=True)), "unsure"),
    Case(
        "stall in the body",
        head_get(answer(405), Send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", stall=True)),
        "alive",
    ),
    Case("headers byte by byte", both(Send(drip=b"HTTP/1.1 200 OK\r\n" + b"x" * 400)), "unsure"),
    Case("HEAD stalls, GET 200", head_get(Send(stall=True), OK), "alive"),
    Case(
        "endless body", head_get(answer(405), Send(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x" * 65536)), "alive"
    ),
    Case(
        "endless chunks",
        head_get(
            answer(405),
            Send(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                endless=b"400\r\n" + b"x" * 1024 + b"\r\n",
            ),
        ),
        "alive",
    ),
    Case(
        "gzip, 1000:1",
        head_get(
            answer(405), answer(200, gzip.compress(b"\0" * 200_000_000, 1), Content_Encoding="gzip", **HTML)
        ),
        "alive",
    ),
    Case(
        "gzip that is none",
        head_get(answer(405), answer(200, b"no gzip", Content_Encoding="gzip", **HTML)),
        "alive",
    ),
    Case(
        "a challenge in gzip",
        head_get(answer(405), answer(200, gzip.compress(CHALLENGE), Content_Encoding="gzip", **HTML)),
        "blocked",
    ),
    Case(
        "huge header",
        both(Send(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 100_000 + b"\r\nContent-Length: 0\r\n\r\n")),
        "unsure",
    ),
    Case(
        "a thousand headers",
        both(Send(b"HTTP/1.1 200 OK\r\n" + b"X-A: a\r\n" * 1000 + b"Content-Length: 0\r\n\r\n")),
        "unsure",
    ),
    Case("endless headers", both(Send(b"HTTP/1.1 200 OK\r\n", endless=b"X-A: a\r\n" * 1000)), "unsure"),
    Case(
        "103, then 301",
        {
            **both(Send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + MOVED.data)),
            "/new": page(OK),
        },
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case("103 for ever", both(Send(endless=b"HTTP/1.1 103 Early Hints\r\n\r\n")), "unsure"),
    Case(
        "line feeds alone",
        {**both(Send(MOVED.data.replace(b"\r", b""))), "/new": page(OK)},
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case(
        "a folded Location",
        {**both(Send(MOVED.data.replace(b" /new", b"\r\n\t/new"))), "/new": page(OK)},
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case(
        "a line that is no header",
        {
            **both(Send(MOVED.data.replace(b"Location", b"What is this?\r\n and this?\r\nLocation"))),
            "/new": page(OK),
        },
        "moved",
        "@SELF@/new",
        safe=True,
    ),
    Case("a header with a space in its name", both(Send(MOVED.data.replace(b"n:", b"n :"))), "unsure"),
    Case("a status line of HTTP/2", both(Send(b"HTTP/2 200 OK\r\n\r\n", close=True)), "unsure"),
    Case("a status of four digits", both(Send(b"HTTP/1.1 2000 OK\r\n\r\n", close=True)), "unsure"),
    Case(
        "a cookie of a challenge before another",
        both(Send(b"HTTP/1.1 403 X\r\nSet-Cookie: cf_chl=1\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")),
        "blocked",
    ),
    Case(
        "a challenge in chunks",
        head_get(
            answer(405),
            Send(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                + b"".join(b"%x;a=b\r\n%b\r\n" % (1, bytes([each])) for each in CHALLENGE)
                + b"0\r\nX-Trailer: a\r\n\r\n"
            ),
        ),
        "blocked",
    ),
    Case(
        "two lengths that differ",
        head_get(
            answer(405),
            Send(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                b"Content-Length: 90\r\nContent-Length: 5\r\n\r\n" + CHALLENGE,
                close=True,
            ),
        ),
        "blocked",
    ),
    Case("bad status line", both(Send(b"HTTP/1.1 abc OK\r\n\r\n", close=True)), "unsure"),
    Case("status 42", both(Send(b"HTTP/1.1 42 OK\r\n\r\n", close=True)), "unsure"),
    Case("not HTTP", both(Send(b"SSH-2.0-OpenSSH_9.9\r\n", close=True)), "unsure"),
    Case(
        "chunks that are none",
        head_get(
            answer(405), Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", close=True)
        ),
        "alive",
    ),
    *(
        Case(f"HEAD {name}, GET 200", head_get(Send(data, close=True), OK), "alive")
        for name, data in {
            "has no number for its status": b"HTTP/1.1 OK 200\r\n\r\n",
            "is a page without a head": b"<html>hello",
            "breaks off in the status line": b"HTTP/1.1 2",
            "is told to go on": b"HTTP/1.1 100 Continue\r\n\r\n",
            "speaks TLS": b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n",
        }.items()
    ),
    *(Case(f"{status}", both(answer(status)), "alive") for status in (205, 206, 304)),
    *(
        Case(f"{status}", both(answer(status)), "unsure")
        for status in (300, 305, 405, 406, 408, 409, 416, 425, 501, 511, 520, 530, 600)
    ),
    *(
        Case(
            f"a body with {name}",
            head_get(answer(405), Send(b"HTTP/1.1 404 X\r\n" + field + b"\r\n\r\n5;\nhello", close=True)),
            "gone",
        )
        for name, field in {
            "a negative length": b"Content-Length: -5",
            "a length in words": b"Content-Length: five",
            "a length beyond all numbers": b"Content-Length: " + b"9" * 300,
            "an encoding that nobody knows": b"Content-Encoding: sixfold",
            "a broken chunk": b"Transfer-Encoding: chunked",
        }.items()
    ),
    *(
        Case(f"301 to {location}", redirect(301, location, **{location[1:]: page(OK)}), "alive")
        for location in (
            "/page?id=7",
            "/new;visit=1",
            "/new?osCsid=1",
            "/new?access_token=x",
            "/new?s=0123456789abcdef0123456789abcdef",
            "/new?t=1700000000",
            "/new?mtm_source=old",
            "/new?error=cookies_not_supported",
            "/new?country=DE",
            "/new?uselang=en",
            "/us-en/page",
            "/en_GB/page",
            "/us/page",
        )
    ),
    Case(
        "301 to another query",
        redirect(301, "/new?id=7", **{"new?id=7": page(OK)}),
        "moved",
        "@SELF@/new?id=7",
        safe=True,
    ),
    Case("301 to three slashes", redirect(301, "http:///127.0.8.1:0/new"), "unsure"),
    Case("301 to a host that is a user name", redirect(301, "http://@HOST@@127.0.9.9:9/new"), "unsure"),
]

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.model.link_settings import pattern_fits
from mdpaperlint.model.wording import one_line
from mdpaperlint.online.host_queues import retry_after
from mdpaperlint.online.http_messages import Response
from mdpaperlint.online.request_urls import followed, request_url


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a#b", "https://example.org/a"),
        ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c"),
        ("http://user:word@example.org/", "http://example.org/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("ftp://example.org/", None),
        ("//example.org/", None),
        ("http:///a", None),
        ("http://example.org:x/", None),
    ],
)
def test_request_url(url: str, asked: str | None) -> None:
    assert request_url(url) == asked


@given(st.text(max_size=60))
def test_request_urls_are_stable(text: str) -> None:
    for url in (text, f"http://example.org/{text}", f"https://{text}"):
        asked = request_url(url)
        assert asked is None or request_url(asked) == asked


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b?c=d#e", "http://a.example/b?c=d#e"),
        ("b", "http://a.example/x/b"),
        ("//b.example/", "http://b.example/"),
        ("/a b|c<d>`e`\\", "http://a.example/a%20b%7Cc%3Cd%3E%60e%60/"),
        ("\\b\\c?d\\e#f\\", "http://a.example/b/c?d%5Ce#f%5C"),
        ("\\\\b.example\\c", "http://b.example/c"),
        ("https:\\\\b.example/c", "https://b.example/c"),
        ("/caf\u00c3\u00a9", "http://a.example/caf%C3%A9"),
        ("http://b\u00c3\u00bccher.example/", "http://xn--bcher-kva.example/"),
        ("/%E4%BD%A0", "http://a.example/%E4%BD%A0"),
    ],
)
def test_where_a_location_leads(location: str, target: str) -> None:
    assert followed("http://a.example/x/y", location) == target


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_a_location_is_printable_ascii_without_what_breaks_a_link(location: str) -> None:
    with suppress(ValueError):
        target = followed("http://a.example/x", location)
        assert target.isascii()
        assert target.isprintable()
        assert not set(target) & set(' <>|\\`"')


def test_a_pattern_of_a_stranger_takes_no_time() -> None:
    assert not pattern_fits("https://*" + "a*" * 5_000 + "b", "https://" + "a" * 200_000)


@given(st.text(max_size=40))
def test_no_retry_after_is_longer_than_the_cap(value: str) -> None:
    wait = retry_after(Response(429, {"retry-after": value}), cap=7.0)
    assert wait is None or 0.0 <= wait <= 7.0


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("0", 0.0),
        ("5", 5.0),
        (" 5 ", 5.0),
        ("86400", 60.0),
        ("9" * 5000, 60.0),
        ("Tue, 01 Jan 2999 00:00:30 GMT", 60.0),
        ("Tue, 01 Jan 2999 00:00:30 -0000", 60.0),
        ("Mon, 31 Dec 2001 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 60.0),
        ("٥", None),
    ],
)
def test_retry_after(value: str | None, wait: float | None) -> None:
    response = Response(429, {} if value is None else {"retry-after": value})
    assert retry_after(response, cap=60.0) == wait


@given(st.text(max_size=2000))
def test_what_a_server_says_becomes_one_printable_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 300
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)

"""What is made of a Location header, however it is written."""

from __future__ import annotations

import time

from mdpaperlint.online.http_messages import Response
from mdpaperlint.online.redirect_chain import PageAnswer, Step, judge, read
from mdpaperlint.online.request_urls import followed


def test_a_long_path_is_read_in_the_time_that_its_length_takes() -> None:
    url = "http://a.example/"
    location = "/" + "login-" * 10_000 + "%0A"
    steps = [
        Step(url, PageAnswer("redirect", "", location=location, status=301)),
        Step(f"http://a.example{location}", PageAnswer("there", "")),
    ]
    before = time.process_time()
    assert not isinstance(judge(steps), str)
    # With the square of the length it was five seconds.
    assert time.process_time() - before < 1


def test_a_location_is_read_as_what_it_says() -> None:
    page = "http://a.example/b/c?d"
    assert followed(page, "?x") == "http://a.example/b/c?x"
    assert followed(page, "//b.example/x y") == "http://b.example/x%20y"
    assert followed(page, "http://stra\xc3\x9fe.example:81/") == "http://xn--strae-oqa.example:81/"
    assert followed(page, "http://a:b@c.example/") == "http://c.example/"


def test_no_answer_keeps_more_of_an_answer_than_a_url() -> None:
    answer = read("http://a.example/", Response(301, {"location": "/" * 60_000}))
    assert answer == PageAnswer("unsure", "redirects (301) to a URL of 60,000 characters", 301)

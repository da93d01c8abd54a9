"""No input costs more than its length: parser, rules, fixer and report together."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from harmless_properties import NoFiles, Setting
from limit_shapes import SHAPES
from mdpaperlint.engine.document_check import check_document
from mdpaperlint.engine.findings import locate
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.markdown.parser import parse
from mdpaperlint.reporting import ReportOptions, render
from mdpaperlint.reporting.terminal import Style
from mdpaperlint.rules.base import Context, Options

#: So many times the input may take so many times as long: what is quadratic takes sixteen times, and half as
#: long again is what another process that wants the machine adds.
LARGER, MOST = 4, 6
#: What is shorter is noise, in seconds.
NOISE = 0.01
SIZE = 5_000
ATTEMPTS = 6


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds(text: str, setting: Setting) -> float:
    """CPU time of a run as `mdpaperlint.lint` makes it, with every rule there is, and of its reports: the one
    that shows lines, and one that says what each violation is about.
    """
    begun = time.process_time()
    document = parse(text)
    report = check_document(document, setting.rules, Context(Options(), NoFiles()))
    run = Run((FileReport("README.md", findings=locate(document, report.violations)),))
    for name in ("text", "json"):
        for _ in render(name, run, ReportOptions(Style())):
            pass
    spent = time.process_time() - begun
    assert not report.failures
    return spent


@pytest.mark.slow
@pytest.mark.usefixtures("no_garbage_collection")
@pytest.mark.parametrize("name", SHAPES)
def test_four_times_the_input_takes_at_most_six_times_as_long(name: str) -> None:
    setting = Setting()
    small, large = SHAPES[name](SIZE), SHAPES[name](LARGER * SIZE)
    assert len(large) > 2.5 * len(small)
    seconds(small, setting)
    of_small = of_large = float("inf")
    # The best of several, and no more than it takes to tell: another process may have had the machine.
    for _ in range(ATTEMPTS):
        of_small, of_large = min(of_small, seconds(small, setting)), min(of_large, seconds(large, setting))
        if of_large <= MOST * of_small + NOISE:
            return
    # Perhaps only more than noise by a hair; what is quadratic shows more clearly at a larger size.
    of_largest = min(seconds(SHAPES[name](LARGER**2 * SIZE), setting) for _ in range(3))
    assert of_largest <= MOST * of_large + NOISE, (of_small, of_large, of_largest)


@pytest.mark.parametrize(
    "name",
    [
        "wide table",
        "nested quotes",
        "nested quotes on many lines",
        "short rows",
        "headings",
        "100,000 links",
        "lone pipes",
    ],
)
def test_what_is_beyond_a_bound_is_left_out_and_said(name: str) -> None:
    document = parse(SHAPES[name](700_000))
    assert document.notices
    assert all("more than" in notice.message or "too many" in notice.message for notice in document.notices)

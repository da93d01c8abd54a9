"""Whatever a list holds, checking and mending it does no harm; see SECURITY.md for what is promised."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmless_properties import PROPERTIES, Setting, any_subset_of_fixes_applies
from hostile_documents import document, line_end_of, mutated

DOCUMENTS = st.builds(
    lambda parts, line_end, mark, last: document(parts, line_end_of(line_end), mark=mark, last=last),
    st.lists(st.integers(0, 2**30), min_size=1, max_size=6),
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
)
ACCIDENTS = st.builds(mutated, DOCUMENTS, st.randoms(use_true_random=False))
# 0 is for the default options of all rules.
SETTINGS = st.one_of(st.just(0), st.integers(1, 1000)).map(Setting)
EXAMPLES = int(os.environ.get("MDPAPERLINT_EXAMPLES", "60"))


@pytest.mark.parametrize("name", PROPERTIES)
@given(text=st.one_of(DOCUMENTS, ACCIDENTS), setting=SETTINGS)
@settings(max_examples=EXAMPLES)
def test_what_holds_for_every_text(name: str, text: str, setting: Setting) -> None:
    PROPERTIES[name](text, setting)


@given(text=ACCIDENTS, setting=SETTINGS, random=st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES)
def test_any_subset_of_fixes_applies(text: str, setting: Setting, random: object) -> None:
    any_subset_of_fixes_applies(text, setting, random)  # type: ignore[arg-type]


@given(st.text(max_size=200))
@settings(max_examples=EXAMPLES)
def test_any_text_at_all(text: str) -> None:
    setting = Setting()
    for name, check in PROPERTIES.items():
        if name != "GitHub shows the same but for the edits" or not any(map(_is_surrogate, text)):
            check(text, setting)


def _is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


# Found by hypothesis or the fuzz target; what was wrong has a test of its own where it was mended.
FOUND = [
    ("|\r\f", 0),
    ("||||\n>-|-|-", 904),
    ("- )\n|||\n--\n\t#", 396),
    ("- ->\n|日期|标题|:|\n|23||p1|\n\n    [", 318),
    ("r||\n- |\n<r>\n[||||\n-|-|-|-\n+ )\n\n  +", 558),
    ("- ||||\n  -|-|-\n  ->", 546),
    ("||\r|-\rd|\r\f", 0),
    ("[](\x00)", 0),
    ("=2 <!--mdpaperlint-disable-line until \n-->", 0),
    (" + 5\n |e||\n\t--|-|-", 230),
    ("e\n|-\n\x0b|x", 0),
    ("||\r|-\n0\r||\n\n", 0),
]


@pytest.mark.parametrize(("text", "number"), FOUND)
def test_what_once_did_harm(text: str, number: int) -> None:
    for check in PROPERTIES.values():
        check(text, Setting(number))


def test_the_fuzz_target_runs() -> None:
    program = Path(__file__).with_name("fuzz.py")
    ended = subprocess.run(
        [sys.executable, program, "--seconds", "0.5", "--seed", "7"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count(" cases ") == len(PROPERTIES)

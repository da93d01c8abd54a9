from __future__ import annotations

import re

import pytest

from mdpaperlint.lazy_pattern import lazy_pattern


def test_every_method_answers_as_that_of_a_compiled_pattern() -> None:
    text = "2024-05 and 2023-11"
    compiled = re.compile(r"(?P<year>\d{4})-(\d\d)", re.ASCII)

    def lazy() -> re.Pattern[str]:
        return lazy_pattern(r"(?P<year>\d{4})-(\d\d)", re.ASCII)

    for pattern in (lazy(), compiled):
        found = pattern.search(text, 3)
        assert found is not None
        assert (found["year"], found.span()) == ("2023", (12, 19))
    assert lazy().findall(text) == compiled.findall(text)
    assert [each.span() for each in lazy().finditer(text)] == [
        each.span() for each in compiled.finditer(text)
    ]
    assert lazy().fullmatch(text) is None
    assert lazy().match(text) is not None
    assert lazy().split(text) == compiled.split(text)
    assert lazy().sub("", text) == compiled.sub("", text)
    assert lazy().subn("", text, count=1) == compiled.subn("", text, count=1)
    assert lazy().groupindex == {"year": 1}
    assert lazy().flags == compiled.flags


def test_a_faulty_pattern_is_told_at_the_first_use() -> None:
    pattern = lazy_pattern("(")
    with pytest.raises(re.error, match="missing"):
        pattern.search("text")

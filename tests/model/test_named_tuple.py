"""Named tuples as ``typing`` makes them, made more quickly."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from mdpaperlint.model.named_tuple import NamedTuple


class Place(NamedTuple):
    """Where it is."""

    start: int
    end: int = 7
    note: str | None = None

    @property
    def length(self) -> int:
        return self.end - self.start

    def moved(self, by: int) -> Place:
        return self._replace(start=self.start + by, end=self.end + by)


class Original(typing.NamedTuple):
    """Where it is."""

    start: int
    end: int = 7
    note: str | None = None


class Farther(Place):
    __slots__ = ()

    def moved(self, by: int) -> Place:
        return super().moved(by + 1)


def test_it_is_made_like_a_call() -> None:
    assert Place(1) == (1, 7, None)
    assert Place(1, 2, "x") == Place(note="x", end=2, start=1) == (1, 2, "x")
    assert repr(Place(1, note="x")) == "Place(start=1, end=7, note='x')"
    assert (Place(3).start, Place(3).length) == (3, 4)
    assert Place(1).moved(2) == (3, 9, None)
    assert Farther(1).moved(2) == (4, 10, None)
    assert type(Farther(1).moved(2)) is Farther
    start, *rest = Place(1)
    assert (start, rest) == (1, [7, None])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, "x", 4),
        lambda kind: kind(1, begin=2),
        lambda kind: kind(1, start=2),
        lambda kind: kind._make((1, 2)),
        lambda kind: setattr(kind(1), "start", 2),
        lambda kind: setattr(kind(1), "other", 2),
        lambda kind: kind(1).other,
    ],
)
def test_faults_are_told_as_by_typing(wrong: Callable[[Any], object]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as expected:
        wrong(Original)
    with pytest.raises(expected.type) as found:
        wrong(Place)
    assert str(found.value) == str(expected.value).replace("Original", "Place")
    # Before Python 3.13, typing raises a ValueError here.
    with pytest.raises(TypeError, match=r"^Got unexpected field names: \['begin'\]$"):
        Place(1)._replace(begin=2)  # type: ignore[call-arg]


def test_what_other_code_asks_of_a_named_tuple() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__doc__"):
        assert getattr(Place, name) == getattr(Original, name)
    assert typing.get_type_hints(Place) == typing.get_type_hints(Original)
    assert Place(1)._asdict() == {"start": 1, "end": 7, "note": None}
    assert Place._make(iter((1, 2, "x"))) == Place(1, 2, "x")
    assert hash(Place(1)) == hash((1, 7, None))
    assert sorted([Place(2), Place(1)]) == [Place(1), Place(2)]
    assert not hasattr(Place(1), "__dict__")
    match Place(1, 2):
        case Place(start, end):
            assert (start, end) == (1, 2)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_is_carried_to_other_processes(protocol: int) -> None:
    carried = pickle.loads(pickle.dumps(Place(1, 2, "x"), protocol))
    assert type(carried) is Place
    assert carried == Place(1, 2, "x")
    assert copy.deepcopy(carried) == carried

"""``typing.NamedTuple`` in a twelfth of the time that it takes to make a class.

A hundred such classes are made before the first line of a list is read. ``typing`` compiles every annotation
and ``collections`` a constructor for each class, which for a short list takes longer than to check it. Type
checkers see ``typing.NamedTuple``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from functools import cache
    from operator import itemgetter
    from types import FunctionType

    try:
        # What the fields of `collections.namedtuple` are: quicker than a property.
        from _collections import _tuplegetter as field_getter
    except ImportError:

        def field_getter(number, documentation):
            return property(itemgetter(number), doc=documentation)

    class _Tuple(tuple):
        """What all of them have: as ``collections.namedtuple`` documents it."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, iterable):
            made = tuple.__new__(cls, iterable)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **values):
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise TypeError(f"Got unexpected field names: {list(values)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

    @cache
    def _constructor(count):
        """The code of a constructor with so many fields, whose names are still to be filled in."""
        names = ", ".join(f"field{number}" for number in range(count))
        return eval(f"lambda cls, {names}: make(cls, ({names},))", {}).__code__

    class _NamedTupleMeta(type):
        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace["__annotations__"])
            defaults = {field: namespace[field] for field in fields if field in namespace}
            code = _constructor(len(fields)).replace(co_name="__new__", co_varnames=("cls", *fields))
            constructor = FunctionType(code, {"make": tuple.__new__}, "__new__", tuple(defaults.values()))
            constructor.__qualname__ = f"{name}.__new__"
            namespace |= {field: field_getter(number, field) for number, field in enumerate(fields)}
            namespace |= {
                "__new__": constructor,
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
            }
            return type(name, (_Tuple,), namespace)

    class NamedTuple(metaclass=_NamedTupleMeta):
        """See :class:`typing.NamedTuple`."""

"""TOML values as the options of a rule want them."""

from __future__ import annotations

from typing import Any, Literal, Union, get_args, get_origin

from mdpaperlint.model.wording import did_you_mean
from mdpaperlint.rules.base import Options


def option_types(kind: type[Options]) -> dict[str, Any]:
    """The annotations of a rule's options, by attribute name."""
    from typing import get_type_hints

    return {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}


def convert(value: object, annotation: Any) -> object:
    """A TOML value as the annotation wants it.

    Raises :class:`ValueError` with what was expected and what was found.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in (bool, int, str):
        if type(value) is annotation:
            return value
    elif annotation is float:
        if type(value) in (int, float):
            return float(value)  # type: ignore[arg-type]
    elif origin is Literal:
        if value in arguments and type(value) in {type(each) for each in arguments}:
            return value
        choices = " or ".join(toml_value(each) for each in arguments)
        hint = (
            did_you_mean(value, [each for each in arguments if isinstance(each, str)])
            if isinstance(value, str)
            else ""
        )
        raise ValueError(f"must be {choices}, not {toml_value(value)}{hint}")
    elif origin is tuple:
        if isinstance(value, list):
            return tuple(convert(each, arguments[0]) for each in value)
    elif origin is dict:
        if isinstance(value, dict):
            return {key: _convert_entry(key, each, arguments[1]) for key, each in value.items()}
    elif isinstance(annotation, type) and issubclass(annotation, Options):
        if isinstance(value, dict):
            return _nested_options(value, annotation)
    elif origin is Union or type(annotation).__name__ == "UnionType":
        failures = []
        for each in arguments:
            if each is not type(None):
                try:
                    return convert(value, each)
                except ValueError as error:
                    failures.append(str(error))
        raise ValueError(failures[0])
    elif annotation in (object, Any):
        return value
    else:
        raise TypeError(f"options cannot be of the type {annotation!r}")
    raise ValueError(f"must be {_expected(annotation)}, not {toml_type(value)}")


def _convert_entry(key: str, value: object, annotation: Any) -> object:
    try:
        return convert(value, annotation)
    except ValueError as error:
        raise ValueError(f'"{key}": {error}') from None


def _nested_options(table: dict[str, object], kind: type[Options]) -> Options:
    """A table within a rule's options. Raises :class:`ValueError`."""
    annotations = option_types(kind)
    keys = {name.replace("_", "-"): name for name in annotations}
    values: dict[str, object] = {}
    for key, given in table.items():
        if key not in keys:
            raise ValueError(f"no such option as {key}{did_you_mean(key, list(keys))}")
        try:
            values[keys[key]] = convert(given, annotations[keys[key]])
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return kind(**values)


def _expected(annotation: Any) -> str:
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return "a list of strings" if inner is str else "a list"
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, Options)):
        return "a table"
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}[annotation]


def toml_type(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_value(value)
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return f"a {type(value).__name__}"


def toml_value(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "..."
        return f'"{shown}"'
    return toml_type(value)

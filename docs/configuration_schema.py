"""The JSON schema of the configuration, made from what the code reads.

python docs/configuration_schema.py > schema.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin

from mdpaperlint.configuration.configuration_file import option_types
from mdpaperlint.configuration.file_settings import ALL
from mdpaperlint.configuration.links_table import HOST_NUMBERS, LONGEST_USER_AGENT, NUMBERS, REPORTED
from mdpaperlint.model.violation import Severity
from mdpaperlint.pages import HOME, page_url
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Options

ADDRESS = f"{HOME}schema.json"
_STRINGS = {"type": "array", "items": {"type": "string"}}


def schema() -> dict[str, Any]:
    selectors = {"type": "array", "items": {"$ref": "#/definitions/selector"}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ADDRESS,
        "title": "mdpaperlint.toml",
        "description": "The configuration of mdpaperlint, a linter for paper lists kept in Markdown.",
        **_table(
            {
                "select": selectors | _say("The rules that run, in place of the default ones."),
                "extend-select": selectors | _say("Rules that run beside the selected ones."),
                "ignore": selectors | _say("Rules that do not run."),
                "severity": _table(
                    {rule.name: {"enum": list(get_args(Severity))} | _say(rule.summary) for rule in RULES}
                )
                | _say("Rules whose violations are errors or warnings other than by default."),
                "exclude": _STRINGS | _say("Files and folders that are left out: patterns as in .gitignore."),
                "baseline": {"type": "string", "minLength": 1}
                | _say("The file of known violations, from the folder of the configuration."),
                "per-file-ignores": {"type": "object", "additionalProperties": selectors}
                | _say("Rules that do not run on the files of a pattern as in .gitignore."),
                "rules": _table({rule.name: _rule(rule) for rule in RULES}) | _say("Options of rules."),
                "online": {"type": "boolean", "default": False}
                | _say("Whether links are asked for, as with --online."),
                "links": _links() | _say("How links are asked for with --online."),
            }
        ),
        "definitions": {
            "selector": {
                "anyOf": [
                    {"const": ALL} | _say("All rules."),
                    *({"const": rule.name} | _say(rule.summary) for rule in RULES),
                ]
            }
        },
    }


def _say(description: str) -> dict[str, str]:
    return {"description": description}


def _table(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _rule(rule: Any) -> dict[str, Any]:
    return _options(rule.Options) | _say(f"{rule.summary} {page_url(rule.name)}")


def _options(kind: type[Options]) -> dict[str, Any]:
    properties = {}
    for name, annotation in option_types(kind).items():
        default = getattr(kind, name, None)
        properties[name.replace("_", "-")] = _value(annotation) | (
            {"default": default} if isinstance(default, bool | int | float | str | tuple) else {}
        )
    return _table(properties)


def _value(annotation: Any) -> dict[str, Any]:
    """What :func:`mdpaperlint.configuration.configuration_file.convert` takes for the annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _value(arguments[1])}
    if origin is Union or type(annotation).__name__ == "UnionType":
        return {"anyOf": [_value(each) for each in arguments if each is not type(None)]}
    if isinstance(annotation, type) and issubclass(annotation, Options):
        return _options(annotation)
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return {"type": names[annotation]} if annotation in names else {}


def _links() -> dict[str, Any]:
    pattern = {"type": "string", "minLength": 1} | _say("A URL, in which * stands for any characters.")
    status = {"type": "integer", "minimum": 100, "maximum": 999}
    accepted = _table({"pattern": pattern, "status": {"type": "array", "items": status}})
    ignored = _table(
        {
            "pattern": pattern,
            "reason": {"type": "string"},
            "until": {"type": "string", "format": "date"} | _say("The last day on which it is ignored."),
        }
    ) | {"required": ["pattern"]}
    return _table(
        {
            **_numbers(NUMBERS),
            "fail-on": {"type": "array", "items": {"enum": list(REPORTED)}, "uniqueItems": True}
            | _say("The verdicts that fail a run."),
            "ignore": {"type": "array", "items": {"anyOf": [{"type": "string", "minLength": 1}, ignored]}}
            | _say("Links that are not asked for."),
            "accept": {"type": "array", "items": accepted | {"required": ["pattern", "status"]}}
            | _say("HTTP statuses that are as good as 200."),
            "user-agent": {"type": "string", "pattern": "^[ -~]*$", "maxLength": LONGEST_USER_AGENT}
            | _say("What the hosts of links are told of who asks."),
            "badges": {"type": "boolean", "default": False} | _say("Whether badges are asked for, too."),
            "hosts": {"type": "object", "additionalProperties": _table(_numbers(HOST_NUMBERS))}
            | _say("What is other for one host."),
        }
    )


def _numbers(numbers: tuple[tuple[str, str, bool, float, float], ...]) -> dict[str, Any]:
    return {
        key: {"type": "integer" if whole else "number", "minimum": lowest, "maximum": highest}
        for key, _, whole, lowest, highest in numbers
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=1) + "\n")

"""The JSON schema of the configuration says of a configuration what the linter says of it."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from configuration_schema import schema

from mdpaperlint import ConfigError
from mdpaperlint.configuration.configuration_file import KEYS, load_config
from mdpaperlint.configuration.links_table import KEYS as LINK_KEYS
from mdpaperlint.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = jsonschema.Draft7Validator(schema(), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
TABLES = [
    pytest.param(table, id=f"{page.stem}-{number}")
    for page in (*sorted((ROOT / "rules").glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
    for number, table in enumerate(re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.S))
    if "language-server" not in table
]


def as_json(value: Any) -> Any:
    """TOML has dates, and JSON has them as strings: so do the readers of TOML that know schemas."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def is_valid(text: str) -> bool:
    return bool(VALIDATOR.is_valid(as_json(tomllib.loads(text))))


def is_read(text: str, folder: Path) -> bool:
    path = folder / "mdpaperlint.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_config(str(path), {rule.name: rule for rule in RULES})
    except ConfigError:
        return False
    return True


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


def test_it_knows_every_key_and_every_option() -> None:
    properties = schema()["properties"]
    assert set(properties) == set(KEYS)
    assert set(properties["links"]["properties"]) == set(LINK_KEYS)
    assert set(properties["rules"]["properties"]) == {rule.name for rule in RULES}
    for rule in RULES:
        assert rule.summary in properties["rules"]["properties"][rule.name]["description"]


@pytest.mark.parametrize("text", TABLES)
def test_what_the_pages_show_is_valid(text: str, tmp_path: Path) -> None:
    assert is_read(text, tmp_path)
    assert is_valid(text)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ('select = ["all"]', True),
        ('select = ["raged-row"]', False),
        ("ignore = 1", False),
        ('ignored = ["ragged-row"]', False),
        ('severity = { ragged-row = "error" }', True),
        ('severity = { ragged-row = "fatal" }', False),
        ('baseline = ""', False),
        ("online = 1", False),
        ('"per-file-ignores" = { "a/*.md" = ["all"] }', True),
        ('"per-file-ignores" = { "a/*.md" = ["al"] }', False),
        ('[rules.unordered-rows]\norder = "newest-first"', True),
        ('[rules.unordered-rows]\norder = "newest"', False),
        ("[rules.unordered-rows]\nsort = true", False),
        ("[rules.inconsistent-arxiv-link]\nminimum-links = 7", True),
        ("[rules.inconsistent-arxiv-link]\nminimum-links = 7.5", False),
        ("[rules.inconsistent-arxiv-link]\nminimum-links = true", False),
        ("[links]\nretries = 3\ntimeout = 2.5", True),
        ("[links]\nretries = 3.5", False),
        ("[links]\nretries = 11", False),
        ('[links]\nfail-on = ["alive"]', False),
        ('[links]\nfail-on = ["gone", "gone"]', False),
        ('[links.hosts."example.org"]\ngap = 1', True),
        ('[links.hosts."example.org"]\ntimeout = 1', False),
        ('[[links.ignore]]\npattern = "https://example.org/*"\nuntil = 2027-01-31', True),
        ('[[links.ignore]]\npattern = "https://example.org/*"\nuntil = "31.1.2027"', False),
        ('[[links.ignore]]\nreason = "none"', False),
        ('[[links.accept]]\npattern = "https://example.org/*"\nstatus = [403, 999]', True),
        ('[[links.accept]]\npattern = "https://example.org/*"\nstatus = [99]', False),
        ('[[links.accept]]\npattern = "https://example.org/*"', False),
        ('[links]\nuser-agent = "our-list/1.0"', True),
        ('[links]\nuser-agent = "café"', False),
    ],
)
def test_it_says_what_the_linter_says(text: str, valid: bool, tmp_path: Path) -> None:
    assert is_read(text, tmp_path) == valid
    assert is_valid(text) == valid

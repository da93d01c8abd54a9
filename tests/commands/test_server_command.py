from __future__ import annotations

import sys

import pytest

from mdpaperlint.cli import main


def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pygls", None)
    assert main(["server"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(
        'mdpaperlint: error: the language server needs an extra: pip install "mdpaperlint[lsp]"'
    )

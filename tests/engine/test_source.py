from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mdpaperlint.engine.source_text import SourceError, read_source


@pytest.mark.parametrize(
    "data",
    [b"", b"a\n", b"a\r\nb\rc\n", b"\xef\xbb\xbf# a\n", "表 🎓\u2028 \x00\x0c".encode(), b"no newline"],
)
def test_text_encodes_to_the_bytes_of_the_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(data)
    source = read_source(path)
    assert source.text.encode("utf-8") == data
    assert source.path == path


def test_byte_order_mark_stays_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(b"\xef\xbb\xbfa")
    assert read_source(path).text == "\ufeffa"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"one\ntw\xff\n", "not UTF-8: byte 0xff at offset 6, line 2; save the file as UTF-8"),
        ("Größe".encode("latin-1"), "not UTF-8: byte 0xf6 at offset 2, line 1; save the file as UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8: byte 0xed at offset 0, line 1; save the file as UTF-8"),
        (
            "# a".encode("utf-16"),
            "not UTF-8 (it looks like UTF-16): byte 0xff at offset 0, line 1; save the file as UTF-8",
        ),
    ],
)
def test_other_encodings_are_refused_with_the_place(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(data)
    with pytest.raises(SourceError) as raised:
        read_source(path)
    assert raised.value.reason == expected
    assert str(raised.value) == f"{path}: {expected}"


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_source(tmp_path / "README.md")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        read_source(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
def test_device_that_never_ends() -> None:
    with pytest.raises(SourceError, match="is not a regular file"):
        read_source("/dev/zero")


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_loop_of_links(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.symlink_to(path)
    with pytest.raises(SourceError) as raised:
        read_source(path)
    assert "\n" not in str(raised.value)


def test_pipe_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"# from a pipe\n")
    os.close(writing)
    try:
        assert read_source(f"/dev/fd/{reading}").text == "# from a pipe\n"
    finally:
        os.close(reading)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.touch(mode=0)
    with pytest.raises(SourceError, match="permission denied"):
        read_source(path)

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("file modes, owners, locks and links are other there", allow_module_level=True)

import fcntl
import resource

from mdpaperlint.engine.source_text import Source, SourceError, read_source
from mdpaperlint.engine.writer import is_leftover, write_source

FAULTS = Path(__file__).with_name("writer_faults.py")
OLD = b"# Old\r\n\r\nno newline at the end"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_bytes(OLD)
    return path


def write(path: Path, text: str, *, in_place: bool = False) -> None:
    write_source(read_source(path), text, in_place=in_place)


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("text", ["", "new", "\ufeffa\r\nb\rc\n\x00", "表\u2028 🎓" * 5000])
def test_file_holds_exactly_the_text(path: Path, text: str, in_place: bool) -> None:
    write(path, text, in_place=in_place)
    assert path.read_bytes() == text.encode("utf-8")
    assert os.listdir(path.parent) == ["README.md"]


@pytest.mark.parametrize("in_place", [False, True])
def test_the_same_text_is_not_written(path: Path, in_place: bool) -> None:
    os.utime(path, ns=(1, 1))
    before = path.stat()
    write(path, OLD.decode(), in_place=in_place)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
@pytest.mark.parametrize("in_place", [False, True])
def test_mode_is_kept(path: Path, mode: int, in_place: bool) -> None:
    path.chmod(mode)
    write(path, "new", in_place=in_place)
    assert path.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_owner_is_kept(path: Path) -> None:
    os.chown(path, 1234, 2345)
    write(path, "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_extended_attributes_are_kept(path: Path) -> None:
    try:
        os.setxattr(path, "user.origin", b"here")
    except OSError:
        pytest.skip("this file system keeps no extended attributes")
    write(path, "new")
    assert os.getxattr(path, "user.origin") == b"here"


def test_links_are_followed_to_the_file(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "first.md").symlink_to("second.md")
    (other / "second.md").symlink_to(os.path.relpath(path, other))
    with pytest.raises(SourceError, match="leads out of the repository"):
        write(other / "first.md", "new")
    (tmp_path / ".git").mkdir()
    write(other / "first.md", "new")
    assert path.read_text() == "new"
    assert not path.is_symlink()
    assert (other / "first.md").readlink() == Path("second.md")
    assert sorted(os.listdir(other)) == ["first.md", "second.md"]


def test_hard_links_are_not_parted(path: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin.md"
    twin.hardlink_to(path)
    with pytest.raises(SourceError, match=r"README.md: has 2 hard links.*--in-place") as raised:
        write(path, "new")
    assert raised.value.path == path
    assert twin.read_bytes() == path.read_bytes() == OLD
    write(path, "new", in_place=True)
    assert twin.read_bytes() == path.read_bytes() == b"new"


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("later", [b"", b"# Old\r\n\r\nno newline at the enD", OLD + b"\n", b"\xff"])
def test_a_file_that_changed_meanwhile_is_left_alone(path: Path, later: bytes, in_place: bool) -> None:
    source = read_source(path)
    path.write_bytes(later)
    os.utime(path, ns=(path.stat().st_atime_ns, 0))
    with pytest.raises(SourceError) as raised:
        write_source(source, "new", in_place=in_place)
    assert str(raised.value) == f"{path}: was changed while it was being checked; run again"
    assert path.read_bytes() == later


def test_a_file_that_went_meanwhile_is_not_made_again(path: Path) -> None:
    source = read_source(path)
    path.unlink()
    with pytest.raises(SourceError) as raised:
        write_source(source, "new")
    assert str(raised.value) == f"{path}: cannot be written: no such file; it is left as it was"
    assert os.listdir(path.parent) == []


def test_a_character_that_utf_8_cannot_write(path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        write(path, "a\ud800")
    assert str(raised.value) == (f"{path}: a fix put in a character that UTF-8 has no form for, at offset 1")
    assert path.read_bytes() == OLD


def test_a_pipe_is_not_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "README.md"
    os.mkfifo(pipe)
    with pytest.raises(SourceError) as raised:
        write_source(Source(pipe, "old"), "new")
    assert str(raised.value) == f"{pipe}: is not a regular file and cannot be fixed"


def written_by_a_user(path: Path, *, in_place: bool) -> str:
    """Writes "new" in a process that is not root's, to whom nothing is read-only; what it said."""
    program = (
        # All that is imported: another user may not read this installation.
        "import fcntl, os, pathlib, sys\n"
        "from mdpaperlint.engine.source_text import SourceError, read_source\n"
        "from mdpaperlint.engine.writer import write_source\n"
        "if os.geteuid() == 0: os.setgroups([]), os.setgid(65534), os.setuid(65534)\n"
        "try: write_source(read_source(pathlib.Path(sys.argv[1])), 'new', in_place=sys.argv[2] == 'True')\n"
        "except SourceError as error: print(error)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, path, str(in_place)], check=True, capture_output=True, text=True
    )
    return ended.stdout


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach, unlike that of the tests."""
    with TemporaryDirectory(prefix="mdpaperlint-") as name:
        os.chmod(name, 0o777)
        yield Path(name)


@pytest.mark.parametrize("in_place", [False, True])
def test_a_read_only_file_is_left_alone(open_folder: Path, in_place: bool) -> None:
    path = open_folder / "README.md"
    path.write_bytes(OLD)
    path.chmod(0o444)
    assert written_by_a_user(path, in_place=in_place) == f"{path}: is read-only; it is left as it was\n"
    assert path.read_bytes() == OLD
    assert os.listdir(open_folder) == ["README.md"]


def test_in_a_read_only_folder_a_file_is_written_in_place_when_asked(open_folder: Path) -> None:
    path = open_folder / "README.md"
    path.write_bytes(OLD)
    path.chmod(0o666)
    open_folder.chmod(0o555)
    try:
        said = written_by_a_user(path, in_place=False)
        assert said.startswith(f"{path}: its folder cannot be written to; --in-place writes the file itself")
        assert path.read_bytes() == OLD
        assert written_by_a_user(path, in_place=True) == ""
        assert path.read_bytes() == b"new"
    finally:
        open_folder.chmod(0o777)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".README.md.mdpaperlint-01ab23cd.tmp", True),
        (".表.md.mdpaperlint-01ab23cd.tmp", True),
        ("README.md", False),
        (".README.md.mdpaperlint-01ab23cd.tmp.md", False),
        ("README.md.mdpaperlint-01ab23cd.tmp", False),
        (".README.md.mdpaperlint-01AB23CD.tmp", False),
        (".mdpaperlint-01ab23cd.tmp", False),
    ],
)
def test_names_of_leftovers(name: str, expected: bool) -> None:
    assert is_leftover(name) is expected


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("text", ["new", OLD.decode()])
def test_leftovers_of_a_killed_run_go_with_the_next_fix(path: Path, text: str, in_place: bool) -> None:
    leftover = path.with_name(".README.md.mdpaperlint-01ab23cd.tmp")
    leftover.write_text("half of")
    of_another_file = path.with_name(".OTHER.md.mdpaperlint-01ab23cd.tmp")
    of_another_file.write_text("half of")
    folder = path.with_name(".README.md.mdpaperlint-01ab23ce.tmp")
    folder.mkdir()
    write(path, text, in_place=in_place)
    assert not leftover.exists()
    assert of_another_file.exists()
    assert folder.exists()


def test_the_temporary_file_of_a_living_run_stays(path: Path) -> None:
    held = path.with_name(".README.md.mdpaperlint-01ab23cd.tmp")
    with held.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        write(path, "new")
        assert held.exists()
    write(path, "newer")
    assert not held.exists()


def test_a_run_that_is_writing_keeps_its_temporary_file(path: Path) -> None:
    program = (
        "import os, sys, pathlib\n"
        "from mdpaperlint.engine.source_text import read_source\n"
        "from mdpaperlint.engine.writer import write_source\n"
        "write = os.write\n"
        "def waiting(*arguments):\n"
        "    print('writes', flush=True)\n"
        "    sys.stdin.readline()\n"
        "    return write(*arguments)\n"
        "source = read_source(pathlib.Path(sys.argv[1]))\n"
        "os.write = waiting\n"
        "write_source(source, 'new')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writes\n"
        write(path, OLD.decode())
        assert len(os.listdir(path.parent)) == 2
        other.communicate("\n")
    assert other.returncode == 0
    assert path.read_bytes() == b"new"
    assert os.listdir(path.parent) == ["README.md"]


@pytest.mark.skipif(os.geteuid() != 0, reason="takes two users")
def test_what_belongs_to_another_user_stops_nobody(open_folder: Path) -> None:
    open_folder.chmod(0o1777)
    path = open_folder / "README.md"
    path.write_bytes(OLD)
    path.chmod(0o666)
    leftover = open_folder / ".README.md.mdpaperlint-01ab23cd.tmp"
    leftover.write_text("half of")
    leftover.chmod(0o600)
    assert written_by_a_user(path, in_place=False).startswith(f"{path}: would become a file of another owner")
    assert path.read_bytes() == OLD
    os.chown(path, 65534, 65534)
    assert written_by_a_user(path, in_place=False) == ""
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o7777 == 0o666
    assert path.stat().st_uid == 65534
    assert leftover.read_text() == "half of"


def test_a_name_as_long_as_a_file_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("表" * 84 + ".md")
    path.write_bytes(OLD)
    left = [each for each in os.listdir(_killed_halfway(path)) if is_leftover(each)]
    assert len(left) == 1
    write(path, "new")
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == [path.name]


def _killed_halfway(path: Path) -> Path:
    """Runs the writer in a process that is killed as it writes; the folder of the path."""
    program = (
        "import os, signal, sys, pathlib\n"
        "from mdpaperlint.engine.source_text import read_source\n"
        "from mdpaperlint.engine.writer import write_source\n"
        "os.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_source(read_source(pathlib.Path(sys.argv[1])), 'new')\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, path], check=False)
    assert ended.returncode == -signal.SIGKILL
    return path.parent


def faults(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    ended = subprocess.run(
        [sys.executable, FAULTS, folder, *arguments], check=True, capture_output=True, text=True
    )
    outcomes = [json.loads(line) for line in ended.stdout.splitlines()]
    assert outcomes[0]["text"] == outcomes[-1]["text"] == "new"
    # A call that went wrong in another way than the writer expects says nothing and is not known.
    assert all(outcome["killed"] or outcome["call"] for outcome in outcomes[1:-1])
    assert not any(outcome["said"].startswith("None") for outcome in outcomes)
    # Fewer calls would mean that the wrapper missed some.
    assert len(outcomes) > 12
    return outcomes[1:-1]


@pytest.mark.parametrize("mode", ["kill-before", "kill-after", "kill-halfway"])
def test_killed_at_any_file_call_the_file_is_the_old_or_the_new_one(tmp_path: Path, mode: str) -> None:
    outcomes = faults(tmp_path, mode)
    assert all(outcome["killed"] for outcome in outcomes)
    assert {outcome["text"] for outcome in outcomes} == {"old", "new"}
    assert all(outcome["mode"] == 0o640 for outcome in outcomes)
    assert any(outcome["leftovers"] for outcome in outcomes)
    assert all(outcome["files"] == 1 + len(outcome["leftovers"]) for outcome in outcomes)
    # Nobody reads in it what the file itself would not show.
    assert {mode for outcome in outcomes for mode in outcome["leftovers"]} == {0o600, 0o640}


@pytest.mark.parametrize("mode", ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EBUSY"])
def test_when_any_file_call_fails_the_error_tells_the_truth(tmp_path: Path, mode: str) -> None:
    outcomes = faults(tmp_path, mode)
    for outcome in outcomes:
        assert outcome["text"] == ("old" if outcome["said"] else "new"), outcome
        assert outcome["files"] == 1, outcome
        assert "\n" not in outcome["said"]
    refused = {outcome["call"] for outcome in outcomes if outcome["said"]}
    assert {"open", "write", "fsync", "replace", "close"} <= refused


def test_what_others_write_meanwhile_is_kept(tmp_path: Path) -> None:
    outcomes = faults(tmp_path, "change")
    for outcome in outcomes:
        assert outcome["files"] == 1
        if outcome["call"] == "replace":
            # No system call compares and replaces at once.
            assert (outcome["text"], outcome["said"]) == ("new", "")
        else:
            assert outcome["text"] == "foreign", outcome
            assert outcome["said"] in ("was changed while it was being checked; run again", "")
    calls = [outcome["call"] for outcome in outcomes]
    refused = [outcome["call"] for outcome in outcomes if outcome["said"]]
    assert refused == calls[: calls.index("replace")]


@pytest.mark.parametrize("mode", ["EIO*", "EROFS*"])
def test_a_disk_that_fails_for_good_leaves_the_old_text(tmp_path: Path, mode: str) -> None:
    for outcome in faults(tmp_path, mode):
        assert outcome["text"] == ("old" if outcome["said"] else "new"), outcome
    for outcome in faults(tmp_path, mode, "--in-place"):
        if "half-way" not in outcome["said"]:
            assert outcome["text"] == ("old" if outcome["said"] else "new"), outcome


@pytest.mark.parametrize("mode", ["ENOSPC", "EIO"])
def test_in_place_the_old_text_is_put_back(tmp_path: Path, mode: str) -> None:
    outcomes = faults(tmp_path, mode, "--in-place")
    for outcome in outcomes:
        assert outcome["text"] == ("old" if outcome["said"] else "new"), outcome
        assert "half-way" not in outcome["said"]
        assert outcome["files"] == 1
        assert outcome["mode"] == 0o640
    refused = {outcome["call"] for outcome in outcomes if outcome["said"]}
    assert {"open", "lseek", "write", "ftruncate", "fsync"} <= refused


def test_in_place_half_a_file_is_told_of(tmp_path: Path) -> None:
    outcomes = faults(tmp_path, "EIO+", "--in-place")
    for outcome in outcomes:
        if outcome["call"] in ("lseek", "write", "ftruncate", "fsync"):
            assert outcome["said"] == (
                "writing it in place failed half-way: Input/output error; restore it from a copy"
            )
        else:
            assert outcome["text"] == ("old" if outcome["said"] else "new"), outcome
    assert "other" in {outcome["text"] for outcome in outcomes}


@pytest.mark.parametrize("mode", ["EROFS", "EACCES"])
def test_a_read_only_folder_is_told_apart(tmp_path: Path, mode: str) -> None:
    said = [outcome["said"] for outcome in faults(tmp_path, mode) if outcome["call"] == "open"]
    assert any("its folder cannot be written to; --in-place" in each for each in said)


def test_a_file_that_is_mounted_by_itself_is_told_apart(tmp_path: Path) -> None:
    for outcome in faults(tmp_path, "EBUSY"):
        assert outcome["said"].startswith(
            "cannot be replaced, perhaps as a mount of its own; --in-place"
        ) == (outcome["call"] == "replace")
    (said,) = {outcome["said"] for outcome in faults(tmp_path, "EIO") if outcome["call"] == "replace"}
    assert said == "cannot be written: Input/output error; it is left as it was"


def said_on_a_full_disk(path: Path, *, in_place: bool, room: int = 5000) -> str:
    """Writes 30,000 bytes where a file can have ``room`` of them; what was said."""
    source = read_source(path)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            write_source(source, "new" * 10_000, in_place=in_place)
        except SourceError as error:
            os.write(writing, str(error).removeprefix(f"{path}: ").encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as stream:
        said = stream.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return said


@pytest.mark.parametrize("in_place", [False, True])
def test_a_full_disk(path: Path, in_place: bool) -> None:
    said = said_on_a_full_disk(path, in_place=in_place)
    assert said == "cannot be written: File too large; it is left as it was"
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["README.md"]


def test_in_place_on_a_disk_that_takes_not_even_the_old_text(path: Path) -> None:
    path.write_bytes(OLD * 1000)
    said = said_on_a_full_disk(path, in_place=True)
    assert said == "writing it in place failed half-way: File too large; restore it from a copy"
    assert said_on_a_full_disk(path, in_place=False).startswith("cannot be written")


def test_interrupted_by_the_keyboard(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(path, "new")
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["README.md"]

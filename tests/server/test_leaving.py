from __future__ import annotations

import subprocess

from editor import COMMAND


def message(text: str) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(text), text.encode())


def test_a_client_that_is_gone_leaves_no_server_behind() -> None:
    finished = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=60, check=False)
    assert finished.returncode == 1
    assert b"Traceback" not in finished.stderr


def test_an_exit_without_a_shutdown_is_none() -> None:
    finished = subprocess.run(
        COMMAND,
        input=message('{"jsonrpc":"2.0","method":"exit"}'),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 1


def test_what_is_no_message_does_not_end_the_server() -> None:
    finished = subprocess.run(
        COMMAND,
        input=message("{nonsense")
        + message('{"jsonrpc":"2.0","id":1,"method":"shutdown"}')
        + message('{"jsonrpc":"2.0","method":"exit"}'),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0
    assert b'"id": 1' in finished.stdout or b'"id":1' in finished.stdout

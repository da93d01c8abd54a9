"""The entry point of the command line: streams, exit codes and errors of all commands."""

from __future__ import annotations

# Only modules that Python has loaded at its start are imported here: nothing catches an interrupt before
# `main` begins.
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

# 128 plus the number of SIGINT, as in shells.
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns the exit code; never raises for what a user or a file did wrong."""
    try:
        _open_missing_streams()
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader closed the pipe before a command began.
        code = 0
    return code if _flush() else 2


def run() -> NoReturn:
    """Ends the process with the exit code of :func:`main` and skips the interpreter's teardown (28 ms)."""
    code = main()
    threading = sys.modules.get("threading")
    if threading is None or threading.active_count() == 1:
        import atexit

        atexit._run_exitfuncs()
        _flush()
        os._exit(code)
    sys.exit(code)


def _open_missing_streams() -> None:
    """Opens the streams that the caller closed (``>&-``), which are None in Python."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _run(arguments: list[str]) -> int:
    # A run makes hundreds of thousands of objects and hardly any cycles. With CPython's thresholds, garbage
    # collection takes a tenth of the time; it stays on for plug-ins and the server.
    gc.set_threshold(500_000, 20, 100)
    # Late imports, so that an interrupt during them is caught, too.
    from click import Abort, ClickException

    from mdpaperlint.commands.root import root
    from mdpaperlint.console import fail
    from mdpaperlint.user_error import UserError, described, reason_of

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = root.main(arguments, prog_name="mdpaperlint", standalone_mode=False)
    except Abort:
        return INTERRUPTED
    except ClickException as error:
        fail(error.format_message())
        return 2
    except UserError as error:
        for problem in error.problems:
            fail(problem)
        return error.exit_code
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except MemoryError:
        fail("there is not enough memory")
        return 2
    except Exception as error:
        if "--verbose" in arguments:
            raise
        if isinstance(error, OSError) and error.filename is None:
            fail(f"cannot write the output: {reason_of(error)}")
            return 2
        fail(f"a fault in mdpaperlint itself: {described(error)}; --verbose shows more")
        return 2
    return code if isinstance(code, int) else 0


def _flush() -> bool:
    """Flushes the streams. Returns whether all could be written; a closed pipe is no failure."""
    from mdpaperlint.console import fail, silence
    from mdpaperlint.user_error import reason_of

    written = True
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except (BrokenPipeError, ValueError):
                silence(stream)
            except OSError as error:
                silence(stream)
                written = False
                if stream is sys.stdout:
                    fail(f"cannot write the output: {reason_of(error)}")
    return written


if __name__ == "__main__":
    run()

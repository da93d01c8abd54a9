"""Errors that people can do something about, and errors in words."""

from __future__ import annotations

import os
from collections.abc import Iterable


class UserError(Exception):
    """What somebody wrote, named or asked for cannot be used. Each of ``problems`` says in one line, for
    people, what is wrong and what to do; a command ends with ``exit_code``.
    """

    exit_code = 2

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))


class ConfigError(UserError):
    """A command line, a configuration file, a baseline or a git revision means nothing, or cannot be read."""


def reason_of(error: OSError) -> str:
    """The reason of the error in one line, without the path that OSError repeats."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    return " ".join((error.strerror or str(error) or type(error).__name__).split())


def described(error: BaseException, file: str = "") -> str:
    """``ValueError: its message (my_rule.py:12)``: an error of code with the line that raised it, or the last
    line of ``file`` on the way there.
    """
    raised = own = None
    trace = error.__traceback__
    while trace is not None:
        raised = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        own = raised if raised[0] == file else own
        trace = trace.tb_next
    message = " ".join(str(error).split())
    if isinstance(error, SyntaxError) and error.filename:
        raised, message = (error.filename, error.lineno or 0), error.msg
    place = own or raised
    where = f" ({os.path.basename(place[0])}:{place[1]})" if place else ""
    return f"{type(error).__name__}{': ' if message else ''}{message}{where}"

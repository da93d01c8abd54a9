"""Errors that people can do something about."""

from __future__ import annotations

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

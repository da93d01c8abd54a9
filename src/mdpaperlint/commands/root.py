"""The root command. It runs the command that is named, or `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = ("check", "rule", "outline", "init", "stats", "add", "export", "toc", "server")
"""Each is the function of that name in the module of that name, imported when it is asked for."""


class Root(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = getattr(import_module(f"mdpaperlint.commands.{cmd_name}"), cmd_name)
        return command

    def _check(self) -> click.Command:
        from mdpaperlint.commands.check import check

        return check

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            # click writes help and version here; a closed pipe would give exit code 1.
            raise click.exceptions.Exit(0) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader closed the pipe; the exit codes of these commands say nothing about a list.
            return 0

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Completion of an empty line offers the commands.
        if args or not ctx.resilient_parsing:
            args = self._with_command(args)
        return super().parse_args(ctx, args)

    def _with_command(self, args: list[str]) -> list[str]:
        """Puts the command first: the first word that is no option if it names a command, else ``check``."""
        if args and (args[0] in COMMANDS or args[0] in ("--version", "-V", "--help", "-h")):
            return args
        takes_value = {
            name
            for parameter in self._check().params
            if isinstance(parameter, click.Option) and not parameter.is_flag and not parameter.count
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        skip = False
        for number, word in enumerate(args):
            if skip:
                skip = False
            elif word == "--":
                break
            elif word.startswith("-") and word != "-":
                skip = word in takes_value
            elif word in COMMANDS:
                return [word, *args[:number], *args[number + 1 :]]
            else:
                _refuse_near_miss(word)
                break
        return ["check", *args]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return args[0], self.get_command(ctx, args[0]), args[1:]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] [PATHS]...")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        check = self._check()
        records = [
            record
            for parameter in (*check.params, *self.get_params(ctx))
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)) is not None
        ]
        with formatter.section("Options"):
            formatter.write_dl(records)
        self.format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        completions = super().shell_complete(ctx, incomplete)
        check = self._check()
        completions += check.shell_complete(click.Context(check, parent=ctx, info_name="check"), incomplete)
        if not incomplete.startswith("-"):
            completions.append(CompletionItem(incomplete, type="file"))
        seen: set[Any] = set()
        return [item for item in completions if not (item.value in seen or seen.add(item.value))]  # type: ignore[func-returns-value]


def _refuse_near_miss(word: str) -> None:
    """Raises for a word that is nearly a command and names no file."""
    import os

    if word.isalpha() and not os.path.lexists(word):
        from mdpaperlint.model.wording import did_you_mean

        hint = did_you_mean(word, COMMANDS)
        if hint:
            raise click.UsageError(f"there is neither a command nor a file {word}{hint}")


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from mdpaperlint import __version__

        click.echo(f"mdpaperlint {__version__}")
        ctx.exit()


root = Root(
    name="mdpaperlint",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        click.Option(
            ["-V", "--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Show the version and exit.",
        )
    ],
    help=(
        "Check research-paper lists kept in Markdown, and repair them with --fix.\n\n"
        "PATHS are files, folders or - for standard input; without any, README.md of the current folder. "
        "A file that is named like a command is written ./NAME."
    ),
)

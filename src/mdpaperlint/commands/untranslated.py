"""Parts of a command line that click would translate.

It has no translations of its own, but looks for them on the machine, which takes as long as checking a short
list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    Text = click.ParamType[str]
    Command = click.Command
else:
    # Only newer versions of click take an argument here.
    Text = click.ParamType
    Command = object


class FilePath(Text):
    """The name of a file or folder, as ``click.Path()`` takes it."""

    name = "path"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def _show_help(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


class HelpOption(Command):
    """For a command: the option that shows its help."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        # One for all calls: click sorts options by their identity.
        if self._help_option is None:
            self._help_option = click.Option(
                ["-h", "--help"],
                is_flag=True,
                expose_value=False,
                is_eager=True,
                help="Show this message and exit.",
                callback=_show_help,
            )
        return self._help_option

    _help_option: click.Option | None = None

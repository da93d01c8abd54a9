"""Names of files and folders on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    Text = click.ParamType[str]
else:
    # Only newer versions of click take an argument here.
    Text = click.ParamType


class FilePath(Text):
    """As ``click.Path()``, which reads the machine's translations for the sake of its name, which takes as
    long as a short list.
    """

    name = "path"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]

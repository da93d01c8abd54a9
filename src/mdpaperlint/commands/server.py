"""`mdpaperlint server`: the language server, for editors."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import click

from mdpaperlint.commands.options import selection_options


@click.command(
    short_help="Check lists in an editor while they are written (language server).",
    help=(
        "Speak the Language Server Protocol over standard input and output, for editors. "
        'Needs the extra "lsp": pip install "mdpaperlint[lsp]".'
    ),
)
@click.option("--stdio", is_flag=True, hidden=True, help="What some editors add; there is nothing else.")
@selection_options
@click.option(
    "--cache-dir", metavar="FOLDER", type=click.Path(), envvar="MDPAPERLINT_CACHE_DIR",
    help="Where earlier runs with --online kept what they learnt. No link is asked for here.",
)  # fmt: skip
@click.option("--arxiv-api", metavar="URL", envvar="MDPAPERLINT_ARXIV_API", hidden=True)
def server(
    *,
    stdio: bool,
    select: tuple[str, ...] | None,
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
    plugins: tuple[str, ...],
    cache_dir: str | None,
    arxiv_api: str | None,
) -> int:
    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        raise click.ClickException(
            'the language server needs an extra: pip install "mdpaperlint[lsp]" (or pipx, uv tool)'
        )
    from mdpaperlint.commands.asked_links import LinkOptions
    from mdpaperlint.engine.linter import Linter
    from mdpaperlint.server.service import serve

    make_linter = partial(
        Linter,
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        config=config,
        plugins=plugins,
        online=False,
    )
    return serve(make_linter, LinkOptions(cache_folder=cache_dir, arxiv_api=arxiv_api).apply)

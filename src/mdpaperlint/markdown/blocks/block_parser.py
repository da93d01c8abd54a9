"""The markdown-it parser that reads a text's blocks as cmark-gfm, and so GitHub, does."""

from __future__ import annotations

import re
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.blocks import leaf_blocks
from mdpaperlint.markdown.blocks.block_state import BlockState
from mdpaperlint.markdown.blocks.list_block import list_block
from mdpaperlint.markdown.blocks.quote_block import blockquote
from mdpaperlint.markdown.blocks.table_block import table
from mdpaperlint.markdown.blocks.text_block import paragraph

_FENCED = lazy_pattern(r"\ufeff?---[ \t]*\n(.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)
_KEY = lazy_pattern(r"""(?:[\w.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t]|$)""")


def front_matter_lines(source: str) -> int:
    """How many lines at the top of the text are front matter, both ``---`` lines included.

    Between two thematic breaks there may be any text, so the first line that is no comment must be a key of a
    mapping.
    """
    match = _FENCED.match(source)
    if not match:
        return 0
    for line in match[1].split("\n"):
        if line.strip() and not line.startswith("#"):
            return match[0].count("\n") + 1 if _KEY.match(line) else 0
    return 0


_INDENTED = " "
_ANY_OTHER = "text"
_RULES = {
    "table": (table, "|"),
    "code": (leaf_blocks.code, _INDENTED),
    "fence": (leaf_blocks.fence, "`~"),
    "blockquote": (blockquote, ">"),
    "hr": (leaf_blocks.hr, "*-_"),
    "list": (list_block, "*-+0123456789"),
    "html_block": (leaf_blocks.html_block, "<"),
    "heading": (leaf_blocks.heading, "#"),
    "paragraph": (paragraph, "|`~>*-_+0123456789<#"),
}


class GfmBlocks(ParserBlock):
    """markdown-it's block parser with the rules of cmark-gfm under markdown-it's names.

    ``state`` of :meth:`tokenize` must be a :class:`~mdpaperlint.markdown.blocks.block_state.BlockState`.
    """

    def __init__(self) -> None:
        super().__init__()
        for name, (rule, characters) in _RULES.items():
            chains = [*characters, _ANY_OTHER] if rule is paragraph else [*characters]
            # Our rules take our state only, which is the only one that tokenize lets through.
            self.ruler.at(name, cast("RuleFuncBlockType", rule), {"alt": chains})
        # What these read is told from a paragraph only behind its first line.
        self.ruler.disable(["reference", "lheading"])

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Reads blocks until one would be outside of the container; ``state.line`` is the line behind them.

        markdown-it asks ten rules in turn for every block; here the first character names the chain of the
        rules that are asked, most often one.
        """
        assert isinstance(state, BlockState)
        begins, shifts, ends, indents, source = (
            state.bMarks,
            state.tShift,
            state.eMarks,
            state.sCount,
            state.src,
        )
        indent = state.blkIndent
        rules_of = self.ruler.getRules
        text_rules = rules_of(_ANY_OTHER)
        line = startLine
        while line < endLine:
            start = begins[line] + shifts[line]
            if start >= ends[line]:
                line += 1
                continue
            relative = indents[line] - indent
            if relative < 0:
                break
            for rule in rules_of(source[start] if relative < 4 else _INDENTED) or text_rules:
                if rule(state, line, endLine, False):
                    break
            line = state.line
        state.line = line

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token]:  # noqa: N803
        """Leaves the state in ``env["state"]``: it has what is no token."""
        state = BlockState(src, md, env, outTokens)
        env["state"] = state
        front_matter = front_matter_lines(state.src)
        if front_matter:
            state.add_block("front-matter", 0, front_matter)
        self.tokenize(state, front_matter, state.lineMax)
        return state.tokens


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero")
    markdown.block = GfmBlocks()
    # Inline text is read when a rule asks for its links. The line ends must stay, so nothing is normalised.
    markdown.core.ruler.enableOnly("block")
    return markdown


MARKDOWN = _markdown()

from __future__ import annotations

from generated_markdown import generate_document
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from mdpaperlint.markdown.blocks.block_parser import MARKDOWN
from mdpaperlint.markdown.blocks.block_start import starts_block
from mdpaperlint.markdown.blocks.block_state import BlockState

LIST = (
    "# Papers\n\n| Title | Year |\n|---|---|\n| A | 2024 |\n| B | 2023 |\n\n- C\n\n> ## D\n> a | b\n> -|-\n"
)


def tokens_of(text: str) -> list[Token]:
    return MARKDOWN.parse(text, {})


def test_it_is_a_parser_of_markdown_it_with_rules_of_our_own() -> None:
    assert isinstance(MARKDOWN.block, ParserBlock)
    assert issubclass(BlockState, StateBlock)
    assert MARKDOWN.block.ruler.get_all_rules() == ParserBlock().ruler.get_all_rules()
    active = set(MARKDOWN.block.ruler.getRules(""))
    assert not active & set(ParserBlock().ruler.getRules(""))


def test_one_token_for_a_table() -> None:
    tokens = [(token.type, token.tag, token.map, token.level) for token in tokens_of(LIST)]
    assert tokens == [
        ("heading", "h1", [0, 1], 0),
        ("table", "table", [2, 6], 0),
        ("heading", "h2", [9, 10], 1),
        ("table", "table", [10, 12], 1),
    ]


def test_silent_rules_tell_where_blocks_begin_and_read_nothing() -> None:
    started = 0
    for seed in range(300_000, 300_400):
        tokens: list[Token] = []
        state = BlockState(generate_document(seed), MARKDOWN, {}, tokens)
        for line in range(state.lineMax):
            if state.isEmpty(line):
                continue
            chains = MARKDOWN.block.ruler.getRules
            if state.sCount[line] > 3:
                assert [rule(state, line, state.lineMax, True) for rule in chains(" ")] == [True]
                continue
            first = state.src[state.first_character(line)]
            starts = any(rule(state, line, state.lineMax, True) for rule in chains(first) if first != "|")
            assert starts == starts_block(state, line, in_paragraph=False)
            started += starts
        assert not tokens
        assert not state.blocks
        assert state.line == 0
    assert started > 500


def test_every_rule_moves_on() -> None:
    for seed in range(300_400, 300_700):
        env: dict[str, BlockState] = {}
        MARKDOWN.parse(generate_document(seed), env)
        state = env["state"]
        assert state.line == state.lineMax
        assert state.level == 0
        assert state.blkIndent == 0

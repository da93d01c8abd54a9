"""Words that say nothing but "there is a link"."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern

_WORD = lazy_pattern(r"[^\W\d_]+")
_ALWAYS = frozenset(
    (
        "here link links url pdf html homepage website webpage download click read more view this "
        "这里 此处 链接 点击 点击查看 详见 下载 主页 官网 地址 原文链接 論文リンク こちら リンク 여기 링크"
    ).split()
)
# These may also be what a cell is about: a kind of resource, a modality, a venue.
_MOSTLY = frozenset(
    (
        "abs abstract appendix article arxiv bibtex blog checkpoint checkpoints code colab data dataset "
        "demo docs documentation doi github hf huggingface implementation model models note notebook "
        "notes official openreview page paper post poster preprint project publication reading repo "
        "repository review site slides source summary supp supplementary talk thread tutorial twitter "
        "video web weights wiki youtube "
        "论文 代码 项目 笔记 解读 精读 博客 视频 阅读 原文 源码 数据 论文链接 代码链接 项目主页 "
        "論文 コード 논문 코드"
    ).split()
)
_ANY = _ALWAYS | _MOSTLY
_FILLERS = frozenset("the to and for our of on see".split())


def is_generic_link_text(label: str, *, surely: bool = False) -> bool:
    """Whether a text, case-folded and without markup, is nothing but words that point somewhere.

    ``surely`` asks whether it cannot be what a cell is about.
    """
    words = _WORD.findall(label)
    if len(label) > 30 or any(character.isdigit() for character in label):
        return False
    generic = _ALWAYS if surely else _ANY
    told = [word for word in words if word not in _FILLERS]
    return bool(told) and generic.issuperset(told)

"""What the words in a table's header say of its columns: English, Chinese, Japanese and Korean."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.markdown.shown_text import shown_text
from mdpaperlint.model.document import Document, Table

Role = Literal["date", "title", "link", "venue", "authors", "dataset", "other"]


class HeaderWord(NamedTuple):
    """``rank`` tells sure words from vague ones: for titles 3 is "Title", 2 "Paper", 1 "Name"."""

    role: Role
    rank: int


_WORDS = lazy_pattern(r"[^\W\d_]+")

_DATE_WORDS = frozenset(
    {"date", "dates", "year", "years", "time", "month", "published", "released", "submitted"}
)
_DATE_QUALIFIERS = frozenset(
    (
        "appearance arxiv at availability available by conference day first initial issue journal of on "
        "online paper posted pub publication publish published publishing release released submission "
        "submit submitted the upload uploaded v venue when yy yyyy mm dd"
    ).split()
)
_CJK_DATE = (
    "年份 年代 年月 日期 时间 時間 日付 年度 発表年 公開日 発行 出版年 발표 연도 년도 날짜 출판 게시 시기"
).split()
_CJK_DATE_ALONE = frozenset({"年", "年次", "월"})
_CJK_NOT_DATE = "更新 截止 时长 時長 训练 訓練 阅读 閱讀 読了 업데이트 수정".split()

_TITLE_SURE = frozenset({"title", "titles"})
_TITLE_LIKELY = frozenset({"paper", "papers", "article", "articles", "publication title", "preprint"})
_TITLE_VAGUE = frozenset(
    (
        "name names method methods model models algorithm algorithms work works approach framework "
        "system project survey abbreviation acronym"
    ).split()
)
_CJK_TITLE_SURE = "标题 標題 题目 題目 题名 題名 タイトル 제목".split()
_CJK_TITLE_LIKELY = "论文 論文 文献 文章 논문".split()
_CJK_TITLE_VAGUE = "名字 名称 名稱 名前 方法 模型 手法 モデル 이름 모델 방법".split()

_LINK_WORDS = frozenset(
    (
        "arxiv code codes codebase demo doi github link links materials material page pdf repo repository "
        "resources resource source url urls web website site project blog video slides download"
    ).split()
)
_CJK_LINK = "链接 鏈接 連結 源码 代码 代碼 地址 コード リンク 링크 코드 项目 主页".split()
_VENUE_WORDS = frozenset(
    (
        "venue venues conference conferences journal journals publication publications pub publisher "
        "proceedings accepted"
    ).split()
)
_CJK_VENUE = "会议 會議 期刊 收录 出版 来源 学会 会議 학회 저널".split()
_AUTHOR_WORDS = frozenset(
    ("author authors affiliation affiliations institute institution institutions organization team").split()
)
_CJK_AUTHOR = "作者 机构 機構 单位 著者 所属 저자 소속 기관".split()
_DATASET_WORDS = frozenset("dataset datasets benchmark benchmarks corpus corpora".split())
_CJK_DATASET = "数据集 數據集 データセット 데이터셋 基准".split()


def plain_text(cell: str) -> str:
    """What a cell shows, case-folded."""
    return shown_text(cell).casefold()


def header_texts(document: Document, table: Table) -> tuple[str, ...]:
    """What the cells of a table's header show."""
    return tuple([shown_text(document.cell_text(table.header, column)) for column in range(table.width)])


def header_key(document: Document, table: Table) -> tuple[str, ...]:
    """Equal for tables whose headers differ in letter case at most."""
    return tuple(map(str.casefold, header_texts(document, table)))


def names_any(words: Iterable[str], text: str) -> bool:
    """Whether one of the words stands in a text whose language writes words without spaces between them."""
    return True in map(text.__contains__, words)


@cache
def header_word(cell: str) -> HeaderWord:
    """``cell`` is a header cell as written."""
    text = plain_text(cell)
    words = _WORDS.findall(text)
    found = set(words)
    cjk = not text.isascii()
    if _is_date(text, words, found):
        return HeaderWord("date", 2)
    if found & _DATASET_WORDS or (cjk and names_any(_CJK_DATASET, text)):
        return HeaderWord("dataset", 1)
    if found & _TITLE_SURE or (cjk and names_any(_CJK_TITLE_SURE, text)):
        return HeaderWord("title", 3)
    links = found & _LINK_WORDS
    if found & _TITLE_LIKELY and not links - {"blog", "project"}:
        return HeaderWord("title", 2)
    if (
        cjk
        and names_any(_CJK_TITLE_LIKELY, text)
        and not text.startswith(("论文链接", "論文リンク", "논문링크", "논문 링크", "论文地址"))
    ):
        return HeaderWord("title", 2)
    if (links and links != {"project"}) or (cjk and names_any(_CJK_LINK, text)):
        return HeaderWord("link", 1)
    if found & _TITLE_VAGUE or (cjk and names_any(_CJK_TITLE_VAGUE, text)):
        return HeaderWord("title", 1)
    if found & _VENUE_WORDS or (cjk and names_any(_CJK_VENUE, text)):
        return HeaderWord("venue", 1)
    if found & _AUTHOR_WORDS or (cjk and names_any(_CJK_AUTHOR, text)):
        return HeaderWord("authors", 1)
    return HeaderWord("other", 0)


def _is_date(text: str, words: list[str], found: set[str]) -> bool:
    if found & _DATE_WORDS and found <= _DATE_WORDS | _DATE_QUALIFIERS:
        return True
    if words in (["pubyear"], ["pubdate"]):
        return True
    if text.isascii():
        return False
    named = text in _CJK_DATE_ALONE or names_any(_CJK_DATE, text)
    return named and not names_any(_CJK_NOT_DATE, text)

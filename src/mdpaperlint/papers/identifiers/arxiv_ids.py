"""The grammar of arXiv identifiers.

Source: https://info.arxiv.org/help/arxiv_identifier.html. From April 2007: ``YYMM.NNNN``, five digits behind
the dot from January 2015; before, from July 1991: ``archive(.SUBJECT)?/YYMMNNN``. The number counts from 1.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import Identifier, PartialDate
from mdpaperlint.model.wording import count_of

FaultKind = Literal["id", "not-an-id", "double-slash", "version", "glued", "placeholder"]

_ARCHIVES = frozenset(
    "astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th "
    "physics q-bio q-fin quant-ph stat acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph "
    "cmp-lg comp-gas dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con".split()
)

_NEW = lazy_pattern(
    r"(?:arxiv:)?(?P<id>(?P<yymm>[0-9]{4})\.(?P<number>[0-9]+))(?P<version>v[0-9]*)?"
    r"(?P<suffix>\.(?:pdf|ps|html?|tar\.gz|gz|txt))?(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OLD = lazy_pattern(
    r"(?:arxiv:)?(?P<id>(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]{2,})?/(?P<yymm>[0-9]{4})(?P<number>[0-9]+))"
    r"(?P<version>v[0-9]*)?(?P<suffix>\.(?:pdf|ps|html?|tar\.gz|gz|txt))?(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
_TEXT = lazy_pattern(r"arxiv:\s?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
PLACEHOLDER = lazy_pattern(
    r"[0-9]{0,4}\.?[xyn?*#_-][xyn?*#_.-]*|yymm\.?n*|[<{\[(%].*|"
    r"(?:your[-_ ]?)?(?:arxiv[-_ ]?)?(?:id|link|url|number)|todo|tb[ad]|n/?a|"
    r"none|null|placeholder|coming[-_ ]?soon|",
    re.IGNORECASE | re.DOTALL,
)
_HARMLESS_AFTER = lazy_pattern(r"/?(?:\s|%20)*")


class ArxivFault(NamedTuple):
    """Why an arXiv URL leads nowhere. ``start``/``end`` is the faulty part of the URL; ``reason`` is said of
    an ID that was named before.
    """

    kind: FaultKind
    reason: str
    start: int
    end: int


def arxiv_month(value: str) -> PartialDate:
    """The month in which a canonical arXiv ID was given out."""
    return _month(value.rpartition("/")[2][:4])


def is_yet_to_come(month: PartialDate, today: date) -> bool:
    """Whether arXiv cannot have given out IDs of this month. The one behind today's has begun elsewhere when
    today is its last day, and a clock may be slow.
    """
    return 12 * month.year + month.month > 12 * today.year + today.month + 1


@lru_cache(maxsize=1024)
def _month(digits: str) -> PartialDate:
    year = int(digits[:2])
    return PartialDate(year + (1900 if year > 90 else 2000), int(digits[2:]))


def _new_fault(yymm: str, number: str) -> str | None:
    month = int(yymm[2:])
    if not 1 <= month <= 12:
        return f"{yymm[2:]} is not a month (the first four digits are year and month)"
    if int(yymm[:2]) > 90 or yymm < "0704":
        return f"no ID of this form begins with {yymm[:2]}: the first is from April 2007 (0704)"
    width = 5 if yymm >= "1501" else 4
    if len(number) != width:
        digits = count_of(len(number), "digit")
        since = "IDs since January 2015 have 5" if width == 5 else "IDs until December 2014 have 4"
        return f"it has {digits} after the dot, but {since}"
    return None if number.strip("0") else "the number after the dot starts at 1"


def _old_fault(archive: str, yymm: str, number: str) -> str | None:
    if archive not in _ARCHIVES:
        return f'arXiv has no archive "{archive}"'
    month = int(yymm[2:])
    if not 1 <= month <= 12:
        return f"{yymm[2:]} is not a month (the first four digits are year and month)"
    if not (yymm >= "9107" or yymm <= "0703"):
        return "IDs of this form were given out from July 1991 (9107) to March 2007 (0703)"
    if len(number) != 3:
        return f"it has {4 + len(number)} digits after the slash, but IDs of this form have 7"
    return None if number.strip("0") else "its last three digits start at 001"


class IdReading(NamedTuple):
    """An ID as it stands in a URL. ``end`` is behind the version; the rest is as in ``ArxivUrl``."""

    written_id: str
    version: str
    suffix: str
    end: int
    asset: str
    identifier: Identifier | None
    fault: ArxivFault | None


def read_id(url: str, start: int, end: int, *, below: bool) -> IdReading | None:
    """Reads what stands in the place of an ID; None when it does not look like one. ``below`` allows a path
    behind the ID.
    """
    found = _NEW.fullmatch(url, start, end)
    old = found is None
    if found is None:
        found = _OLD.fullmatch(url, start, end)
        if found is None:
            return None
    written, yymm, number = found["id"], found["yymm"], found["number"]
    version, suffix, after = found["version"] or "", found["suffix"] or "", found["after"]
    after_start = found.start("after")
    id_end = found.start("id") + len(written) + len(version)
    if old:
        archive = found["archive"].lower()
        reason, value = _old_fault(archive, yymm, number), f"{archive}/{yymm}{number}"
    else:
        reason, value = _new_fault(yymm, number), written
    identifier = Identifier("arxiv", value, version[1:]) if reason is None else None
    fault: ArxivFault | None = None
    if reason is not None and not old and len(number) < 5 and after[:1].isalnum():
        # A letter among the digits: what stands before it is no ID with too few of them.
        fault = ArxivFault("not-an-id", "this is no arXiv ID", found.start("id"), end)
    elif reason is not None:
        fault = ArxivFault("id", reason, found.start("id"), found.start("id") + len(written))
    elif after and not (below and after[0] == "/") and not _is_harmless(after):
        fault = ArxivFault("glued", "text is glued to it", after_start, end)
    elif version and (len(version) == 1 or version[1] == "0"):
        reason = "its v has no number" if len(version) == 1 else "versions start at v1"
        identifier = Identifier("arxiv", value)
        fault = ArxivFault("version", reason, id_end - len(version), id_end)
    return IdReading(written, version, suffix, id_end, after.strip("/") if below else "", identifier, fault)


def _is_harmless(after: str) -> bool:
    return _HARMLESS_AFTER.fullmatch(after) is not None or (after[0] == "/" and "http" not in after)


def read_arxiv_text(text: str) -> Identifier | None:
    """Reads ``arXiv:ID``, the form of citations; None for all else."""
    found = _TEXT.match(text)
    if found is None:
        return None
    reading = read_id(text, found.start("rest"), len(text), below=False)
    return reading.identifier if reading is not None and reading.fault is None else None

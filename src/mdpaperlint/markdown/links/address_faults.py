"""Addresses of links that were meant for the web and do not lead there."""

from __future__ import annotations

import re
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern


class AddressFault(NamedTuple):
    """``message`` completes "this address …"; ``corrected`` is what was certainly meant, or empty: then
    ``remedy`` says what is to be done.
    """

    message: str
    corrected: str
    remedy: str


_WEB = ("https://", "http://")
_CLEAN = lazy_pattern(r"https?://[\w\-\[.][^\s()<>\[\]{}\"'\\]*", re.IGNORECASE)
_ESCAPED_BRACKETS = lazy_pattern(r"%(?:5B|5D|28|29|3C|3E|22)", re.IGNORECASE)
_BRACKETS = {"%5b": "[", "%5d": "]", "%28": "(", "%29": ")", "%3c": "<", "%3e": ">", "%22": '"'}
_LINK_IN_ADDRESS = lazy_pattern(r"\[([^\[\]]*)\]\(([^()\s]+)\)")
_WRAPPED_ADDRESS = lazy_pattern(r"[\[(<\"'（【「“‘]+\s*(?:https?:|www\.|#\w)", re.IGNORECASE)
_WRAPPING = "[]()<>\"'（）【】「」“”‘’ "
# What is typed for "http" and "https" with one letter too many, too few or out of place.
_SCHEME = lazy_pattern(
    r"(?P<letters>h{0,2}t{1,3}p{1,2}s{0,3}|h{1,2}t{0,3}p{1,2}s{0,3}|h{1,2}t{1,3}s{1,2}|hp?tt?ps?|hpt{1,2}s?"
    r"|htt[ol0]s?|[jgn]ttps?|shttp|htpts|hptts)"
    r"(?P<sign>[:;.：,]{0,2})(?P<slashes>[/\\]{0,4})(?=[\w-]+[.:/])",
    re.IGNORECASE,
)
_DOUBLED_SCHEME = lazy_pattern(
    r"(?:h?t?tps?[:;]?/{0,3}){1,3}(?P<scheme>https?)[:;]?/{0,3}(?=[\w-]+\.)", re.IGNORECASE
)
_RELATIVE_WEB = lazy_pattern(r"(?:\.{0,2}/+|[^?#:\s]{1,200}/)(?=https?:/)", re.IGNORECASE)
_LABELS = r"(?:[a-z0-9-]{1,63}\.){1,4}"
_HOST = lazy_pattern(
    rf"www\.[a-z0-9-]|{_LABELS}(?:com|org|net|edu|gov)(?:[/:?#]|$)"
    rf"|{_LABELS}(?:io|ai|cn|co|dev|me|app|uk|de|fr|jp|kr|info|science)[/:]",
    re.IGNORECASE,
)
_COMMA_IN_HOST = lazy_pattern(r"https?://[\w-]+(?:\.[\w-]+)*,[\w.-]*[a-zA-Z](?=[/:?#]|$)")
_MAIL = lazy_pattern(
    r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}(?!(?:pdf|md|html?|png|jpe?g|gif|svg|txt|zip)$)[a-z]{2,}",
    re.IGNORECASE,
)
HOST_WITHOUT_DOT = lazy_pattern(r"https?://(?!localhost\b)[a-z][\w-]*(?=[/:?#]|$)", re.IGNORECASE)
# No address ends so; a bracket may close one that was opened before.
STRAY_ENDS = frozenset('{}[]<>",;*）」】，。、；')
_OPENING = {"}": "{", "]": "[", ">": "<"}
_GLUED = lazy_pattern(r"(?<=[0-9A-Za-z})\]])[{(]?https?://", re.IGNORECASE)


def address_fault(address: str) -> AddressFault | None:
    """``address`` is a destination with its escapes resolved, without white space around it.

    None for addresses that are fine, and for those that are no web addresses at all.
    """
    if address.startswith(_WEB):
        if address.find("http", 7) >= 0 or address.startswith(("https:///", "http:///")):
            return _doubled(address) or _glued(address) or _misspelled(address)
        if "," in address and (found := _COMMA_IN_HOST.match(address)):
            corrected = found[0].replace(",", ".") + address[found.end() :]
            return AddressFault("has a comma in its host's name", _certain(corrected), "correct the name")
        if HOST_WITHOUT_DOT.match(address):
            message = "has no dot in the name of its host, so it leads nowhere"
            return AddressFault(message, "", "complete the name, as github.com")
        return _with_stray_end(address)
    if _MAIL.fullmatch(address):
        corrected = f"mailto:{address}"
        return AddressFault("has no mailto: before it, so GitHub looks for a file", corrected, "")
    if address[:6].lower() == "file:/":
        message = "leads to a file on your own computer, which nobody else can open"
        return AddressFault(message, "", "link to where others find it")
    return _wrapped(address) or _doubled(address) or _misspelled(address) or _without_scheme(address)


def _with_stray_end(address: str) -> AddressFault | None:
    end = address[-1:]
    if end not in STRAY_ENDS or _OPENING.get(end, "\0") in address:
        return None
    corrected = address.rstrip("".join(STRAY_ENDS))
    return AddressFault(f"ends in a stray {end}", _certain(corrected), "let it end where the address does")


def _certain(address: str) -> str:
    return address if _CLEAN.fullmatch(address) else ""


def _wrapped(address: str) -> AddressFault | None:
    plain = address
    if address[:1] == "%":
        plain = _ESCAPED_BRACKETS.sub(lambda found: _BRACKETS[found[0].lower()], address)
    link = _LINK_IN_ADDRESS.match(plain)
    if link and link[2].lower().startswith((*_WEB, "www.")):
        text = link[1].strip()
        only = link.end() == len(plain) and (text == link[2] or "://" not in text)
        return AddressFault(
            "holds a whole link instead of an address",
            _certain(link[2]) if only else "",
            "keep the one right address",
        )
    if _WRAPPED_ADDRESS.match(plain):
        inner = plain.strip(_WRAPPING)
        if inner.startswith("#"):
            return AddressFault(f"begins with {plain[0]}", inner, "")
        corrected = _certain(inner if not inner.lower().startswith("www.") else f"https://{inner}")
        return AddressFault(f"begins with {plain[0]}", corrected, "keep the address alone")
    return None


def _doubled(address: str) -> AddressFault | None:
    found = _DOUBLED_SCHEME.match(address)
    if not found:
        return None
    rest = address[found.end() :]
    corrected = _certain(f"{found['scheme'].lower()}://{rest}")
    return AddressFault("begins with http twice", corrected, "keep the one right address")


def _misspelled(address: str) -> AddressFault | None:
    found = _SCHEME.match(address)
    if not found:
        return None
    letters, sign, slashes = found["letters"].lower(), found["sign"], found["slashes"]
    if len(letters) < 3 or (not slashes and sign not in (":", ";", "：")) or (not sign and len(slashes) < 2):
        return None
    if letters in ("http", "https") and sign == ":" and slashes == "//":
        return None
    scheme = "https" if "s" in letters else "http"
    return AddressFault(
        f"begins with {found[0]} instead of {scheme}://",
        _certain(f"{scheme}://{address[found.end() :]}"),
        "correct its beginning",
    )


def _without_scheme(address: str) -> AddressFault | None:
    if _HOST.match(address):
        return AddressFault(
            "has no https:// before it, so GitHub looks for a file of that name",
            _certain(f"https://{address}"),
            "write https:// before it",
        )
    found = _RELATIVE_WEB.match(address)
    if found:
        return AddressFault(
            f"begins with {found[0]} before its http, so GitHub looks for a file",
            _certain(address[found.end() :]) if found[0].strip("./") == "" else "",
            "let it begin with http",
        )
    return None


def _glued(address: str) -> AddressFault | None:
    half, odd = divmod(len(address), 2)
    if not odd and address[:half] == address[half:]:
        # Of two different addresses the first may be that of an archive or a proxy.
        return AddressFault("is written twice", _certain(address[:half]), "write it once")
    found = _GLUED.search(address, 8)
    if not found or "?" in address[: found.start()]:
        return None
    first, second = address[: found.start()], address[found.start() :].lstrip("{(")
    same = first.rstrip("})") == second.rstrip("})")
    corrected = _certain(second.rstrip("})")) if same else ""
    return AddressFault("is two addresses run together", corrected, "keep the right one")

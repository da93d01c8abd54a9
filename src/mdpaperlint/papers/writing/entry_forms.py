"""What entries have in common: the form that most of them have, with slots for what each says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.paper import PartialDate
from mdpaperlint.papers.entries.titleness import is_list_of_names
from mdpaperlint.papers.tables.generic_link_text import is_generic_link_text
from mdpaperlint.papers.writing.written_entries import SAYS_SOMETHING, TAG, Address, Form, Slot, WrittenEntry

# Words are of the form when so many of the entries have them; fewer suffice before a colon, and far fewer in
# the text of a link.
_RECURRING = 0.8
_RECURRING_LEAD = 0.5
_RECURRING_LABEL = 0.1
_FEWEST_RECURRING = 2
_FEWEST_WORDS = 3
_YEAR = lazy_pattern(r"\b20[0-9]{2}\b(?!\.)")
_BETWEEN_NAMES = lazy_pattern(r"[\s,;&]*")
#: What may end a list of names.
AND_OTHERS = frozenset(("et al", "et. al", "and others"))
# Where lists mix forms of links and of dates, those nearby tell best.
_NEAREST = 10
# Entries of more pieces than this are articles.
_MOST_PIECES = 400


def generalised(forms: Sequence[Form], everything: Sequence[Form]) -> list[Form]:
    """The forms with slots for what only few of them say; a picture in the text of a link stays where
    ``everything`` has it several times.
    """
    counts = Counter(piece for form in forms for piece in set(form) if isinstance(piece, str))
    pictures = Counter(form[place] for form in everything for place in _pictures(form))
    fewest = max(_FEWEST_RECURRING, _RECURRING_LABEL * len(everything))
    known = frozenset(picture for picture, count in pictures.items() if count >= fewest)
    return [_general(form, counts, len(forms), known) for form in forms]


def _pictures(form: Form) -> list[int]:
    """The addresses of pictures in the texts of links, as indices."""
    return [
        place
        for place in range(5, len(form))
        if form[place - 1] == "](" and form[place - 5 : place - 2] == ("[", "!", "[")
    ]


def _general(form: Form, counts: Counter[str], forms: int, pictures: Container[str | Slot]) -> Form:
    result: list[str | Slot] = []
    # Words that are not kept, as one text with those that a comma or less parts from them.
    said, between = "", ""
    labels = _labels(form)
    for number, piece in enumerate(form):
        is_picture = piece in pictures
        found = None if is_picture else _general_piece(form, number, number in labels, counts, forms)
        if said and isinstance(piece, str):
            if piece in AND_OTHERS or (found is not None and found.name == "text"):
                said, between = said + between + piece, ""
                continue
            if _BETWEEN_NAMES.fullmatch(piece):
                between += piece
                continue
        if said:
            result += _as_slot(said, between)
            said = between = ""
        if found is not None and found.name == "text":
            said = str(piece)
        else:
            result.append(piece if found is None else found)
    return (*result, *_as_slot(said, between)) if said else tuple(result)


def _as_slot(said: str, between: str) -> Iterator[str | Slot]:
    yield Slot("authors" if is_list_of_names(said) else "text", (said,))
    if between:
        yield between


def _labels(form: Form) -> set[int]:
    """The pieces (as indices) that are the only words in the text of a link."""
    result: set[int] = set()
    opened: list[int] = []
    words: list[int] = []
    for number, piece in enumerate(form):
        if not isinstance(piece, str) or SAYS_SOMETHING.search(piece):
            words.append(number)
            continue
        for mark in piece:
            if mark == "[":
                opened.append(len(words))
            elif mark == "]" and opened:
                inside = words[opened.pop() :]
                if piece.startswith("](") and len(inside) == 1:
                    result.update(inside)
    return result


def _general_piece(form: Form, number: int, is_label: bool, counts: Counter[str], forms: int) -> Slot | None:
    """None for what stays as it is."""
    piece = form[number]
    if not isinstance(piece, str) or not SAYS_SOMETHING.search(piece):
        return None
    previous = form[number - 1] if number else ""
    following = form[number + 1] if number + 1 < len(form) else ""
    is_lead = isinstance(following, str) and following.startswith((":", "："))
    share = _RECURRING_LABEL if is_label else _RECURRING_LEAD if is_lead else _RECURRING
    fewest = _FEWEST_RECURRING if is_label or is_lead else _FEWEST_WORDS
    often = counts[piece] >= max(fewest, share * forms)
    if TAG.fullmatch(piece):
        return Slot("link") if "=" in piece and not often else None
    if isinstance(previous, str) and previous.endswith("]("):
        return None if often or piece.endswith("github.com/") else Slot("link")
    if is_label:
        return None if often or is_generic_link_text(piece.casefold()) else Slot("label")
    if counts[piece] >= _FEWEST_RECURRING and names_preprint((piece,)):
        return None
    return None if often and not is_list_of_names(piece) else Slot("text")


def names_preprint(form: Form) -> bool:
    return any(
        "arxiv" in piece.lower() or "preprint" in piece.lower() for piece in form if isinstance(piece, str)
    )


def preprint_of_year(form: Form, date: PartialDate | None) -> Form:
    """The form with the year that the words beside "arXiv" name turned into that of the new paper."""
    if date is None:
        return form
    return tuple(
        _YEAR.sub(str(date.year), piece)
        if isinstance(piece, str) and "/" not in piece and names_preprint((piece,))
        else piece
        for piece in form
    )


def without_links(form: Form, unknown: frozenset[str]) -> Form:
    """A link to what is not known goes as a whole, with the text that it has."""
    pieces: list[str | Slot] = []
    opened: list[int] = []
    is_closing = False
    for piece in form:
        if piece in ("[", "!["):
            opened.append(len(pieces))
        if isinstance(piece, Slot) and piece.name in unknown and opened:
            start = opened.pop()
            link = pieces[start:]
            del pieces[start:]
            if pieces and pieces[-1] == "!":
                del pieces[-1]
            if Slot("title") in link:
                # The title stays where only its link is not known.
                pieces += link[1 : link.index("](")] if "](" in link else link[1:]
            is_closing = True
            pieces.append(Slot("link"))
        elif is_closing and isinstance(piece, str) and piece.startswith(")"):
            is_closing = False
            pieces += [piece[1:]] if piece[1:] else []
        elif not is_closing:
            pieces.append(piece)
            if isinstance(piece, str) and piece.startswith(")") and opened:
                opened.pop()
    return tuple(pieces)


def slots(form: Form) -> set[str]:
    return {piece.name for piece in form if isinstance(piece, Slot)}


def commonest(forms: Iterable[Form], *, nicknamed: bool) -> Form | None:
    """The form that most have, whatever their words in one place are about; of equally many, the one that
    comes first. ``nicknamed`` tells that the new paper's title has a nickname.
    """
    alike: dict[Form, list[Form]] = {}
    for form in forms:
        if len(form) <= _MOST_PIECES:
            alike.setdefault(tuple(map(_kind, form)), []).append(form)
    if not alike:
        return None
    most = max(map(len, alike.values()))
    chosen = next(same for same in alike.values() if len(same) == most)
    form = tuple(_voted(pieces, nicknamed) for pieces in zip(*chosen, strict=True))
    return form if nicknamed else _with_text(form)


def _with_text(form: Form) -> Form:
    """The form with a slot for the text of the paper's own link where nothing would be known of that."""
    for place, piece in enumerate(form[1:], 1):
        if piece == Slot("url") and form[place - 1] == "](" and "[" in form[: place - 1]:
            start = max(number for number in range(place - 1) if form[number] == "[") + 1
            said = [each for each in form[start : place - 1] if isinstance(each, Slot)]
            if said and all(each.name in ("nickname", "text") for each in said):
                return (*form[:start], Slot("label"), *form[place - 1 :])
    return form


def _kind(piece: str | Slot) -> str | Slot:
    if not isinstance(piece, Slot):
        return piece
    return Slot("text" if piece.name in ("authors", "nickname", "label") else piece.name)


def _voted(pieces: Sequence[str | Slot], nicknamed: bool) -> str | Slot:
    counts = Counter(piece.name for piece in pieces if isinstance(piece, Slot))
    if not counts:
        return pieces[0]
    if nicknamed and _RECURRING_LABEL * len(pieces) <= counts["nickname"]:
        return Slot("nickname")
    said = tuple(text for piece in pieces if isinstance(piece, Slot) for text in piece.said)
    del counts["nickname"]
    text, count = Counter(said).most_common(1)[0] if said else ("", 0)
    if count >= max(_FEWEST_WORDS, _RECURRING * len(pieces)) and not is_list_of_names(text):
        return text
    if 2 * counts["authors"] >= counts.total() and is_list_of_names(", ".join(said)):
        # A single name may be anything, but not among lists of names.
        return Slot("authors", said)
    return Slot(counts.most_common(1)[0][0] if counts else "text", said)


def commonest_shape(entries: Iterable[WrittenEntry]) -> str:
    """How most dates are written, by the first few of the entries; empty where none tells. ``2024.10``, which
    may be of two shapes, counts only where nothing else decides.
    """
    counts: Counter[str] = Counter()
    for entry in islice((entry for entry in entries if entry.shapes), _NEAREST):
        for shape in entry.shapes:
            counts[shape] += 1 if len(entry.shapes) > 1 else 1_000_000
    return counts.most_common(1)[0][0] if counts else ""


def commonest_address(entries: Iterable[WrittenEntry], scheme: str) -> Address | None:
    """How the addresses of most papers of a registry are written, by the first few of the entries. A
    publisher's page of a DOI tells nothing of those of others.
    """
    known = (
        entry.address
        for entry in entries
        if entry.address
        and entry.address.scheme == scheme
        and (scheme != "doi" or "doi.org/" in entry.address.before)
    )
    counts = Counter(islice(known, _NEAREST))
    return counts.most_common(1)[0][0] if counts else None

"""What a person types into the search box, and where it stands in a text. Pure; nothing that is typed is an error.

Accents and capitals do not tell words apart. A bare word finds what begins with it, a text in quotes is found as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Characters that are read, and terms that are looked for; more says no more.
LONGEST, MOST_TERMS = 200, 8
_QUOTED = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"[^\W_]+")
#: Characters of a text shown around what was found, and before the first word that is marked.
SHOWN, BEFORE = 220, 60


class Term(NamedTuple):
    """Words that stand side by side; ``is_open`` when the last may go on."""

    words: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """All terms have to be there. ``text`` is what was typed, without what cannot be seen."""

    text: str
    terms: tuple[Term, ...]


class Piece(NamedTuple):
    """A stretch of a text, marked when it is what was looked for."""

    text: str
    is_marked: bool


def asked(typed: str) -> Asked:
    """
    >>> asked('Wójcik "log volume" PIR-2026').terms
    (Term(words=('log', 'volume'), is_open=False), Term(words=('wojcik',), is_open=True), Term(words=('pir', '2026'), is_open=True))
    >>> asked('"(*').terms
    ()
    """
    text = "".join(letter for letter in typed if letter.isprintable() or letter.isspace())[:LONGEST].strip()
    quoted = [Term(_words(found), is_open=False) for found in _QUOTED.findall(text)]
    bare = [Term(_words(chunk), is_open=True) for chunk in _QUOTED.sub(" ", text).split()]
    terms = dict.fromkeys(term for term in (*quoted, *bare) if term.words)
    return Asked(text, tuple(terms)[:MOST_TERMS])


def fold(text: str) -> str:
    """Small letters without accents: how both indexes see a word."""
    if text.isascii():
        return text.lower()
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.lower()


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """The part of a text around the first place that was looked for, in pieces; the beginning when there is none."""
    flat = " ".join(text.split())
    places = list(_places(flat, terms))
    start = max(0, places[0][0] - BEFORE) if places and places[0][1] > SHOWN else 0
    if start:
        start = flat.find(" ", start) + 1 or start
    end = start + SHOWN
    pieces, at = [Piece("… ", is_marked=False)] if start else [], start
    for begin, stop in places:
        if begin >= at and stop <= end:
            pieces += [Piece(flat[at:begin], is_marked=False), Piece(flat[begin:stop], is_marked=True)]
            at = stop
    rest = flat[at:end] + (" …" if len(flat) > end else "")
    return [piece for piece in (*pieces, Piece(rest, is_marked=False)) if piece.text]


def _places(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of words that is one of the terms, from left to right, none inside another."""
    words = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        length = max((len(term.words) for term in terms if _stands(words[at : at + len(term.words)], term)), default=0)
        if length:
            yield words[at][0], words[at + length - 1][1]
        at += length or 1


def _stands(here: Sequence[tuple[int, int, str]], term: Term) -> bool:
    found = tuple(word for _, _, word in here)
    if len(found) < len(term.words) or found[:-1] != term.words[:-1]:
        return False
    return found[-1].startswith(term.words[-1]) if term.is_open else found[-1] == term.words[-1]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))

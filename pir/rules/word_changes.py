"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, came or went. ``sign``: "=", "+" or "-"."""

    sign: str
    text: str


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """Runs in reading order; blanks and line ends alone are no change. All "=" and "+" in a row are the new words.

    >>> [(p.sign, p.text) for p in word_changes("The disk was full", "The log disk was full")]
    [('=', 'The '), ('+', 'log '), ('=', 'disk was full')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for sign, words in _runs(before, after):
        if words:
            pieces.append(Piece(sign, "".join(words)))
    return tuple(pieces)


def changed_words(old: str, new: str) -> tuple[int, int]:
    """How many words went and how many came, the larger of the two; and of how many the old text had.

    >>> changed_words("The dsik was full", "The disk was full")
    (1, 4)
    """
    came = went = 0
    for piece in word_changes(old, new):
        count = len(_WORDS.findall(piece.text))
        came, went = came + count * (piece.sign == "+"), went + count * (piece.sign == "-")
    return max(came, went), len(_WORDS.findall(old))


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What both begin and end with is set aside first: long texts mostly change in one place."""
    old, new = [w.strip() for w in before], [w.strip() for w in after]
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    yield "=", after[:head]
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail])
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal":
            yield "=", after[head + b0 : head + b1]
        else:
            yield "-", before[head + a0 : head + a1]
            yield "+", after[head + b0 : head + b1]
    yield "=", after[len(after) - tail :]

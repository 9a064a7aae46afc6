"""Chats as they are copied: a line with a name and a time, and the message below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pir.rules.line_shape import ODD_BLANKS, shaped
from pir.rules.times import Stamp, leading

NAME = r"[*_]{0,2}(?P<name>@?[^\W\d_][^\s:<>|\[\]()*]{0,39}(?:[ ][^\s:<>|\[\]()*]{1,40}){0,3}?)[*_]{0,2}(?:\s:[a-z0-9_+-]+:)?"
#: A wide gap, a tab, a dash or a bracket; a single blank is looked at again.
GAP = r"(?P<gap>[ ]{2,}|\t+|\s[—–|·•-]\s|,\s|\s(?=[\[(])|\s(?:APP|BOT)\s+|\s)"
BEGINNING = r"(?=[\[(]?(?:[0-9]|today\b|(?:jan|feb|m[aä]r|apr|ma[yi]|ju[nl]|aug|sep|o[ck]t|nov|de[cz]|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b))"
HEAD = re.compile(NAME + GAP + BEGINNING + r"(?P<stamp>[^|]{4,48})", re.IGNORECASE)
LONGEST_HEAD = 120


def chat_heads(lines: Sequence[str]) -> dict[int, tuple[str, Stamp]]:
    """By number (from 1) the lines that are heads of messages, each with its name and its time.

    A head has its message below it. With a single blank before the time ("Anna Kowalski 2:03 PM") it could be a sentence,
    so that there must be two such lines in the text, or one with a wide gap.
    """
    found = {number: head for number, line in enumerate(lines, start=1) if (head := _head(line, _following(lines, number)))}
    sure = any(is_wide for _, _, is_wide in found.values())
    if not sure and len(found) < 2:  # noqa: PLR2004 - one alone may be a sentence
        return {}
    return {number: (name, stamp) for number, (name, stamp, _) in found.items()}


def _head(line: str, following: str) -> tuple[str, Stamp, bool] | None:
    body = line.translate(ODD_BLANKS).strip()
    if not 6 <= len(body) <= LONGEST_HEAD or ":" not in body or not following.strip():  # noqa: PLR2004 - "a 9:00"
        return None
    shape = shaped(line)
    found = HEAD.fullmatch(body) if shape.shape == "bare" and not leading(shape.body) else None
    if not found or shaped(following).shape in {"rule", "table"}:
        return None
    stamp = leading(found["stamp"])
    if not stamp or stamp.rest or stamp.weak:
        return None
    return found["name"].strip("@ "), stamp, found["gap"] != " "


def _following(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""

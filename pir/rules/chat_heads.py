"""Chats as they are copied: a line with a name and a time, and the message below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pir.rules.labelled_times import MILESTONE
from pir.rules.line_shape import ODD_BLANKS, shaped
from pir.rules.times import Stamp, leading

NAME = r"[*_]{0,2}(?P<name>@?[^\W\d_][^\s:<>|\[\]()*]{0,39}(?:[ ][^\s:<>|\[\]()*]{1,40}){0,3}?)[*_]{0,2}(?:\s:[a-z0-9_+-]+:)?"
#: A wide gap, a tab, a dash or a bracket; a single blank is looked at again.
GAP = r"(?P<gap>[ ]{2,}|\t+|\s[—–|·•-]\s|,\s|\s(?=[\[(])|\s(?:APP|BOT)\s+|\s)"
BEGINNING = r"(?=[\[(]?(?:[0-9]|today\b|(?:jan|feb|m[aä]r|apr|ma[yi]|ju[nl]|aug|sep|o[ck]t|nov|de[cz]|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b))"
HEAD = re.compile(NAME + GAP + BEGINNING + r"(?P<stamp>[^|]{4,48})", re.IGNORECASE)
LONGEST_HEAD = 120
#: "Anna Kowalski", "Kowalski, Anna", "Incident Bot": each word begins with a capital letter.
FULL_NAME = re.compile(r"@?[^\W\d_a-z][^\s:<>|\[\]()*.!?]{0,39}(?:[ ][^\W\d_a-z][^\s:<>|\[\]()*!?]{0,39}){0,3}(?:\s\((?:external|guest|she|he|they)[^()]{0,20}\))?")
IS_PROGRAM = re.compile(r"(?:APP|BOT)\s+")


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
    if not stamp or stamp.rest or stamp.weak or (found["name"].isupper() and MILESTONE.search(found["name"])):
        return None
    return found["name"].strip("@ "), stamp, found["gap"] != " "


def _following(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def heads_of_two_lines(lines: Sequence[str]) -> dict[int, tuple[str, Stamp]]:
    """By number of the second line: heads whose first line is the name and whose second is the time; there must be two of them."""
    return _several(
        (number, name, stamp) for number, line in enumerate(lines, start=1)
        if number > 1 and (stamp := _alone(line)) and (name := _name(lines[number - 2])) and _following(lines, number).strip()
    )  # fmt: skip


def heads_with_name_behind(lines: Sequence[str]) -> dict[int, tuple[str, Stamp]]:
    """"[20/11/2026 14:03] Kowalski, Anna" above each message; none unless every line that begins with a bracketed time is of this kind."""
    stamped = [(number, stamp) for number, line in enumerate(lines, start=1) if line.lstrip()[:1] == "[" and (stamp := leading(line.strip()))]
    heads = [
        (number, name, stamp) for number, stamp in stamped
        if (name := _name(stamp.rest)) and (below := _following(lines, number).strip()) and not below.startswith("[")
    ]  # fmt: skip
    return _several(iter(heads)) if len(heads) == len(stamped) else {}


def _several(heads: Iterator[tuple[int, str, Stamp]]) -> dict[int, tuple[str, Stamp]]:
    found = {number: (name, replace(stamp, rest="", bracketed=False)) for number, name, stamp in heads}
    return found if len(found) > 1 else {}


def _alone(line: str) -> Stamp | None:
    """The time that is all of a line."""
    body = line.translate(ODD_BLANKS).strip()
    if (not body[:1].isalnum() and body[:1] != "[") or len(body) > LONGEST_HEAD:
        return None
    stamp = leading(IS_PROGRAM.sub("", body, count=1))
    return stamp if stamp and not stamp.rest and not stamp.weak else None


def _name(line: str) -> str:
    body = line.translate(ODD_BLANKS).strip()
    return body if len(body) <= LONGEST_HEAD and FULL_NAME.fullmatch(body) and not body.isupper() else ""

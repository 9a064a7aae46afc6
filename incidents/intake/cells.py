"""What the text of one cell means: nothing, a yes or no, a number, a severity."""

from __future__ import annotations

import re

from incidents.rules.clean import without_controls

BLANK = frozenset({"", "?", "null", "(empty)", "n/a"})
LONGEST_BLANK = max(map(len, BLANK))
YES = frozenset({"true", "yes", "y", "1"})
NO = frozenset({"false", "no", "n", "0"})
MOST_DIGITS = 10
COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9}")
SEVERITY = re.compile(r"(?:p|sev|severity|priority)?\s*-?\s*([1-5])(?:\s*[-–:.]\s*.*)?", re.IGNORECASE | re.DOTALL)
SEVERITY_WORDS = {"critical": 1, "high": 2, "moderate": 3, "medium": 3, "low": 4, "planning": 5}


def known(text: str | None) -> str | None:
    """The text without control characters and outer blanks; None when blank, "?" or another way of saying nothing."""
    if not text:
        return None
    # Most cells are printable through and through, and asking that is several times as quick as looking for controls.
    cleaned = (text if text.isprintable() else without_controls(text)).strip()
    return None if len(cleaned) <= LONGEST_BLANK and cleaned.casefold() in BLANK else cleaned


def one_line(text: str) -> str:
    """The text with each run of blanks and line ends as one blank, for a title."""
    return " ".join(text.split())


def yes_or_no(text: str) -> bool | None:
    """True, False, or None when the text says neither."""
    word = text.casefold()
    return True if word in YES else False if word in NO else None


def whole_number(text: str) -> int | None:
    """A count such as "3" or "1,204", or None."""
    if text.isdecimal() and text.isascii() and len(text) < MOST_DIGITS:
        return int(text)
    return int(text.replace(",", "")) if COUNT.fullmatch(text) else None


def priority(text: str) -> int | None:
    """1 to 5 of "1 - Critical", "P1", "sev 2" or "High"; None for anything else."""
    if found := SEVERITY.fullmatch(text):
        return int(found[1])
    return SEVERITY_WORDS.get(text.casefold())

"""What a review says of the cause as a whole (decision 1): confirmed, probable with the analysis going on, or unknown."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    UNKNOWN = "unknown"


WORDS = {
    Result.CONFIRMED: "Cause confirmed",
    Result.PROBABLE: "Probable cause, analysis continues",
    Result.UNKNOWN: "Cause unknown",
}


def in_words(result: str | None, continues_in: str = "") -> str:
    """The result as one line for a cover.

    >>> in_words("probable", "PRB-0042"), in_words(None)
    ('Probable cause, analysis continues in PRB-0042', 'Not stated yet')
    """
    if result is None:
        return "Not stated yet"
    told = WORDS[Result(result)]
    return f"{told} in {continues_in}" if result == Result.PROBABLE and continues_in else told

"""What a typed name or mail address is stored as."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

#: Direction overrides and non-characters: they change how the rest of a page reads, or no report can hold them.
_HARMFUL = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def one_line(text: str) -> str:
    r"""One clean line: composed letters, no control characters, single blanks, no lone surrogates.

    >>> one_line("  Anna\x00\tKowalski\n")
    'Anna Kowalski'
    """
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    spaced = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in whole)
    return " ".join(_HARMFUL.sub("", spaced).split())


def mail_address(text: str) -> str:
    """The stored form of a mail address, by which people are told apart.

    >>> mail_address(" Anna@Example.ORG ")
    'anna@example.org'
    """
    return one_line(text).replace(" ", "").lower()


def day_words(day: date, today: date) -> str:
    """A day in a sentence; the year only where it is another one than today's.

    >>> day_words(date(2026, 12, 4), date(2026, 11, 20)), day_words(date(2027, 1, 4), date(2026, 11, 20))
    ('4 Dec', '4 Jan 2027')
    """
    return f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")

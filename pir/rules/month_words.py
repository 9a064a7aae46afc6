"""Names of months and days of the week as timelines have them, English and German, and the number that a month's name means."""

from __future__ import annotations

from collections.abc import Mapping

#: The beginning of each name that tells it from the others, in lower case, and the number of the month.
MONTHS: Mapping[str, int] = {
    "jan": 1, "jän": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
MONTH = (
    r"(?P<month>jan(?:uary|uar)?|j[äÄ]n(?:ner)?|feb(?:ruary|ruar)?|mar(?:ch)?|m[äÄ]rz?|mrz|apr(?:il)?|may|mai|june?|juni|july?|juli|"
    r"aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?(?![^\W\d_])"
)
WEEKDAY = (
    r"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\.?,?\s+(?:den\s+|the\s+)?)?"
)


def month_number(name: str) -> int:
    """1 to 12 of a name that `MONTH` matched.

    >>> month_number("Sept"), month_number("März"), month_number("december")
    (9, 3, 12)
    """
    return MONTHS[name[:3].lower()]

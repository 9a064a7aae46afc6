"""Names of months and days of the week as timelines have them, English, German and French, and the numbers that they mean."""

from __future__ import annotations

from collections.abc import Mapping

#: The beginning of each name that tells it from the others, in lower case, and the number of the month. "juin" and "juillet" need four letters.
MONTHS: Mapping[str, int] = {
    "jan": 1, "jän": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
    "féb": 2, "fév": 2, "fev": 2, "avr": 4, "juin": 6, "juil": 7, "aoû": 8, "aou": 8, "déc": 12,
}  # fmt: skip
MONTH = (
    r"(?P<month>jan(?:uary|uar|vier|v)?|j[äÄ]n(?:ner)?|f[eéÉ]b(?:ruary|ruar)?|f[eéÉ]v(?:rier|r)?|mar(?:ch|s)?|m[äÄ]rz?|mrz|apr(?:il)?|avr(?:il)?|may|mai"
    r"|june?|juni|juin|july?|juli|juil(?:let)?|aug(?:ust)?|ao[uûÛ]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?"
    r"|d[eéÉ][cz](?:ember|embre)?)\.?(?![^\W\d_])"
)
#: A day of the week that stands for a day on its own, by its first letters, and its number from Monday as 0.
WEEKDAYS: Mapping[str, int] = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "die": 1, "mit": 2, "don": 3, "fre": 4, "sam": 5, "son": 6, "lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "dim": 6,
}  # fmt: skip
WEEKDAY_NAMES = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
WEEKDAY = rf"(?:(?:{WEEKDAY_NAMES}|mo|di|mi|do|fr|sa|so)\.?,?\s+(?:den\s+|the\s+|le\s+)?)?"


def month_number(name: str) -> int:
    """1 to 12 of a name that `MONTH` matched.

    >>> month_number("Sept"), month_number("März"), month_number("december"), month_number("juin")
    (9, 3, 12, 6)
    """
    name = name.lower()
    return MONTHS.get(name[:4]) or MONTHS[name[:3]]


def weekday_number(name: str) -> int:
    """0 for Monday to 6 of a name that `WEEKDAY_NAMES` matched.

    >>> weekday_number("Thursday"), weekday_number("Sonnabend"), weekday_number("mardi")
    (3, 5, 1)
    """
    name = name.lower()
    return WEEKDAYS["sat"] if name == "sonnabend" else WEEKDAYS[name[:3]]

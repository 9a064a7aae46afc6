"""What a text says of the zone of its times: "All times in PST", "Time (UTC)". It is proposed, never applied on its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pir.rules.line_shape import ODD_BLANKS
from pir.rules.zone_words import ZONE_WORDS

#: The place whose clocks show a zone word, for the words that one place stands for well enough to be proposed.
PLACE_OF: Mapping[str, str] = {
    "Z": "UTC", "UTC": "UTC", "GMT": "UTC", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "BST": "Europe/London",
    "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin",
    "EET": "Europe/Helsinki", "EEST": "Europe/Helsinki", "MSK": "Europe/Moscow", "IST": "Asia/Kolkata",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles", "Pacific": "America/Los_Angeles",
    "MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver", "Mountain": "America/Denver",
    "CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago", "Central": "America/Chicago",
    "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York", "Eastern": "America/New_York",
    "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu", "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "AWST": "Australia/Perth", "ACST": "Australia/Adelaide",
    "ACDT": "Australia/Adelaide", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}  # fmt: skip
WORD = rf"(?P<word>US/(?:Pacific|Mountain|Central|Eastern)|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|{ZONE_WORDS}|Pacific|Mountain|Central|Eastern)"
STATEMENTS = tuple(
    re.compile(pattern + WORD + r"(?![A-Za-z/])")
    for pattern in (
        r"(?i:\b(?:all|alle)\s(?:times|timestamps|dates and times|zeiten|uhrzeiten|zeitangaben)\b[^.|\n]{0,40}?[\s(*]{1,3})",
        r"(?i:\b(?:times|timestamps|zeiten)\s(?:are|below|here|given|shown|listed|sind)\b[^.|\n]{0,40}?\s)",
        r"(?i:\b(?:time\s?zone|zeitzone)\s?(?:is|:|=|ist)?\s*)",
        r"(?i:^\W*(?:date and |start |datum und )?(?:time|timeline|chronology|when|timestamp|date/time|zeit|uhrzeit|zeitleiste|verlauf)\b\W{0,5}(?:in\s)?)",
        r"(?i:\|\s*(?:date and )?(?:time|when|timestamp|zeit|uhrzeit)\b\W{0,5}(?:in\s)?)",
    )
)
LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class ZoneStatement:
    """Where the text says it (line from 1), the words, the zone word or name in them, and the IANA zone to propose."""

    line: int
    typed: str
    word: str
    zone: str


def zone_statement(text: str) -> ZoneStatement | None:
    """The first statement of a text about the zone of all its times, or None.

    >>> zone_statement("## Timeline\\n\\nAll times in PST.")
    ZoneStatement(line=3, typed='All times in PST', word='PST', zone='America/Los_Angeles')
    """
    for number, line in enumerate(text.splitlines(), start=1):
        body = line[:LONGEST_LINE].translate(ODD_BLANKS)
        for pattern in STATEMENTS:
            if found := pattern.search(body):
                return ZoneStatement(number, found[0].strip(" |#*_("), found["word"], _place(found["word"]))
    return None


def _place(word: str) -> str:
    if "/" in word and not word.startswith("US/"):
        return word
    name = word.removeprefix("US/").split()[0]
    sign = re.search(r"[+-]", name)
    if sign and (hours := re.fullmatch(r"(?:UTC|GMT)([+-])0?([0-9]{1,2})", name)):
        return f"Etc/GMT{'-' if hours[1] == '+' else '+'}{hours[2]}"
    return PLACE_OF.get(name, "")

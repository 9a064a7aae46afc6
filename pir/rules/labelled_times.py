"""A time behind its event: "Fault occurs 2020-02-12 11:45", "Detected: 14:03 UTC (by Pingdom)"."""

from __future__ import annotations

import re

from pir.rules.times import (
    BETWEEN,
    CLOCKS,
    CLOSE,
    FULL_DAYS,
    HINTS,
    LONGEST_STAMP,
    NAMED_DAYS,
    RANGE,
    WORDY,
    ZONE,
    Stamp,
    stamp_of,
)

CLOCK = CLOCKS["colon"].replace("§", "")
TIMES = CLOCK + RANGE.replace("¶", CLOCKS["colon"].replace("§", "_end")) + ZONE
DAYS = FULL_DAYS | {name: NAMED_DAYS[name] for name in ("day month", "month day")}
TRAILING = tuple(
    re.compile(rf"[\s(\[:*]{WORDY}(?P<typed>{pattern})[)\]*_.]*$", re.IGNORECASE | re.ASCII)
    for pattern in (
        *(day + r"(?:T|" + BETWEEN + ")" + TIMES for day in DAYS.values()),
        *(TIMES + r",?\s+(?:on\s+)?" + day for day in FULL_DAYS.values()),
    )
)
LABEL = r"[*_]{0,2}(?P<label>[^0-9:|*_]{3,60}?)[*_]{0,2}"
#: A colon or "at" must stand before a clock alone; before a whole date a blank will do.
LABELLED = tuple(
    re.compile(rf"{LABEL}{link}\s+(?P<open>[(\[*_`]*){WORDY}(?P<about_day>~\s?)?(?P<typed>{pattern}){CLOSE}", re.IGNORECASE | re.ASCII)
    for link, patterns in (
        (r"(?::[*_]{0,2}|\s(?:at|um|on))?", [day + r"(?:T|" + BETWEEN + ")" + TIMES for day in DAYS.values()]),
        (r"(?::[*_]{0,2}|\s(?:at|um))", [TIMES]),
    )
    for pattern in patterns
)
#: What may stand before a time on a line of its own, and what may not: "Time to detect: 1:30" is a duration.
MILESTONE = re.compile(
    r"\b(?:detect\w*|start\w*|beg[iau]n\w*|end(?:ed|s)?|resol\w+|restor\w+|mitigat\w+|declar\w+|acknowledg\w+|occur\w*|aware|repair\w*"
    r"|clos\w+|recover\w+|fixed|alert\w*|report\w*|identified|onset|fault|outage|incident|impact|beginn|ende|entdeckt|behoben|gemeldet|erkannt)\b",
    re.IGNORECASE,
)
NO_EVENT = re.compile(
    r"\b(?:time to|duration|within|downtime|length|mttr|mttd|ttr|ttd|elapsed|updated?|created|published|printed|modified|generated|exported|author|status|date|dauer|minutes|hours)\b",
    re.IGNORECASE,
)
MOST_WORDS = 15


def behind(body: str) -> Stamp | None:
    """The day and time, both in full, that a short line ends with; its text is what stands before. None when there is none."""
    tail = body[-LONGEST_STAMP:]
    if not any(character.isdigit() for character in tail[-12:]) or ":" not in tail:
        return None
    for pattern in TRAILING:
        if found := pattern.search(tail):
            text = body[: len(body) - len(tail) + found.start() + 1].rstrip(" \t,:;-–—(@[*_")
            if text and len(text[:1000].split()) <= MOST_WORDS and not NO_EVENT.search(text[:LONGEST_STAMP]):
                stamp = stamp_of(found, "colon", "")
                return Stamp(stamp.parts, stamp.typed, text.strip("*_ "), stamp.about, behind=True)
    return None


def labelled(body: str) -> Stamp | None:
    """The time behind the name of a milestone; the text is the name with what follows the time. None for any other line."""
    head = body[: 2 * LONGEST_STAMP]
    if not HINTS["colon"].search(head) or not MILESTONE.search(head):
        return None
    for pattern in LABELLED:
        found = pattern.match(head)
        if found and MILESTONE.search(found["label"]) and not NO_EVENT.search(found["label"]):
            stamp = stamp_of(found, "colon", body[found.end() :])
            return Stamp(stamp.parts, stamp.typed, f"{found['label']} {stamp.rest.lstrip('. ')}".strip(), stamp.about, behind=True)
    return None

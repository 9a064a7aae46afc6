"""The ways in which people write the time at the beginning of a timeline line: a table of dialects, and what a match says.

A dialect is a way to write the day (or to leave it out) and a way to write the clock. With `:` or `h`, or with a zone word, a
text is a time, and an impossible one is an error. Four bare digits or `14.03` might as well be a count or a version: those
are *weak*, and only the caller can say, by the window of the incident or by the lines around, whether they are times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pir.rules.month_words import MONTH, WEEKDAY, WEEKDAY_NAMES
from pir.rules.zone_words import ZONE_WORDS

ABOUT = (
    r"(?:[~≈]|(?:about|around|approx(?:imately|\.)?|roughly|circa|ca\.?|c\.|gegen|etwa|ungefähr|vers|environ|"
    r"(?:shortly|just|soon)\s(?:after|before)|kurz\s(?:nach|vor))\s)"
)
YEAR = r"(?P<year>[0-9]{4})"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?"
TWO_NUMBERS = r"(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})"

#: With the year written out: these count wherever they stand.
FULL_DAYS = {
    "iso": YEAR + r"(?P<dash>[-/.])(?P<number>[0-9]{1,2})(?P=dash)(?P<day>[0-9]{1,2})",
    "day month year": WEEKDAY + DAY + r"[\s-]+(?:of\s+)?" + MONTH + r",?[\s-]+" + YEAR,
    "month day year": WEEKDAY + MONTH + r"\s+" + DAY + r",?\s+" + YEAR,
    "numbers": WEEKDAY + TWO_NUMBERS + r"(?P=mark)" + YEAR,
}
NAMED_DAYS = {
    "day month": WEEKDAY + DAY + r"[\s-]+(?:of\s+)?" + MONTH,
    "month day": WEEKDAY + MONTH + r"\s+" + DAY,
    "relative": r"D\s?\+\s?(?P<plus>[0-9]{1,3})",
    "counted": r"(?:Day|Tag|Jour)\s(?P<count>[0-9]{1,3})",
    "weekday": rf"(?P<weekday>{WEEKDAY_NAMES})(?![^\W\d_])\.?",
}
#: Only where a clock follows them: "1.13.12" and "1/2" alone are no days. A year of five digits is a slip of the key.
SHORT_DAYS = {
    "slipped year": r"(?P<year>[0-9]{4})(?P<slip>[0-9])-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})",
    "numbers short": WEEKDAY + TWO_NUMBERS + r"(?P=mark)(?P<short_year>[0-9]{2})",
    "numbers alone": WEEKDAY + r"(?P<one>[0-9]{1,2})(?P<mark>[/.])(?P<two>[0-9]{1,2})\.?",
}
DAYS = FULL_DAYS | NAMED_DAYS | SHORT_DAYS
BETWEEN = r"(?:,?\s+(?:(?:at|um|à|a)\s+)?|,|\s*\|\s*|\s+[-–—@]\s+|:\s+)"

# "§" stands for what follows the names of the groups: nothing for the start, "_end" for the end of a range.
# "2:03 pm", "2:03 p.m.", "2:03p"; not "2:03 A new …".
HALF = r"(?:\s?(?P<half§>[ap])(?:\.?m\.?|(?<=[0-9][ap])))"
WHOLE_HALF = r"(?:\s?(?P<half§>[ap])\.?m\.?)"
UHR = r"(?P<uhr§>\s?(?:Uhr|hrs?|h)(?![0-9A-Za-zÀ-ÿ]|\s[0-9]))"
CLOCKS = {
    "colon": r"(?P<hour§>[0-9]{1,2}):(?P<minute§>[0-9]{2})(?::(?P<second§>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?:" + HALF + "|" + UHR + ")?",
    "h": r"(?P<hour§>[0-9]{1,2})\s?h\s?(?P<minute§>[0-9]{2})",
    "half": r"(?P<hour§>[0-9]{1,2})(?:\.(?P<minute§>[0-9]{2}))?" + WHOLE_HALF,
    "uhr": r"(?P<hour§>[0-9]{1,2})\s?Uhr(?:\s(?P<minute§>[0-9]{2}))?(?![0-9A-Za-zÀ-ÿ])",
    "dotted uhr": r"(?P<hour§>[0-9]{1,2})\.(?P<minute§>[0-9]{2})" + UHR,
    "dotted": r"(?P<hour§>[0-9]{1,2})\.(?P<minute§>[0-9]{2})",
    "bare": r"(?P<hour§>[0-9]{2})(?P<minute§>[0-9]{2})" + UHR + "?",
}
WEAK = frozenset({"dotted", "bare"})
# "20 Nov 2026 …" would be 20:26 on 20 November, "20.11.2026" 20:26 on a day without a year.
NOT_AFTER = {clock: frozenset({"day month", "month day", "numbers alone"}) for clock in WEAK}

END_MONTH = MONTH.replace("?P<month>", "?P<end_month>")
END_DAY = (
    r"(?:(?:(?P<end_year>[0-9]{4})-(?P<end_number>[0-9]{1,2})-(?P<end_day>[0-9]{1,2})[T\s]"
    rf"|{WEEKDAY}(?P<end_day_first>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?\s+{END_MONTH}(?:,?\s+(?P<end_year_last>[0-9]{{4}}))?,?\s"
    rf"|{WEEKDAY}{END_MONTH.replace('end_month', 'end_month_first')}\s+(?P<end_day_last>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s+(?P<end_year_then>[0-9]{{4}}))?,?\s"
    r")\s*)?"
)
# "¶" stands for the clock of the end, written in the same way as that of the start.
RANGE = (
    rf"(?:(?:\s?\(?(?-i:(?P<zone_start>{ZONE_WORDS}))\)?)?\s*(?:[-–—→]|->|to\s|until\s|till\s|bis\s|à\s|(?(between)and\s|(?!))|(?(zwischen)und\s|(?!)))\s*"
    + END_DAY + r"(?:¶)(?![0-9_]|(?!Z\b)[A-Za-z]|:[0-9]))?"
)  # fmt: skip
# Zone words count in capitals only: "14:03 est. 200 users" is no zone. A bare "-14:40" is the end of a range, never an offset.
ZONE = rf"(?:\s?\(?(?-i:(?P<zone>{ZONE_WORDS}))\)?|\s?(?P<offset>\+[0-9]{{2}}:?[0-9]{{2}})(?![0-9]))?"
EXACT_OFFSET = r"(?P<offset>[+-][0-9]{2}:?[0-9]{2})"
#: After a whole date with seconds "-0500" is an offset even behind a blank, as `date` and Git write it.
WHOLE_OFFSET = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?\s?(?P<offset>[+-][0-9]{4})(?![0-9])"
CLOSE = r"(?P<about_after>~|\?{1,3}|-?ish\b|\s?\((?:approx\.?|about|ca\.?|est(?:imated|\.)?)\))?(?!_*[0-9A-Za-z%]|[.,:][0-9])"
OPEN = r"(?P<open>[\[(*_`]*)\s*@?"
#: A word that may stand before a time; it makes the line prose, unless it is an item of a list or stands in a timeline.
WORDY = (
    r"(?:(?P<wordy>(?:at|on|um|am|à|le|today(?:,|\sat)?|(?P<spanning>by|from|since|ab|von|de|dès)|(?P<between>between)|(?P<zwischen>zwischen))\s+)"
    r"|(?P<zero>T\s?\+?0\s*[=:@(-]\s*)|(?:time:|posted(?:\son|\sat)?)\s+)?"
)
SEPARATOR = re.compile(r"\s*(?:->|=>|[-–—|,:>•·]|\.(?!\.))(?=\s|$)|\s*[–—]|-(?=[^\W\d_])|:(?=\S)")
#: The marks that may be opened before a stamp, and how those are closed that are not closed by themselves.
OPENERS = re.compile(r"\*\*|__|[\[(*_`]")
CLOSERS = {"[": "]", "(": ")"}
LINK_END = re.compile(r"(?:\*\*|[*_`])?\]\((?P<url>[^()\s]{1,2000})\)")

#: What stands behind an amount and never behind a time: "15:00 minutes later", "00:30:00 of downtime", "10:10 ratio".
AMOUNT = re.compile(
    r"\s+(?:(?:minutes|mins|seconds|secs|hours|duration|ratio|majority|split|odds|score|in total)\b|of\s(?:down|out|un|degrad|interrupt|delay|work|lost))",
    re.IGNORECASE,
)

LONGEST_STAMP = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as it was written: its named parts, whether it is weak or rough, the text it was, and the text that follows it.

    `separated`: a dash, a colon or the like stands between time and text. `wordy`: a word such as "at" stands before it.
    `spanning`: that word is "since", "by" or the like, which begins a remark sooner than an entry. `behind`: its text stands before it.
    """

    parts: dict[str, str | None]
    typed: str
    rest: str
    about: bool = False
    weak: bool = False
    bracketed: bool = False
    separated: bool = False
    wordy: bool = False
    spanning: bool = False
    behind: bool = False


def _dialects() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Every way to write the day with every way to write the clock, the most explicit first; then the clock alone.

    Each as the name of its clock, the name of its day ("" for none), and the pattern.
    """
    yield "colon", "iso", _compiled(FULL_DAYS["iso"] + "T" + _clock("colon") + EXACT_OFFSET)
    yield "colon", "iso", _compiled(FULL_DAYS["iso"] + r"[T\s]" + WHOLE_OFFSET)
    yield "colon", "month day", _compiled(NAMED_DAYS["month day"] + r"\s+" + _clock("colon") + ZONE + r"\s+" + YEAR)
    for clock in CLOCKS:
        times = _clock(clock) + RANGE.replace("¶", _clock(clock, "_end")) + ZONE
        for day, written in DAYS.items():
            if day not in NOT_AFTER.get(clock, ()):
                between = r"(?:T|" + BETWEEN + ")" if day == "iso" else BETWEEN
                yield clock, day, _compiled(written + between + rf"(?P<about_time>{ABOUT}\s*)?" + times)
        if clock not in WEAK:
            for day, written in FULL_DAYS.items():
                yield clock, day, _compiled(times + r",?\s+(?:on\s+|am\s+)?" + written)
            for day in ("day month", "month day"):
                yield clock, day, _compiled(times + r",?\s+(?:on|am)\s+" + NAMED_DAYS[day])
        yield clock, "", _compiled(times)


def _clock(name: str, which: str = "") -> str:
    """The pattern of a clock with its groups named hour, minute, second, half, or hour_end and so on."""
    return CLOCKS[name].replace("§", which)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{OPEN}{WORDY}(?P<about_day>{ABOUT}\s*)?(?P<typed>{pattern}){CLOSE}", re.IGNORECASE | re.ASCII)


DIALECTS = tuple(_dialects())
DATE_ALONE = tuple(
    (name, re.compile(rf"{OPEN}(?P<typed>{day})(?![0-9A-Za-z_])", re.IGNORECASE | re.ASCII)) for name, day in (FULL_DAYS | NAMED_DAYS).items()
)
# What must stand somewhere in a text for a clock or a day to be there: asked first, because most dialects are not there.
HINTS = {
    name: re.compile(hint, re.IGNORECASE | re.ASCII) for name, hint in {
        "": "", "colon": r"[0-9]:[0-9]{2}", "h": r"[0-9]\s?h\s?[0-9]{2}", "half": r"[0-9]\s?[ap]\.?m", "uhr": r"[0-9]\s?Uhr", "dotted uhr": r"[0-9]\.[0-9]{2}\s?(?:Uhr|h)",
        "dotted": r"[0-9]\.[0-9]{2}", "bare": r"(?<![0-9])[0-9]{4}(?![0-9])", "iso": r"[0-9]{4}[-/.][0-9]",
        "slipped year": r"[0-9]{5}-", "relative": r"D\s?\+", "counted": r"(?:day|tag|jour)\s[0-9]", "weekday": WEEKDAY_NAMES, "day month year": MONTH, "month day year": MONTH,
        "day month": MONTH, "month day": MONTH, "numbers": r"[0-9][-/.][0-9]{1,2}[-/.][0-9]{4}",
        "numbers short": r"[0-9][-/.][0-9]{1,2}[-/.][0-9]{2}", "numbers alone": r"[0-9][/.][0-9]",
    }.items()
}  # fmt: skip
# What a time may begin with, so that most lines of prose are not tried against each of the dialects.
MAY_BEGIN = re.compile(rf"{OPEN}{WORDY}(?:{ABOUT}\s*)?(?:{WEEKDAY}{MONTH}|{WEEKDAY}[0-9]|D\s?\+|(?:Day|Tag|Jour)\s[0-9]|{WEEKDAY_NAMES})", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=16384)
def leading(body: str) -> Stamp | None:
    """The time that a line begins with, or None."""
    head = body[:LONGEST_STAMP]
    if not MAY_BEGIN.match(head):
        return None
    hinted = {name for name, hint in HINTS.items() if hint.search(head)}
    for clock, day, pattern in DIALECTS:
        if clock in hinted and day in hinted and (found := pattern.match(head)):
            following = body[found.end() :]
            return None if AMOUNT.match(following) and not day else stamp_of(found, clock, following)
    return None


def stamp_of(found: re.Match[str], clock: str, following: str) -> Stamp:
    """What the match of a dialect says, with the text that follows it."""
    parts = found.groupdict()
    opened = parts.get("open") or ""
    rest, separated, is_link = after(following, opened)
    return Stamp(
        parts, parts["typed"] or "", rest, separated=separated, wordy=bool(parts.get("wordy")), spanning=bool(parts.get("spanning")) and not parts.get("hour_end"),
        about=any(parts.get(name) for name in ("about_day", "about_time", "about_after")),
        weak=clock in WEAK and not any(parts.get(name) for name in ("zone", "uhr", "uhr_end")),
        bracketed="[" in opened and not is_link,
    )  # fmt: skip


def date_alone(body: str) -> tuple[dict[str, str | None], str, str] | None:
    """The named parts of a date without a time that a line begins with, the date as typed, and the text after it."""
    head = body[:LONGEST_STAMP]
    for day, pattern in DATE_ALONE:
        if HINTS[day].search(head) and (found := pattern.match(head)):
            parts = found.groupdict()
            return parts, parts["typed"] or "", after(body[found.end() :], parts["open"] or "")[0]
    return None


def _closed(rest: str, marks: list[str]) -> str:
    """Without the closing ones of `marks` that it begins with, innermost first; these are taken from the list.

    >>> _closed("]** text", ["[", "**"]), _closed(":** text", ["**"])
    (' text', ': text')
    """
    for mark in tuple(marks):
        closing = CLOSERS.get(mark, mark)
        if rest.startswith(closing):
            rest = rest[len(closing) :]
        elif rest.startswith(":" + closing):
            rest = ":" + rest[len(closing) + 1 :]
        else:
            continue
        marks.remove(mark)
    return rest


def after(rest: str, opened: str) -> tuple[str, bool, bool]:
    """What follows a stamp, without the marks that close what was opened before it and without one separator.

    Also whether there was a separator, and whether the stamp was the text of a link; the address then ends the text.
    """
    link = LINK_END.match(rest) if "[" in opened else None
    if link:
        rest = rest[link.end() :]
    marks = [mark for mark in OPENERS.findall(opened) if not (mark == "[" and link)]
    left = list(reversed(marks))
    rest = _closed(rest, left)
    found = SEPARATOR.match(rest)
    if found:
        rest = _closed(rest[found.end() :], left)
    for mark in (mark for mark in marks[:1] if mark not in CLOSERS):
        if rest.count(mark) % 2 and rest.rstrip().endswith(mark):
            rest = rest.rstrip().removesuffix(mark)
    return (f"{rest.strip()} {link['url']}".strip() if link else rest.strip()), found is not None, link is not None

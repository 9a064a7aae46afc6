"""One text that holds a date and a time, parted into both; a whole ISO 8601 instant is left to the caller."""

from __future__ import annotations

from datetime import date, time

from incidents.rules.written import read_date, read_time


def parted(text: str) -> tuple[str, str]:
    """The date and the time that a text such as ``20 Nov 2026 14:03`` is made of; "" for the one that is missing.

    Where neither can be read, the last word counts as the time, so that the sentence about it names what was typed.

    >>> parted("20 Nov 2026 14:03"), parted("20 Nov 2026"), parted("2:03 pm"), parted("20 Nov 2026 25:99")
    (('20 Nov 2026', '14:03'), ('20 Nov 2026', ''), ('', '2:03 pm'), ('20 Nov 2026', '25:99'))
    """
    words = text.replace("T", " ").split() if _is_machine(text) else text.split()
    splits = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(len(words), -1, -1)]
    for is_right in (_both, _day_alone, _time_alone, _day, _time):
        found = next((split for split in splits if is_right(*split)), None)
        if found:
            return found
    return " ".join(words[:-1]), " ".join(words[-1:])


def _is_machine(text: str) -> bool:
    return len(text) > 10 and text[10:11] == "T" and text[:4].isdigit()  # noqa: PLR2004 - after 2026-11-20


def _reads_day(text: str) -> bool:
    return isinstance(read_date(text), date)


def _reads_time(text: str) -> bool:
    return isinstance(read_time(text), time)


def _both(day: str, clock: str) -> bool:
    return _reads_day(day) and _reads_time(clock)


def _day_alone(day: str, clock: str) -> bool:
    return not clock and _reads_day(day)


def _time_alone(day: str, clock: str) -> bool:
    return not day and _reads_time(clock)


def _day(day: str, _clock: str) -> bool:
    return _reads_day(day)


def _time(_day: str, clock: str) -> bool:
    return _reads_time(clock)

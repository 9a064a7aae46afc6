"""A local time that somebody wrote, in a named zone, made an instant; or the sentence that says why it cannot be one.

Clocks are changed twice a year in most zones: an hour is skipped (the *gap*) and an hour is lived twice (the *overlap*).
`zoneinfo` accepts both silently, so each local time is checked here: its offset is asked for as the first and as the second
of two, and where the offsets differ the round trip through UTC tells a gap (it comes back as another time) from an overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from incidents.rules.written import DateOrder, Problem, day_text, read_date, read_time, time_text

Precision = Literal["exact", "about"]
Which = Literal["first", "second"]

# Names that the zone database holds but that mean "whatever this computer is set to", or nothing at all.
NOT_A_PLACE = frozenset({"Factory", "localtime", "posixrules"})


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as it was written: `at` in UTC, the IANA zone it was read in, the typed text, and how sure it is."""

    at: datetime
    zone: str
    typed: str
    precision: Precision = "exact"


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones()) - NOT_A_PLACE


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | Problem:
    """The IANA zone of that name, or a `Problem` of kind "zone"."""
    if name not in _known_zones():
        return Problem(f'"{name}" is not a known time zone. Use an IANA name, for example Europe/London', "zone")
    return ZoneInfo(name)


def parse_local(
    date_text: str,
    time_text: str,
    zone: str,
    *,
    which: Which | None = None,
    precision: Precision = "exact",
    order: DateOrder = "dmy",
) -> Moment | Problem:
    """What two boxes of a form say, as an instant.

    `date_text`: "2026-11-20", "20/11/2026" (day first unless `order` says otherwise), "20 Nov 2026", "November 20, 2026".
    `time_text`: "14:03", "14:03:22", "1403", "14.03", "14h03", "2:03 pm". `zone`: an IANA name.
    `which` answers the question that the problem of kind "overlap" asks; without it such a time is a problem.

    Never raises: a `Problem` carries the sentence for the person and its kind.
    """
    named = zone_named(zone)
    if isinstance(named, Problem):
        return named
    day = read_date(date_text, order=order)
    if isinstance(day, Problem):
        return day
    time = read_time(time_text)
    if isinstance(time, Problem):
        return time
    typed = f"{date_text.strip()} {time_text.strip()}"
    return settle(datetime.combine(day, time), named, typed=typed, which=which, precision=precision)


def settle(
    local: datetime,
    zone: ZoneInfo,
    *,
    typed: str = "",
    which: Which | None = None,
    precision: Precision = "exact",
) -> Moment | Problem:
    """The instant of a naive local time (1900 to 2199) in a zone.

    In the gap: a problem of kind "gap". In the overlap: the one that `which` names, else a problem of kind "overlap" whose
    `choices` are the two instants in order.
    """
    if zone.key == "UTC":
        return Moment(local.replace(tzinfo=UTC), zone.key, typed, precision)
    offset = zone.utcoffset(local)
    if offset is not None and offset == zone.utcoffset(local.replace(fold=1)):
        return Moment((local - offset).replace(tzinfo=UTC), zone.key, typed, precision)
    earlier, later = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        return Problem(_gap_sentence(earlier, later), "gap")
    if which is None:
        choices = (earlier.astimezone(UTC), later.astimezone(UTC))
        return Problem(_overlap_sentence(earlier, later), "overlap", choices)
    chosen = earlier if which == "first" else later
    return Moment(chosen.astimezone(UTC), zone.key, typed, precision)


def _overlap_sentence(earlier: datetime, later: datetime) -> str:
    return (
        f"{time_text(earlier.time())} happened twice on {day_text(earlier.date())}. "
        f"Was it the first ({_offset_text(earlier)}) or the second ({_offset_text(later)})?"
    )


def _gap_sentence(earlier: datetime, later: datetime) -> str:
    before, after = _jump(earlier, later)
    start, end = time_text(before.time()), time_text(after.time())
    if before.date() != after.date():
        start, end = f"{start} on {day_text(before.date())}", f"{end} on {day_text(after.date())}"
    return f"{time_text(earlier.time())} did not exist on {day_text(earlier.date())}; clocks went from {start} to {end}."


def _jump(earlier: datetime, later: datetime) -> tuple[datetime, datetime]:
    """What the clock showed just before and just after the jump that skipped a local time.

    Inside a gap the offset of fold 0 is the one before the jump and that of fold 1 the one after it (PEP 495), so the jump
    lies between the two instants that they give, and halving that span to the second finds it.
    """
    zone = earlier.tzinfo
    old, new = earlier.utcoffset() or timedelta(), later.utcoffset() or timedelta()
    low, high = later.astimezone(UTC), earlier.astimezone(UTC)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    jump = high.replace(tzinfo=None)
    return jump + old, jump + new


def _offset_text(moment: datetime) -> str:
    """For example "BST, UTC+1"; "GMT" where the name alone says it; "UTC+10:30" where the zone has no name for it."""
    offset = moment.utcoffset() or timedelta()
    name = moment.tzname() or ""
    if not offset and name.isalpha():
        return name
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    written = f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    return f"{name}, {written}" if name.isalpha() else written

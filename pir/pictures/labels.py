"""What the strip says, and in which words: flags, phases, gaps, measures, the text equivalent."""

from __future__ import annotations

from datetime import datetime, timedelta

from pir.pictures.facts import Facts, Gap, Milestone, Phase
from pir.pictures.scale import Scale
from pir.pictures.ticks import ClockChange, on_one_day
from pir.pictures.words import NBSP, clock, day, duration, hours, spans_days

_MEASURES = (
    ("occurred", "detected", "Impact to detected"),
    ("detected", "mitigated", "Detected to mitigated"),
    ("occurred", "restored", "Impact to restored"),
)
_INSTEAD = ("detected", "restored", "Detected to restored")

NO_END = "no end known"


def flag_time(facts: Facts, milestone: Milestone, scale: Scale) -> str:
    """Return the time on a flag, with its day when the axis covers several, and its year likewise."""
    window, zone = scale.window, facts.zone
    years = window.start.astimezone(zone).year != window.end.astimezone(zone).year
    time = clock(milestone.at, zone, with_day=not on_one_day(window, zone), with_year=years)
    return f"about{NBSP}{time}" if milestone.about else time


def phase_length(phase: Phase) -> str:
    """Return how long a phase lasted; "" for the time after, which has no meaningful end."""
    if phase.kind == "after":
        return ""
    return NO_END if phase.end is None else duration(phase.end - phase.start)


def phase_label(phase: Phase) -> str:
    """Return a phase in words: "Diagnosis, 39 min"."""
    length = phase_length(phase)
    return f"{phase.word}, {length}" if length else phase.word


def far_phase_label(phase: Phase) -> str:
    """Return a phase that lies beyond a break, its length to the hour: "Latent, 40 h"."""
    if phase.end is None:
        return phase.word
    length = phase.end - phase.start
    hours = timedelta(hours=round(length / timedelta(hours=1)))
    return f"{phase.word}, {duration(hours if hours > timedelta(hours=9) else length)}"


def gap_label(gap: Gap) -> str:
    """Return a gap in words, with its explanation when there is one."""
    told = f"{duration(gap.end - gap.start)} with no entry"
    explanation = " ".join((gap.explanation or "").split())
    return f"{told}: {explanation}" if explanation else told


def gap_times(facts: Facts, gap: Gap) -> str:
    """Return the two ends of a gap: "14:21 to 14:33"."""
    days = spans_days(gap.start, gap.end, facts.zone)
    return f"{clock(gap.start, facts.zone, days)} to {clock(gap.end, facts.zone, days)}"


def change_label(change: ClockChange) -> str:
    """Return a clock change in words."""
    way = "forward" if change.by > timedelta(0) else "back"
    return f"clocks go {way} {hours(abs(change.by))}"


def far_label(facts: Facts, at: datetime, scale: Scale) -> str:
    """Return the day and time at the far end of a block."""
    years = at.astimezone(facts.zone).year != scale.window.start.astimezone(facts.zone).year
    return f"{day(at, facts.zone, years, with_weekday=True)} {clock(at, facts.zone)}"


def measures(facts: Facts) -> list[tuple[str, datetime, datetime]]:
    """Return (label, from, to) for the durations whose two ends are known, both ends named."""
    wanted = list(_MEASURES)
    if facts.at("mitigated") is None:
        wanted[1] = _INSTEAD
    found = []
    for first, last, words in wanted:
        start, end = facts.at(first), facts.at(last)
        if start is not None and end is not None and start <= end:
            found.append((f"{words}, {duration(end - start)}", start, end))
    return found


def title(facts: Facts, scale: Scale) -> str:
    """Return the alternative text: what the strip shows, in one or two sentences."""
    shown = [phase for phase in facts.phases if phase.kind != "after" and phase.end != phase.start]
    moments = [milestone.at for milestone in facts.milestones] or [entry.at for entry in facts.entries]
    told = f"Timeline to scale, {day(moments[0], facts.zone, with_year=True)}: "
    if shown:
        told += ", ".join(phase_label(phase).lower().replace(",", "") for phase in shown)
    elif facts.milestones:
        told += ", ".join(f"{m.word.lower()} {flag_time(facts, m, scale)}" for m in facts.milestones)
    else:
        told += _entry_count(facts)
    if facts.gaps:
        gap = max(facts.gaps, key=lambda gap: gap.end - gap.start)
        told += f". No entry from {gap_times(facts, gap)}"
    if scale.window.before or scale.window.after:
        told += ". Part of the axis is not to scale"
    return f"{told}."


def equivalent(facts: Facts) -> tuple[str, ...]:
    """Return the text equivalent of the strip, a line each: milestones, phases, gaps, measures, entries."""

    def when(at: datetime) -> str:
        return clock(at, facts.zone, with_day=True, with_year=True)

    lines = [f"{m.word}: {'about ' if m.about else ''}{when(m.at)}." for m in facts.milestones]
    for phase in facts.phases:
        until = f" to {when(phase.end)}" if phase.end else ""
        length = phase_length(phase)
        lines.append(f"{phase.word}: from {when(phase.start)}{until}{f', {length}' if length else ''}.")
    lines += [f"Gap from {when(gap.start)} to {when(gap.end)}: {gap_label(gap).rstrip('.')}." for gap in facts.gaps]
    lines += [f"{label}." for label, _, _ in measures(facts)]
    if facts.entries:
        lines.append(
            f"{_entry_count(facts)} recorded, from {when(facts.entries[0].at)} to {when(facts.entries[-1].at)}."
        )
    return tuple(line.replace(NBSP, " ") for line in lines)


def _entry_count(facts: Facts) -> str:
    return "1 entry" if len(facts.entries) == 1 else f"{len(facts.entries)} entries"

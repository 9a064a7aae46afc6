"""What the document of a review says, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kernel.calendar import WorkingCalendar
from pir.rules import clock as clock_rules
from pir.rules.clock import Due
from web.filters import day, local, time_left, zone_name

#: Entries that the overview shows without being asked for all.
MOST_ENTRIES = 40
PART_WORDS = {
    "facilitator": "Facilitator", "scribe": "Scribe", "participant": "Participant", "approver": "Approver",
    "service_owner": "Service owner", "observer": "Observer", "owner": "Owner",
}
CLOCKS = ("session", "approval", "pre_read")
STILL = {"approved": "Not recorded", "published": "Not recorded", "waived": "Does not count"}
EVENTS = {
    "started": "Counted from", "restarted": "Begun anew from", "reopened": "Stopped, the incident was open again", "paused": "Paused",
    "resumed": "Run on", "extended": "Extended",
}
DONE = {"session": "Held", "approval": "Approved", "pre_read": "Sent"}


def lead_of(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((i for i in document["incidents"] if i["lead"]), None)


def when(document: Mapping[str, Any]) -> str:
    """Such as "Fri 20 Nov 2026, 14:03 to 15:21 GMT", from impact started (or detected) to restored, as far as known."""
    lead = lead_of(document)
    times = lead["times"] if lead else {}
    start = next((times[m]["at"] for m in ("occurred", "detected") if times and times[m]["at"]), None)
    end = times["restored"]["at"] if times else None
    zone = document["zone"]
    if not start:
        return f"restored {local(end, zone)}" if end else ""
    if not end:
        return local(start, zone)
    began, ended = (datetime.fromisoformat(t).astimezone(ZoneInfo(zone)) for t in (start, end))
    if began.date() == ended.date():
        return f"{day(began.date())}, {began:%H:%M} to {ended:%H:%M}\N{NO-BREAK SPACE}{zone_name(ended)}"
    return f"{day(began.date())}, {began:%H:%M} to {day(ended.date())}, {ended:%H:%M}\N{NO-BREAK SPACE}{zone_name(ended)}"


def named(document: Mapping[str, Any], part: str) -> str:
    """The names of everybody with this part."""
    return ", ".join(p["name"] for p in document["people"] if p["role"] == part)


def started_at(document: Mapping[str, Any]) -> str | None:
    """The instant whose day needs no day mark in the timeline."""
    lead = lead_of(document)
    known = [t["at"] for t in (lead["times"].values() if lead else ()) if t["at"]]
    entries = document["timeline"]["entries"]
    return known[0] if known else (entries[0]["at"] if entries else None)


def clocks(
    document: Mapping[str, Any], now: datetime, calendar: WorkingCalendar | None = None
) -> list[dict[str, Any]]:
    """The three clocks as the macro takes them; one that has not started says what it waits for.

    ``calendar`` counts the working days that are left; without one they are Monday to Friday in the zone of the review.

    Once a review is approved or waived an open clock no longer runs: it was not recorded as met, or does not count.
    """
    held = {c["kind"]: c for c in document["clocks"]}
    still = STILL.get(document["review"]["state"], "")
    days = calendar or WorkingCalendar.of(document["zone"])
    found = [_clock(held[kind], document, now, days) if kind in held else _waiting(kind, document) for kind in CLOCKS]
    if document["review"]["session_held_at"] and not still:
        found[CLOCKS.index("pre_read")]["paused"] = STILL["approved"]  # too late to be sent
    return [{**c, "paused": "" if c["met"] or c["left"] is None else still or c["paused"]} for c in found]


def _waiting(kind: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing to count from yet; or the incident was over so long before that it is history."""
    due = "None: the incident was history when its review was opened" if is_history(document) else "Starts when the time Restored is known"
    return {"name": clock_rules.NAMES[kind], "left": None, "run": 0, "window": None, "met": "", "paused": "", "due": due}


def is_history(document: Mapping[str, Any]) -> bool:
    """The end of the incident is known and yet no clock counts from it."""
    lead = lead_of(document)
    return not document["clocks"] and lead is not None and any(lead["times"][m]["at"] for m in ("restored", "resolved"))


def _clock(
    row: Mapping[str, Any], document: Mapping[str, Any], now: datetime, calendar: WorkingCalendar
) -> dict[str, Any]:
    started, due, original = (datetime.fromisoformat(row[key]) for key in ("started_at", "due_at", "original_due_at"))
    window, met = (datetime.fromisoformat(row[key]) if row[key] else None for key in ("window_from", "met_at"))
    stopped = datetime.fromisoformat(row["stopped_at"]) if row["stopped_at"] else None
    read = clock_rules.read(Due(row["kind"], row["basis"], started, window, due, stopped), original, met, now)
    until = stopped or now
    left = time_left(due, until, calendar.working_days_between(until, due))
    return {
        "name": read.name,
        "left": left,
        "paused": f"Stands still, {left.text} left" if stopped else "",
        "run": read.run,
        "window": read.window_share,
        "met": _met_words(row["kind"], met, read.state, document["zone"]),
        "due": " · ".join(_due_words(row, due, original, document)),
    }


def _met_words(kind: str, met: datetime | None, state: str, zone: str) -> str:
    if met is None:
        return ""
    return f"{DONE[kind]} {local(met, zone, 'short')}{', late' if state == 'met_late' else ''}"


def _due_words(
    row: Mapping[str, Any], due: datetime, original: datetime, document: Mapping[str, Any]
) -> Iterator[str]:
    zone, kind = document["zone"], row["kind"]
    there = due.astimezone(ZoneInfo(zone))
    yield f"{day(there.date(), year=False)}, {there:%H:%M}"
    planned = document["review"]["session_planned_at"]
    if kind == "pre_read":
        session = datetime.fromisoformat(planned) if planned else None
        before = round(((session or _session_due(document) or due) - due).total_seconds() / 3600)
        yield f"{before}\N{NO-BREAK SPACE}h before {'the session' if session else 'the last time for the session'}"
    else:
        yield f"{row['counts']} from {row['basis']}"
        if kind == "session" and planned and not row["met_at"]:
            yield f"planned {local(planned, zone, 'short')}"
    if original != due and kind != "pre_read":
        yield f"first {local(original, zone, 'short')}"


def clock_history(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What happened to the clocks, the newest first: {at, text}."""
    return [{"at": e["at"], "text": _event_words(e, document["zone"])} for e in reversed(document["clock_events"])]


def _event_words(event: Mapping[str, Any], zone: str) -> str:
    what, by = EVENTS[event["what"]], f" by {event['by']}" if event["by"] else ""
    start = f" {event['basis']} {local(event['start'], zone, 'short')}" if event["start"] else ""
    due = f": {clock_rules.NAMES[event['kind']].lower()} until {local(event['due_at'], zone, 'short')}" if event["kind"] else ""
    asked = f", asked for by {event['asked_by']}" if event["asked_by"] else ""
    reason = f". {event['reason']}" if event["reason"] else ""
    return f"{what}{start}{due}{by}{asked}{reason}"


def _session_due(document: Mapping[str, Any]) -> datetime | None:
    found = next((c["due_at"] for c in document["clocks"] if c["kind"] == "session"), None)
    return datetime.fromisoformat(found) if found else None


def rows(timeline: Mapping[str, Any], *, all_entries: bool = True) -> list[tuple[str, Mapping[str, Any]]]:
    """Entries and gaps in one order: ("entry", row) and ("gap", row), a gap after the entry at which it begins.

    A long timeline is cut to its milestones, key events and turns unless ``all_entries``.
    """
    entries: Sequence[Mapping[str, Any]] = timeline["entries"]
    if not all_entries and len(entries) > MOST_ENTRIES:
        entries = [e for e in entries if e["milestone"] or e["is_key"] or e["turn"]][:MOST_ENTRIES]
    marked = [(e["at"], 0, "entry", e) for e in entries] + [(g["from"], 1, "gap", g) for g in timeline["gaps"]]
    return [(kind, row) for _, _, kind, row in sorted(marked, key=lambda m: (datetime.fromisoformat(m[0]), m[1]))]


def questions(timeline: Mapping[str, Any], zone: str) -> list[tuple[str, str]]:
    """What the room is to be asked: each gap that nobody has explained, with its length."""
    return [
        (f"What happened between {local(g['from'], zone, 'clock')} and {local(g['until'], zone, 'clock')}?",
         f"Gap, {g['minutes']}\N{NO-BREAK SPACE}minutes")
        for g in timeline["gaps"] if not g["explanation"]
    ]

"""2 Incident facts: the times that the clocks run on, and what kind of incident it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from exports.model import Block, Part, Table, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.cover import severity
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import in_utc, instant, lasted
from incidents.rules import times
from incidents.rules.service_level_words import LABELS, asked_words, disagreement, standing_words

_ALWAYS = (*times.MILESTONES, "resolved")


def part(facts: Facts) -> Part:
    """Return the facts. Two or more incidents are listed; the times are those of the lead."""
    blocks: list[Block] = []
    blocks += [_intro(facts), _times(facts)] if facts.times else [paragraph("No time of the incident is recorded yet.")]
    blocks.append(_kind(facts))
    if len(facts.document["incidents"]) > 1:
        blocks.append(_incidents(facts))
    return Part("facts", "Incident facts", tuple(blocks), new_page=True)


def _intro(facts: Facts) -> Block:
    beside = "" if facts.local.is_utc else ", with UTC beside them"
    return paragraph(f"Times are in {facts.local.label}{beside}. “About” marks a time that was read from a graph or remembered.")


def _times(facts: Facts) -> Table:
    from_word = "detection" if facts.start and facts.start[0] == "detected" else "impact"
    return table(
        "times",
        "The times that the clocks run on",
        "Each moment of the incident in local time and UTC, how exact it is, and how long after the impact began",
        (
            ("Moment", 38),
            (facts.local.label, 80 if facts.local.is_utc else 40),
            *(() if facts.local.is_utc else (("UTC", 40),)),
            ("Precision", 22),
            (f"After {from_word}", 30, True),
        ),
        list(_moments(facts)),
        head_column=True,
    )


def _moments(facts: Facts) -> Iterator[tuple[str, ...]]:
    written = facts.lead["times"] if facts.lead else {}
    for name, label in times.NAMES.items():
        moment = facts.times.get(name)
        if moment:
            precision = words.PRECISION[written[name]["precision"]]
            beside = () if facts.local.is_utc else (in_utc(moment),)
            yield label, facts.local.full(moment), *beside, precision, _after(facts, moment)
        elif name in _ALWAYS:
            beside = () if facts.local.is_utc else (words.NOTHING,)
            yield label, "Not recorded", *beside, "Unknown", words.NOTHING


def _after(facts: Facts, moment: datetime) -> str:
    if facts.start is None:
        return words.NOTHING
    span = moment - facts.start[1]
    return f"{lasted(span)} before" if span.total_seconds() < 0 else lasted(span)


def _kind(facts: Facts) -> Table:
    return table(
        "kind",
        "What kind of incident it was",
        "Facts of the incident and of its review",
        (("Fact", 45), ("Value", 125)),
        [(label, value) for label, value in _facts(facts) if value],
        head_column=True,
    )


def _facts(facts: Facts) -> Iterator[tuple[str, str]]:
    review, lead = facts.review, facts.lead or {}
    yield "Kind", f"{words.KIND_OF_EVENT[review['kind']]}, {severity(review['severity'])}"
    yield "Severity", _severity(facts)
    yield "Incident", f"{lead['ref']}, {lead['title']}" if lead else "None linked yet"
    yield "Recorded in", ", ".join(filter(None, (words.SOURCE.get(lead.get("source", "")), _source_state(lead))))
    yield "How it was reported", words.plain(lead.get("contact_type"), "")
    yield "Category", ", ".join(filter(None, (lead.get("category"), lead.get("subcategory"))))
    yield "Assignment group", words.plain(lead.get("assignment_group"), "")
    yield from _service_level(facts)
    for clock in facts.document["clocks"]:
        yield words.CLOCK.get(clock["kind"], clock["kind"]), _clock(facts, clock)
    yield "Changes to the clocks", "; ".join(_clock_changes(facts))
    yield "Policy", f"{review['policy']['name']}, version {review['policy']['version']}"


def _service_level(facts: Facts) -> Iterator[tuple[str, str]]:
    """Each target with what became of it, and where the ticket tool says otherwise."""
    told = facts.document.get("service_level", {"levels": [], "made_sla": None})
    for level in told["levels"]:
        due = f", due {facts.local.full(instant(level['due_at']))}" if level["due_at"] else ""
        yield f"{LABELS[level['measure']]} target", f"{standing_words(level)}: {asked_words(level)}{due}"
    yield "Service level in the source", disagreement(told["levels"], told["made_sla"]) or ""


def _severity(facts: Facts) -> str:
    """Return "Assigned P2, changed to P1 at 14:31, warranted P1 (under-triaged): reason"; "" where nothing is to be said."""
    told = facts.document["severity"]
    if not told["changes"] and not told["warranted"]:
        return ""
    changed = [f"changed to P{c['becomes']} at {facts.local.clock(instant(c['at']))}" for c in told["changes"]]
    said = ", ".join([f"Assigned P{told['assigned']}" if told["assigned"] else "Not assigned at first", *changed])
    if not told["warranted"]:
        return f"{said}; not judged in hindsight"
    return f"{said}, warranted P{told['warranted']} ({told['triage']}): {words.plain(told['reason'])}"


def _clock_changes(facts: Facts) -> Iterator[str]:
    """What moved the clocks, with its reason; who asked and who approved stands in the record."""
    for event in facts.document["clock_events"]:
        at, reason = facts.calendar.full(instant(event["at"])), words.plain(event["reason"], "")
        told = {
            "paused": f"paused {at}", "resumed": f"run on {at}", "reopened": f"stopped {at}, the incident was reopened",
            "restarted": f"begun anew from {facts.calendar.full(instant(event['start']))}" if event["start"] else "",
            "extended": f"{words.CLOCK.get(event['kind'] or '', '').lower()} extended to {facts.calendar.full(instant(event['due_at']))}"
            if event["due_at"] else "",
        }.get(event["what"], "")
        if told:
            said = f"{told}: {reason}" if reason else told
            yield said[0].upper() + said[1:]


def _source_state(lead: Mapping[str, Any]) -> str:
    state = words.plain(lead.get("state"), "")
    return f"state {state}" if state else ""


def _clock(facts: Facts, clock: Mapping[str, Any]) -> str:
    due = instant(clock["due_at"])
    told = f"Due {facts.calendar.full(due)}, counted from {words.BASIS.get(clock['basis'], clock['basis'])}"
    if clock["original_due_at"] and clock["original_due_at"] != clock["due_at"]:
        told += f" (first due {facts.calendar.full(instant(clock['original_due_at']))})"
    if clock["met_at"]:
        met = instant(clock["met_at"])
        late = f", {lasted(met - due)} late" if met > due else ", in time"
        return f"{told}; met {facts.calendar.full(met)}{late}"
    overdue = facts.as_of > due
    return f"{told}; {f'passed by {lasted(facts.as_of - due)}' if overdue else 'running'}"


def _incidents(facts: Facts) -> Table:
    return table(
        "incidents",
        "Incidents of this review",
        "Reference, title, severity and state of each incident; the first is the lead",
        (("Reference", 30), ("Title", 84), ("Severity", 22), ("State in the source", 34)),
        [
            (incident["ref"], words.plain(incident["title"]), f"P{incident['severity']}", words.plain(incident["state"]))
            for incident in sorted(facts.document["incidents"], key=lambda incident: not incident["lead"])
        ],
        head_column=True,
    )

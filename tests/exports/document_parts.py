"""Members of snapshot documents, written short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.exports.document_rows import ACTIONS, ENTRIES, EVIDENCE

Member = dict[str, Any]

_TIMES = ("occurred", "detected", "acknowledged", "mitigated", "restored", "resolved", "closed")
_DAY = "2026-11-20"


def frame(ref: str, title: str) -> Member:
    """What stands around a review."""
    return {
        "schema": "debrief/review@1",
        "as_of": "2026-11-27T16:40:00Z",
        "zone": "Europe/London",
        "organisation": {"name": "Nordwind"},
        "review": review(ref, title),
        "severity": {"assigned": 1, "changes": [], "warranted": None, "impact": None, "urgency": None, "reason": "", "triage": ""},
        "clock_events": [],
    }


def review(ref: str, title: str, **changed: Any) -> Member:
    """A review's own members."""
    return {
        "ref": ref,
        "title": title,
        "kind": "incident",
        "state": "draft",
        "version": 1,
        "severity": 1,
        "classification": "internal",
        "restricted": False,
        "services": ["Checkout"],
        "opened_at": "2026-11-20T15:30:00Z",
        "session_planned_at": None,
        "session_held_at": None,
        "submitted_at": None,
        "approved_at": None,
        "published_at": None,
        "policy": {"name": "Small team", "version": 1},
        **changed,
    }


def person(name: str, role: str, *, attended: bool | None = True) -> Member:
    """A person of the review."""
    return {"name": name, "role": role, "attended": attended}


def incident(ref: str, title: str, times: dict[str, tuple[str, str]], *, lead: bool = True, severity: int = 1) -> Member:
    """An incident whose times are (clock, precision) on the day."""
    return {
        "ref": ref,
        "title": title,
        "lead": lead,
        "severity": severity,
        "source": "servicenow",
        "state": "Closed" if times else None,
        "assignment_group": "Order services" if times else None,
        "contact_type": "Phone" if times else None,
        "category": "Software" if times else None,
        "subcategory": "Database" if times else None,
        "times": {name: _time(*times.get(name, (None, "unknown"))) for name in _TIMES},
    }


def _time(clock: str | None, precision: str) -> Member:
    return {
        "at": f"{_DAY}T{clock}:00Z" if clock else None,
        "precision": precision,
        "zone": "Europe/London",
        "typed": clock or "",
        "source": "import" if clock else None,
    }


def clock(kind: str, basis: str, started: str, due: str, met: str | None) -> Member:
    """A clock of the review."""
    return {
        "kind": kind,
        "basis": basis,
        "started_at": started,
        "window_from": None,
        "due_at": due,
        "original_due_at": due,
        "met_at": met,
    }


def impact(measure: str, value: str, unit: str, source: str, precision: str = "exact") -> Member:
    """A measure of impact."""
    return {"measure": measure, "value": value, "unit": unit, "precision": precision, "source": source}


#: The order of a report before there were templates.
FULL = ["summary", "impact", "timeline", "trigger", "detection", "response", "recovery", "findings", "causes", "actions"]


def approval(  # noqa: PLR0913
    role: str, name: str, decision: str, at: str, content_hash: str, method: str = "sign-in", step: int | None = None,
    stood_in_for: str | None = None,
) -> Member:
    """A signature."""
    return {
        "role": role,
        "name": name,
        "decision": decision,
        "reason": None,
        "at": at,
        "method": method,
        "step": step,
        "for": stood_in_for,
        "version": 1,
        "content_hash": content_hash,
    }


def entry(number: int, at: str, phase: str, text: str, actor: str, **changed: Any) -> Member:
    """A timeline entry."""
    return {
        "id": number,
        "at": at,
        "until": None,
        "precision": "exact",
        "zone": "Europe/London",
        "phase": phase,
        "turn": False,
        "milestone": None,
        "is_key": False,
        "text": text,
        "actor": actor,
        "evidence": [],
        **changed,
    }


def rich_timeline(day: str) -> Member:
    """26 entries, one explained and one unexplained gap."""
    entries: list[Member] = []
    for number, (time, phase, milestone, actor, cited, text) in enumerate(ENTRIES, start=1):
        turn = bool(entries) and entries[-1]["phase"] != phase
        changed = {"milestone": milestone, "evidence": cited, "turn": turn, "is_key": milestone is not None}
        entries.append(entry(number, f"{day}T{time}:00Z", phase, text, actor, **changed))
    entries[16]["precision"] = "about"
    entries[19]["until"] = f"{day}T15:12:00Z"
    return {
        "entries": entries,
        "gaps": [
            _gap(day, "14:21", "14:33", 12, "waiting for the storage supplier to join"),
            _gap(day, "15:46", "17:40", 114, None),
        ],
        "phases": [
            _phase(day, "latent", "13:40", "14:03"),
            _phase(day, "undetected", "14:03", "14:12"),
            _phase(day, "diagnosis", "14:12", "14:36"),
            _phase(day, "mitigation", "14:36", "14:47"),
            _phase(day, "recovery", "14:47", "15:21"),
            {"phase": "after", "from": f"{day}T15:21:00Z", "until": None},
        ],
    }


def _gap(day: str, start: str, end: str, minutes: int, explanation: str | None) -> Member:
    return {"from": f"{day}T{start}:00Z", "until": f"{day}T{end}:00Z", "minutes": minutes, "explanation": explanation}


def _phase(day: str, phase: str, start: str, end: str) -> Member:
    return {"phase": phase, "from": f"{day}T{start}:00Z", "until": f"{day}T{end}:00Z"}


def long_timeline(entries: int) -> Member:
    """Entries every six minutes from an evening on, with a gap."""
    begin = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
    phases = ["undetected"] * 5 + ["diagnosis"] * (entries // 2) + ["mitigation"] * (entries // 4)
    phases += ["recovery"] * (entries - len(phases))
    made = [
        entry(
            number + 1,
            _stamp(begin + timedelta(minutes=6 * number)),
            phase,
            f"Entry {number + 1}: the order service refuses writes; the log volume is at {number % 100} percent",
            ("On-call database engineer", "Incident manager", "Cluster manager")[number % 3],
            is_key=number % 12 == 0,
            turn=number > 0 and phases[number - 1] != phase,
            evidence=[number % 40 + 1],
        )
        for number, phase in enumerate(phases)
    ]
    gap = {"from": made[40]["at"], "until": made[41]["at"], "minutes": 6, "explanation": "shift change"}
    return {
        "entries": made,
        "gaps": [gap],
        "phases": [
            {"phase": phase, "from": next(e["at"] for e in made if e["phase"] == phase), "until": None}
            for phase in dict.fromkeys(phases)
        ],
    }


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def action(ref: str, title: str, **changed: Any) -> Member:
    """An action that is under way."""
    return {
        "ref": ref,
        "title": title,
        "type": "prevent",
        "strength": "engineer",
        "owner": "Ines Holm",
        "due": "2026-12-18",
        "original_due": "2026-12-18",
        "moves": 0,
        "state": "in_progress",
        "shown_as": "doing",
        "measure": "",
        "factors": [],
        "verified_by": None,
        "verified_at": None,
        "external_ref": None,
        "reason": None,
        **changed,
    }


def rich_actions() -> list[Member]:
    """Eight actions, in states of every word that owners see."""
    return [
        action(ref, title, factors=[{"ref": at, "effect": effect} for at, effect in factors], **changed)
        for ref, title, factors, changed in ACTIONS
    ]


def many_actions(count: int) -> list[Member]:
    """The eight actions over and over, with references of their own."""
    eight = rich_actions()
    return [{**eight[number % 8], "ref": f"ACT-{number + 1:04d}"} for number in range(count)]


def evidence(number: int, description: str, day: str, captured_by: str = "Order service") -> Member:
    """A piece of evidence."""
    return {
        "number": number,
        "description": description,
        "url": None,
        "sha256": f"{number * 7919:012x}" * 5 + "abcd",
        "captured_by": captured_by,
        "captured_at": f"{day}T16:10:00Z",
    }


def rich_evidence(day: str) -> list[Member]:
    """Nine pieces; one was captured by a person of the review, one has an address and no file."""
    made = [evidence(number, text, day, by) for number, (text, by) in enumerate(EVIDENCE, start=1)]
    made[8].update(url="https://finance.example.org/reports/2026/11/outage", sha256=None)
    return made


def finding(check: str, level: str, item: str | None, message: str, dismissed: Member | None = None) -> Member:
    """One finding of the checks of the causes."""
    told = {"check": check, "level": level, "question": "why", "item": item, "message": message, "mend": "Mend it."}
    return {**told, "dismissed": dismissed} if dismissed else told

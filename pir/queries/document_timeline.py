"""The timeline of the document: entries with their phases, gaps, and how stakeholders were kept informed. From rows that were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from incidents.models import EntryKind, TimelineEntry
from kernel.clock import stamp
from pir.rules import phases
from pir.rules.cadence import Target, Update, judged


def timeline(entries: Sequence[TimelineEntry], milestones: Mapping[str, datetime]) -> dict[str, Any]:
    """Entries with their phases, the gaps between them, and the phases themselves."""
    told = [e for e in entries if e.kind is not EntryKind.GAP]
    overrides: dict[str, datetime] = {}
    for entry in told:
        if entry.phase is not None:
            overrides.setdefault(entry.phase.value, entry.at)
    spans = phases.with_latent(phases.spans(milestones, overrides), told[0].at if told else None)
    flags = _flags(told, milestones)
    shown: list[dict[str, Any]] = []
    for entry in told:
        phase = phases.phase_at(spans, entry.at)
        shown.append(
            {
                "id": entry.id, "at": stamp(entry.at), "until": stamp(entry.until),
                "precision": entry.precision.value, "zone": entry.zone, "phase": phase,
                "turn": bool(shown) and shown[-1]["phase"] != phase, "milestone": flags.get(entry.id),
                "is_key": entry.is_key, "text": entry.text, "actor": entry.actor, "kind": entry.kind.value,
                "update_kind": entry.update_kind.value if entry.update_kind else None,
                "audience": entry.audience.value if entry.audience else None, "channel": entry.channel,
                "evidence": [e.number for e in entry.evidence],
            }
        )
    return {
        "entries": shown,
        "gaps": _gaps(entries, told, milestones),
        "phases": [{"phase": s.phase, "from": stamp(s.start), "until": stamp(s.end)} for s in spans],
    }


def communications(entries: Sequence[TimelineEntry], milestones: Mapping[str, datetime], target: Target | None) -> dict[str, Any]:
    """The updates to stakeholders against the policy: what it asks, and how each audience was kept informed."""
    told = [Update(e.at, e.update_kind.value, e.audience.value if e.audience else "") for e in entries if e.update_kind]
    found = judged(told, milestones.get("detected"), milestones.get("restored"), target)
    return {
        "target": {"first_minutes": target.first_minutes, "every_minutes": target.every_minutes} if target else None,
        "updates": [{"at": stamp(u.at), "kind": u.kind, "audience": u.audience} for u in sorted(told, key=lambda u: u.at)],
        "audiences": [
            {
                "audience": c.audience, "count": c.count, "first_at": stamp(c.first_at), "first_minutes": c.first_minutes,
                "first_late": c.first_late, "all_clear_at": stamp(c.all_clear_at), "all_clear_missing": c.all_clear_missing,
                "silences": [{"from": stamp(s.start), "until": stamp(s.end), "minutes": s.minutes, "long": s.is_long} for s in c.silences],
                "kept": c.kept,
            }
            for c in found
        ],
    }


def _flags(entries: Sequence[TimelineEntry], milestones: Mapping[str, datetime]) -> dict[int, str]:
    """The first entry at the very instant of a milestone carries its flag."""
    found: dict[int, str] = {}
    for milestone, at in milestones.items():
        for entry in entries:
            if entry.at == at and entry.id not in found:
                found[entry.id] = milestone
                break
    return found


def _gaps(
    entries: Sequence[TimelineEntry], told: Sequence[TimelineEntry], milestones: Mapping[str, datetime]
) -> list[dict[str, Any]]:
    explained = [e for e in entries if e.kind is EntryKind.GAP]
    times = sorted(t for e in told for t in (e.at, e.until) if t is not None)
    return [
        {
            "from": stamp(gap.start), "until": stamp(gap.end), "minutes": gap.minutes,
            "explanation": next((e.text for e in explained if gap.start <= e.at < gap.end), None),
        }
        for gap in phases.gaps(times, milestones)
    ]

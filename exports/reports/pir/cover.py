"""The cover."""

from __future__ import annotations

from datetime import datetime

from exports.model import Cover
from exports.reports.pir import words
from exports.reports.pir.facts import Facts, marking
from exports.reports.pir.moments import NB, instant
from pir.rules.result import in_words

_LEAD_REFS = 6


def cover(facts: Facts) -> Cover:
    """Return the first page. It names roles, never people."""
    review = facts.review
    return Cover(
        organisation=words.plain(facts.document["organisation"]["name"], "Organisation not named"),
        kind=words.KIND[review["kind"]],
        title=facts.title,
        subtitle=_when(facts),
        facts=(
            ("References", references(facts, _LEAD_REFS)),
            ("Severity", severity(review["severity"])),
            ("Services", words.plain(words.listed(review["services"]), "None named yet")),
            ("Status", _status(facts)),
            ("Result", in_words(facts.document["result"]["kind"], facts.document["result"]["continues_in"])),
            ("Classification", marking(facts)),
            ("Owner of this report", _owner(facts)),
            ("Review session", _session(facts)),
            ("Time zone", f"{facts.local.label} unless marked UTC"),
        ),
    )


def references(facts: Facts, limit: int) -> str:
    """Return the review's reference and those of its incidents, the lead first."""
    incidents = sorted(facts.document["incidents"], key=lambda incident: not incident["lead"])
    shown = [incident["ref"] for incident in incidents[:limit]]
    more = f" and {len(incidents) - limit} more" if len(incidents) > limit else ""
    return " · ".join([facts.review["ref"], *shown]) + more


def severity(level: int) -> str:
    """Return "P1, critical"."""
    return f"P{level}, {words.SEVERITY[level]}"


def draft_mark(facts: Facts) -> str:
    """Return the mark of a document that nobody approved, or ""."""
    if facts.is_approved:
        return ""
    state = facts.review["state"]
    return f"Draft of version {facts.version}" + ("" if state == "draft" else f", {words.STATE[state]}")


def _status(facts: Facts) -> str:
    review = facts.review
    moment = review["published_at"] or review["approved_at"] if facts.is_approved else None
    if moment is None:
        return f"{draft_mark(facts)}: not approved, may still change"
    return f"{words.STATE[review['state']].capitalize()}, version {facts.version}, {_plain_day(facts, instant(moment))}"


def _owner(facts: Facts) -> str:
    roles = {person["role"] for person in facts.document["people"]}
    if "service_owner" in roles:
        services = words.listed(facts.review["services"], 3)
        return f"Service owner, {services}" if services else "Service owner"
    return "Facilitator of the review" if "facilitator" in roles else "Not named yet"


def _session(facts: Facts) -> str:
    review = facts.review
    for member, said in (("session_held_at", "Held"), ("session_planned_at", "Planned for")):
        if review[member]:
            moment = instant(review[member])
            return f"{said} {_plain_day(facts, moment)}, {facts.calendar.clock(moment)}"
    return "Not held yet"


def _plain_day(facts: Facts, moment: datetime) -> str:
    local = facts.calendar.at(moment)
    return f"{local.day}{NB}{local:%B}{NB}{local:%Y}"


def _when(facts: Facts) -> str:
    if facts.start is None:
        return "The start of the impact is not recorded"
    began = facts.start[1]
    told = f"{facts.local.long_day(began)}, {facts.local.clock(began)}"
    zone = f" {facts.local.label}" if facts.local.one_offset else ""
    if facts.end is None:
        return f"{told}{zone}, end not recorded"
    ended = facts.end[1]
    same_day = facts.local.at(began).date() == facts.local.at(ended).date()
    last = facts.local.clock(ended) if same_day else f"{facts.local.long_day(ended)}, {facts.local.clock(ended)}"
    return f"{told} to {last}{zone}"

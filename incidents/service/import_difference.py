"""What a file changes in one stored incident. What a person said stays; what the import said is replaced.

Four rules of thumb behind the code:

* a severity that a person has set stays, as a person's times do;
* an incident that a person wrote down keeps its title, its notes and its zone; the facts of the tool are added to it;
* a file with fewer columns than the last one takes nothing away: only a blank in a column that is there does;
* a service is taken off only if the last source row named it, so what a person added stays;
* a work log and an audit log only grow: entries that a file no longer has stay, and one whose time was read in the wrong zone moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidents.intake.facts import IncidentFacts
from incidents.models import Incident
from incidents.queries.held import Held, HeldNote, HeldTime
from incidents.queries.life import saves_of
from incidents.rules.life import Save, first_new
from incidents.rules.own_number import WRITTEN_HERE
from incidents.service.import_rows import (
    Row,
    change_rows,
    incident_row,
    note_rows,
    plain,
    service_names,
    time_rows,
    title_of,
)
from kernel.intake.refusal import Remarks

#: Columns that stay as they are where a person wrote the incident down.
PERSONS = frozenset({"title", "description", "zone"})
#: Columns that the audit trail names without their values: bulk, and names of people (decision 26).
UNTOLD = frozenset({"description", "caller"})
BOOKKEEPING = frozenset({"source_row", "digest"})
#: Counts that may come from an audit log; a list that does not have them takes them not away.
COUNTED = ("reopen_count", "reassignment_count")
COLUMNS = tuple(c.key for c in Incident.__table__.columns if c.key not in {"id", "source"})


@dataclass(slots=True)
class Difference:
    """New values, rows that come, ids of rows that go. ``before`` and ``after`` hold what differs, for the audit trail."""

    title: str
    columns: Row
    times_in: list[Row] = field(default_factory=list)
    times_out: list[int] = field(default_factory=list)
    services_in: list[str] = field(default_factory=list)
    services_out: list[int] = field(default_factory=list)
    notes_in: list[Row] = field(default_factory=list)
    notes_moved: list[Row] = field(default_factory=list)
    changes_in: list[Row] = field(default_factory=list)
    changes_after: int = 0
    has_new_instants: bool = False
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)

    @property
    def is_reopened(self) -> bool:
        """The tool counts one more reopening than before; a first count is no news."""
        was, now = self.before.get("reopen_count"), self.after.get("reopen_count")
        return was is not None and now is not None and now > was

    @property
    def severity(self) -> tuple[int | None, int] | None:
        """(was, is) where the file gives another severity."""
        return (self.before["severity"], self.after["severity"]) if self.after.get("severity") else None

    def tell(self, name: str, before: Any, after: Any) -> None:
        """Remember a change for the audit trail."""
        self.before[name], self.after[name] = plain(before), plain(after)


def difference(facts: IncidentFacts, old: Held, incident_id: int, zone: str, remarks: Remarks) -> Difference:
    """What is to be written so that the stored incident says what the file says."""
    is_narrower = old.source_row is None or bool(set(old.source_row) - set(facts.source_row))
    new = _columns(facts, old, zone, remarks, is_narrower=is_narrower)
    found = Difference(title=new.pop("title"), columns=new)
    for name, value in {"title": found.title, **new}.items():
        was = old.columns[name]
        if name in BOOKKEEPING or was == value:
            continue
        found.tell(name, *(("", "changed") if name in UNTOLD else (was, value)))
    _times(found, facts, old.times, incident_id, is_narrower=is_narrower)
    _services(found, facts, old)
    _notes(found, facts, old.notes, incident_id)
    _life(found, facts, old.life, incident_id)
    return found


def _columns(facts: IncidentFacts, old: Held, zone: str, remarks: Remarks, *, is_narrower: bool) -> Row:
    new = {"title": title_of(facts), **incident_row(facts, zone, remarks)}
    kept = PERSONS if old.columns["source"] in WRITTEN_HERE else frozenset[str]()
    kept |= {name for name in COUNTED if new[name] is None}
    if old.has_persons_severity:
        kept |= {"severity"}
    if is_narrower:
        kept |= {name for name, value in new.items() if value is None or value == ""}
        new["source_row"] = {**(old.source_row or {}), **facts.source_row}
    return {name: old.columns[name] if name in kept else new[name] for name in ("title", *COLUMNS)}


def _times(found: Difference, facts: IncidentFacts, old: Mapping[str, HeldTime], incident_id: int, *, is_narrower: bool) -> None:
    for row in time_rows(facts, incident_id):
        name = row["moment"].value
        was = old.get(name)
        if was and (was.at, was.precision, was.zone, was.typed) == (row["at"], row["precision"], row["zone"], row["typed"]):
            continue
        found.times_in.append(row)
        found.times_out += [was.id] if was else []
        if was is None or was.at != row["at"]:
            found.has_new_instants = True
            found.tell(name, was.at if was else None, row["at"])
    for name in () if is_narrower else old.keys() - facts.times.keys():
        found.has_new_instants = True
        found.times_out.append(old[name].id)
        found.tell(name, old[name].at, None)


def _services(found: Difference, facts: IncidentFacts, old: Held) -> None:
    named = {name.lower(): name for name in service_names(facts)}
    no_longer_said = _said(old.source_row) - _said(facts.source_row)
    held = {name.lower() for name in old.services}
    gone = [name for name in old.services if name.lower() not in named and name.lower() in no_longer_said]
    found.services_in = [name for key, name in named.items() if key not in held]
    found.services_out = [old.services[name] for name in gone]
    if gone or found.services_in:
        found.tell("services", sorted(old.services), sorted({*old.services, *found.services_in} - set(gone)))


def _notes(found: Difference, facts: IncidentFacts, held: Sequence[HeldNote], incident_id: int) -> None:
    """An entry is the same one by author and text and by its instant, or by its time as written where the zone was corrected."""
    at_instant = {(note.actor, note.text, note.at): note for note in held}
    as_written = {(note.actor, note.text, note.typed): note for note in held}
    for row in note_rows(facts.notes, incident_id):
        if (row["actor"], row["text"], row["at"]) in at_instant:
            continue
        if same := as_written.get((row["actor"], row["text"], row["typed"])):
            found.notes_moved.append({"key": same.id, "new_at": row["at"], "new_zone": row["zone"], "new_precision": row["precision"]})
        else:
            found.notes_in.append(row)
    if found.notes_in or found.notes_moved:
        found.tell("entries of the work log", len(held), len(held) + len(found.notes_in))


def _life(found: Difference, facts: IncidentFacts, held: Sequence[Save], incident_id: int) -> None:
    if not facts.changes:
        return
    kept = first_new(held, saves_of(facts.changes))
    if kept is not None:
        found.changes_after = kept
        found.changes_in = change_rows(facts.changes, incident_id, kept)
        found.tell("saves in the audit log", len(held), kept + len(found.changes_in))


def _said(row: Mapping[str, Any] | None) -> set[str]:
    """What the cells of a source row say, in small letters and without outer blanks."""
    return {str(cell).strip().lower() for cell in (row or {}).values()}

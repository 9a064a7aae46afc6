"""What a file changes in one stored incident. What a person said stays; what the import said is replaced.

Three rules of thumb behind the code:

* an incident that a person wrote down keeps its title, its notes and its zone; the facts of the tool are added to it;
* a file with fewer columns than the last one takes nothing away: only a blank in a column that is there does;
* a service is taken off only if the last source row named it, so what a person added stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from incidents.intake.facts import IncidentFacts
from incidents.models import Incident
from incidents.queries.held import Held, HeldTime
from incidents.rules.own_number import WRITTEN_HERE
from incidents.service.import_rows import Row, incident_row, plain, service_names, time_rows, title_of
from kernel.intake.refusal import Remarks

#: Columns that stay as they are where a person wrote the incident down.
PERSONS = frozenset({"title", "description", "zone"})
#: Columns that the audit trail names without their values: bulk, and names of people (decision 26).
UNTOLD = frozenset({"description", "caller"})
BOOKKEEPING = frozenset({"source_row", "digest"})
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
    has_new_instants: bool = False
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)

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
    return found


def _columns(facts: IncidentFacts, old: Held, zone: str, remarks: Remarks, *, is_narrower: bool) -> Row:
    new = {"title": title_of(facts), **incident_row(facts, zone, remarks)}
    kept = PERSONS if old.columns["source"] in WRITTEN_HERE else frozenset[str]()
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


def _said(row: Mapping[str, Any] | None) -> set[str]:
    """What the cells of a source row say, in small letters and without outer blanks."""
    return {str(cell).strip().lower() for cell in (row or {}).values()}

"""ServiceNow's list export of incidents (CSV): its columns, its values, and what they mean here.

Times follow decision 5: opened -> detected (about), resolved -> resolved, closed -> closed; the others only from columns of
their own. Nothing is invented: blank and "?" stay unknown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from incidents.intake.cells import known, one_line, priority, whole_number, yes_or_no
from incidents.intake.date_order import OrderEvidence
from incidents.intake.facts import TIMES, IncidentFacts, Intake
from incidents.intake.repeats import Repeats
from incidents.intake.row_times import TimeReader, Unfit, about
from incidents.profiles.servicenow_columns import BOOKKEEPING, date_columns, places, plain
from incidents.rules.clean import has_controls, without_controls
from incidents.rules.moment import Moment, zone_named
from incidents.rules.written import DateOrder, Problem
from kernel.intake.archive import LIMITS, Limits
from kernel.intake.reader import Row, Table, open_table
from kernel.intake.refusal import Reject, Remarks, Unreadable

LONGEST_NUMBER = 40
LEAST_SEVERE, PLANNING = 4, 5
# States of a major incident in ServiceNow; "proposed" is not decided yet and so neither.
MAJOR = {"accepted": True, "true": True, "yes": True, "rejected": False, "canceled": False, "cancelled": False, "false": False, "no": False}
UNDECIDED_MAJOR = frozenset({"proposed"})
TEXTS = ["state", "parent_number", "problem_ref", "change_ref", "caused_by", "assignment_group", "caller", "contact_type", "category", "subcategory", "symptom", "location", "closed_code", "work_notes"]
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
COUNTS = ("reopen_count", "reassignment_count")


def read_servicenow(
    given: Path | str | bytes, *, zone: str = "UTC", date_order: DateOrder | None = None, limits: Limits = LIMITS
) -> Intake:
    """Read a list export (path, or bytes as sent; plain CSV or zipped).

    `zone`: IANA zone of the times in the file, which does not say it. `date_order`: "dmy" or "mdy" when the dates of the
    file cannot tell (see `incidents.intake.date_order` for the rule). The file is read three times and never held in memory.

    `Unreadable` before the first row when the file as a whole cannot be taken; a row that cannot be is in `rejects`.
    """
    named = zone_named(zone)
    if isinstance(named, Problem):
        raise Unreadable(named.sentence, "zone")
    table = open_table(given, limits=limits)
    profile = _Profile(table, places(table.columns, table.remarks), table.remarks)
    times = TimeReader(named, profile.date_order(date_order), table.remarks)
    rejects: list[Reject] = []
    return Intake(profile.incidents(times, rejects), rejects, table.remarks)


@dataclass(frozen=True, slots=True)
class _Profile:
    """One file being read: its table, and the column of each fact."""

    table: Table
    column: Mapping[str, str]
    remarks: Remarks

    def date_order(self, forced: DateOrder | None) -> DateOrder:
        """The order that holds for the whole file; walks all rows, so that too many of them are refused before the first is taken."""
        evidence = OrderEvidence()
        columns = date_columns(self.table.columns, dict(self.column))
        for row in self.table.rows():
            if isinstance(row, Row):
                for column in columns:
                    evidence.see(row.number, column, row.cells[column])
        return forced or evidence.order()

    def incidents(self, times: TimeReader, rejects: list[Reject]) -> Iterator[IncidentFacts]:
        repeats = Repeats(self.remarks)
        for row in self.table.rows():
            if isinstance(row, Reject):
                rejects.append(row)
                continue
            try:
                number = self._number(row)
                if repeats.is_new(number, row.number, row.cells, self.column["number"]):
                    yield self._facts(number, row, times)
            except Unfit as unfit:
                rejects.append(Reject(row.number, unfit.column, unfit.reason))

    def _cell(self, row: Row, fact: str) -> str | None:
        return known(row.cells[self.column[fact]]) if fact in self.column else None

    def _number(self, row: Row) -> str:
        number, column = self._cell(row, "number"), self.column["number"]
        if number is None:
            raise Unfit(column, "The incident has no number")
        if len(number) > LONGEST_NUMBER or len(number.split()) > 1:
            raise Unfit(column, f'"{number[:LONGEST_NUMBER]}" is no incident number: it has blanks or more than {LONGEST_NUMBER} characters')
        return number

    def _facts(self, number: str, row: Row, reader: TimeReader) -> IncidentFacts:
        severity = self._severity(row)
        texts = {fact: self._cell(row, fact) for fact in TEXTS}
        written = {f: (self.column[f], t) for f in ("opened", *TIMES) if (t := self._cell(row, f)) is not None}
        if "opened" not in written:
            raise Unfit(self.column["opened"], "The incident has no time of opening")
        times = reader.read(written, row.number)
        opened = times.pop("opened")
        times.setdefault("detected", about(opened))
        services = [self._cell(row, fact) for fact in ("business_service", "configuration_item")]
        facts = {
            "number": number,
            "title": self._title(row, number),
            "severity": severity,
            "services": tuple(dict.fromkeys(service for service in services if service)),
            "is_major": self._is_major(row),
            "made_sla": self._made_sla(row),
            **{fact: self._count(row, fact) for fact in COUNTS},
            **texts,
        }
        return IncidentFacts(
            **facts,  # type: ignore[arg-type]  # one mapping for the record and for its digest, so that neither can miss a fact
            opened_at=opened.at,
            times={name: times[name] for name in TIMES if name in times},
            row=row.number,
            source_row=self._source_row(row),
            digest=self._digest(facts, {"opened": opened, **times}, row),
        )

    def _severity(self, row: Row) -> int:
        text, column = self._cell(row, "priority"), self.column["priority"]
        if text is None:
            raise Unfit(column, "The incident has no priority")
        level = priority(text)
        if level is None:
            raise Unfit(column, f'"{text[:40]}" is not a priority. Use 1 - Critical, 2 - High, 3 - Moderate or 4 - Low')
        if level == PLANNING:
            self.remarks.count("Priority 5 (Planning) read as severity 4", row.number, column)
        return min(level, LEAST_SEVERE)

    def _title(self, row: Row, number: str) -> str:
        """The short description; where the export has none, what kind of incident it was and its number."""
        if title := self._cell(row, "title"):
            return one_line(title)
        kind = " / ".join(part for fact in ("category", "subcategory") if (part := self._cell(row, fact)))
        return f"{one_line(kind)} incident {number}" if kind else f"Incident {number}"

    def _is_major(self, row: Row) -> bool | None:
        text = self._cell(row, "major_state")
        if text is not None and text.casefold() not in MAJOR and text.casefold() not in UNDECIDED_MAJOR:
            self.remarks.count(f'Major incident state "{text[:40]}" is not known and was left open', row.number, self.column["major_state"])
        return MAJOR.get(text.casefold()) if text else None

    def _made_sla(self, row: Row) -> bool | None:
        text = self._cell(row, "made_sla")
        answer = yes_or_no(text) if text else None
        if text and answer is None:
            self.remarks.count("Values that are neither yes nor no, left open", row.number, self.column["made_sla"])
        return answer

    def _count(self, row: Row, fact: str) -> int | None:
        text = self._cell(row, fact)
        count = whole_number(text) if text else None
        if text and count is None:
            self.remarks.count("Counts that are no whole number, left open", row.number, self.column[fact])
        return count

    def _source_row(self, row: Row) -> dict[str, str]:
        if not has_controls("".join(row.cells.values())):
            return row.cells
        for column, cell in row.cells.items():
            if has_controls(cell):
                self.remarks.count("Cells with control characters, which were removed", row.number, column)
        return {column: without_controls(cell) for column, cell in row.cells.items()}

    def _digest(self, facts: Mapping[str, object], times: Mapping[str, Moment], row: Row) -> str:
        """SHA-256 over what the row means: the facts, the instants, and every other column that says something.

        The order of columns, the format of dates, blank against "?", and the bookkeeping of the source do not count.
        """
        used = set(self.column.values())
        rest = {plain(c): v for c, t in row.cells.items() if c not in used and plain(c) not in BOOKKEEPING and (v := known(t))}
        instants = {name: [m.at.astimezone(UTC).isoformat(), m.precision] for name, m in times.items()}
        return hashlib.sha256(CANONICAL([facts, instants, rest]).encode()).hexdigest()

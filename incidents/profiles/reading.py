"""The rows of any export, read as a profile says: a list, an audit log or JSON, recognised by itself.

Times follow decision 5: opened -> detected (about), resolved -> resolved, closed -> closed; the others only from columns of
their own. Nothing is invented: blank and "?" stay unknown. Where one number stands on several rows that say when they were
written, the file is an audit log: the last of them is the incident, and all of them are its life.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from incidents.intake.cells import known, one_line, priority, whole_number, yes_or_no
from incidents.intake.facts import Change, IncidentFacts, Intake, Note, Understood
from incidents.intake.history import changes, highest, ordered, reassigned, reopened
from incidents.intake.notes import notes_of
from incidents.intake.row_times import TimeReader, Unfit, about
from incidents.intake.survey import Survey, Waiting, key, survey
from incidents.profiles.profile import STARTS, Places, Profile, places, plain
from incidents.profiles.vocabulary import FACTS, NOTES, TRACKED
from incidents.rules.clean import has_controls, without_controls
from incidents.rules.moment import Moment, zone_named
from incidents.rules.times import ORDER
from incidents.rules.written import DateOrder, Problem
from kernel.intake.archive import LIMITS, Limits
from kernel.intake.json_reader import Records
from kernel.intake.reader import Row
from kernel.intake.refusal import Reject, Unreadable
from kernel.intake.sheet import Sheet, open_sheet

LONGEST_NUMBER = 40
LEAST_SEVERE, PLANNING = 4, 5
#: States of a major incident in ServiceNow; "proposed" is not decided yet and so neither.
MAJOR = {"accepted": True, "true": True, "yes": True, "rejected": False, "canceled": False, "cancelled": False, "false": False, "no": False}
UNDECIDED_MAJOR = frozenset({"proposed"})
#: Facts whose cell is the attribute of `IncidentFacts` as it stands.
TEXTS = ("state", "parent", "problem", "change", "caused_by", "group", "caller", "channel", "category", "subcategory", "symptom", "location", "closed_code")
COUNTS = {"reopen_count": reopened, "reassignment_count": reassigned}
COUNTED_IN = {"reopen_count": "state", "reassignment_count": "group"}
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def read_export(
    given: Path | str | bytes, profile: Profile, *, zone: str | None = None, date_order: DateOrder | None = None, limits: Limits = LIMITS
) -> Intake:
    """Read an export (path, or bytes as sent; CSV or JSON, plain or zipped).

    `zone`: IANA zone of the times in the file, which does not say it; else the profile's, else UTC. `date_order`: "dmy" or "mdy"
    when the dates of the file cannot tell (see `incidents.intake.date_order` for the rule). The file is read several times and
    never held in memory.

    `Unreadable` before the first row when the file as a whole cannot be taken; a row that cannot be is in `rejects`.
    """
    named = zone_named(zone or profile.zone or "UTC")
    if isinstance(named, Problem):
        raise Unreadable(named.sentence, "zone")
    sheet = open_sheet(given, limits)
    at = places(sheet.columns, profile, sheet.remarks)
    seen = survey(sheet, at.of["number"], timed=() if profile.patterns else at.timed, noted=at.noted)
    order = date_order or profile.order or seen.evidence.order()
    rejects: list[Reject] = []
    reading = _Reading(sheet, profile, at, seen, TimeReader(named, order, sheet.remarks, profile.patterns), rejects)
    return Intake(reading.incidents(), rejects, sheet.remarks, named.key, profile.tool, reading.understood())


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file being read."""

    sheet: Sheet
    profile: Profile
    at: Places
    seen: Survey
    times: TimeReader
    rejects: list[Reject]

    def understood(self) -> Understood:
        """What the file is taken for."""
        label = {column: FACTS[fact].label for fact, column in self.at.of.items()}
        kind = "audit log" if self._is_log else "JSON" if isinstance(self.sheet, Records) else "list"
        taken = tuple((column, label[column]) for column in self.sheet.columns if column in label)
        return Understood(kind, self.seen.rows, taken, self.at.kept, self.sheet.counting)

    def incidents(self) -> Iterator[IncidentFacts]:
        """The incidents in the order in which the file ends telling them."""
        waiting, number = Waiting(), self.at.of["number"]
        for row in self.sheet.rows():
            if isinstance(row, Reject):
                self.rejects.append(row)
                continue
            name = key(row.cells[number])
            if name and self.seen.last[name] != row.number:
                waiting.add(name, row)
                continue
            yield from self._one([*waiting.take(name), row])

    @property
    def _is_log(self) -> bool:
        return self.seen.has_repeats and self._says_when

    @property
    def _says_when(self) -> bool:
        return "update_count" in self.at.of or "updated" in self.at.of

    def _one(self, rows: list[Row]) -> Iterator[IncidentFacts]:
        """The incident that the rows of one number tell; rejects in the place of what cannot be taken."""
        rows = self._each_once(rows)
        if len(rows) > 1 and not self._says_when:
            rows = self._first_only(rows)
        rows = ordered(rows, self.at.of, self.times)
        last = rows[-1]
        try:
            told = changes(rows, self.at.of, TRACKED, self.profile.words, self.times) if self._is_log else ()
            yield self._facts(self._number(last), last, told, rows)
        except Unfit as unfit:
            self.rejects.append(Reject(last.number, unfit.column, unfit.reason))

    def _each_once(self, rows: list[Row]) -> list[Row]:
        if len(rows) == 1:
            return rows
        kept: dict[tuple[str, ...], Row] = {}
        for row in rows:
            if kept.setdefault(tuple(row.cells.values()), row) is not row:
                self.times.remarks.count("Rows that repeat an earlier one word for word, taken once", row.number, self.at.of["number"])
        return list(kept.values())

    def _first_only(self, rows: list[Row]) -> list[Row]:
        column = self.at.of["number"]
        for row in rows[1:]:
            reason = (
                f"Duplicate number {row.cells[column].strip()}: row {rows[0].number} has it with other values, and the file has no column "
                "that tells which of them is later (sys_mod_count or sys_updated_on)"
            )
            self.rejects.append(Reject(row.number, column, reason))
        return rows[:1]

    def _cell(self, row: Row, fact: str) -> str | None:
        """What the row says of a fact, in the words that the map has for it, else what holds for every row."""
        text = known(row.cells[self.at.of[fact]]) if fact in self.at.of else None
        if text is None:
            fixed = self.profile.fixed.get(fact)
            return None if fixed is None else str(fixed)
        words = self.profile.words.get(fact)
        if words:
            meant = words.get(text.casefold(), text)
            return meant if isinstance(meant, str) else str(meant)
        return text

    def _number(self, row: Row) -> str:
        number, column = self._cell(row, "number"), self.at.of["number"]
        if number is None:
            raise Unfit(column, "The incident has no number")
        if len(number) > LONGEST_NUMBER or len(number.split()) > 1:
            raise Unfit(column, f'"{number[:LONGEST_NUMBER]}" is no incident number: it has blanks or more than {LONGEST_NUMBER} characters')
        return number

    def _facts(self, number: str, row: Row, told: tuple[Change, ...], rows: Sequence[Row]) -> IncidentFacts:
        severity = self._severity(row)
        times = self._times(row)
        opened = times.pop("opened", None)
        if opened is not None:
            times.setdefault("detected", about(opened))
        start = opened or next(times[name] for name in STARTS if name in times)
        cells = [(self.at.of[f], row.cells[self.at.of[f]], f == "comments") for f in NOTES if f in self.at.of]
        notes, description = notes_of([cell for cell in cells if known(cell[1])], row.number, self.times)
        services = [self._cell(row, fact) for fact in ("service", "configuration_item")]
        facts: dict[str, Any] = {
            "number": number,
            "title": self._title(row, number),
            "severity": severity,
            "services": tuple(dict.fromkeys(service for service in services if service)),
            "major_state": known(row.cells[self.at.of["major"]]) if "major" in self.at.of else None,
            "is_major": self._is_major(row),
            "made_sla": self._made_sla(row),
            "description": description,
            **{fact: self._count(row, fact, told, rows) for fact in COUNTS},
            **{FACTS[fact].attribute: self._cell(row, fact) for fact in TEXTS},
        }
        return IncidentFacts(
            **facts,
            opened_at=start.at,
            times={name: times[name] for name in ORDER if name in times},
            notes=notes,
            changes=told,
            row=row.number,
            source_row=self._source_row(row),
            digest=self._digest(facts, {"opened": start, **times}, notes, row),
        )

    def _times(self, row: Row) -> dict[str, Moment]:
        written = {f: (self.at.of[f], t) for f in ("opened", *ORDER) if f in self.at.of and (t := known(row.cells[self.at.of[f]])) is not None}
        if not any(start in written for start in STARTS):
            column = next(self.at.of[start] for start in STARTS if start in self.at.of)
            raise Unfit(column, "The incident has no time of opening")
        if "opened" in self.at.of and "opened" not in written and not self.profile.asked:
            raise Unfit(self.at.of["opened"], "The incident has no time of opening")
        return self.times.read(written, row.number)

    def _severity(self, row: Row) -> int:
        text, column = self._cell(row, "severity"), self.at.of.get("severity")
        if text is None:
            raise Unfit(column, "The incident has no priority")
        level = priority(text)
        if level is None:
            raise Unfit(column, f'"{text[:40]}" is not a priority. Use {self._severity_words()}')
        if level == PLANNING:
            self.times.remarks.count("Priority 5 (Planning) read as severity 4", row.number, column)
        return min(level, LEAST_SEVERE)

    def _severity_words(self) -> str:
        words = list(self.profile.words.get("severity", ())) or ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]
        return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]

    def _title(self, row: Row, number: str) -> str:
        """The short description; where the export has none, what kind of incident it was and its number."""
        if title := self._cell(row, "title"):
            return one_line(title)
        kind = " / ".join(part for fact in ("category", "subcategory") if (part := self._cell(row, fact)))
        return f"{one_line(kind)} incident {number}" if kind else f"Incident {number}"

    def _is_major(self, row: Row) -> bool | None:
        text = self._cell(row, "major")
        if not text or text.casefold() in UNDECIDED_MAJOR:
            return None
        answer = MAJOR.get(text.casefold(), yes_or_no(text))
        if answer is None:
            self.times.remarks.count(f'Major incident state "{text[:40]}" is not known and was left open', row.number, self.at.of.get("major"))
        return answer

    def _made_sla(self, row: Row) -> bool | None:
        text = self._cell(row, "sla_made")
        answer = yes_or_no(text) if text else None
        if text and answer is None:
            self.times.remarks.count("Values that are neither yes nor no, left open", row.number, self.at.of.get("sla_made"))
        return answer

    def _count(self, row: Row, fact: str, told: Sequence[Change], rows: Sequence[Row]) -> int | None:
        """A count of the tool; in a log the highest that it had, and where it has none, what the log itself shows."""
        if fact not in self.at.of:
            return COUNTS[fact](told) if told and COUNTED_IN[fact] in self.at.of else None
        text = self._cell(row, fact)
        count = whole_number(text) if text else None
        if text and count is None:
            self.times.remarks.count("Counts that are no whole number, left open", row.number, self.at.of[fact])
        return highest(rows, self.at.of[fact]) if len(rows) > 1 else count

    def _source_row(self, row: Row) -> Mapping[str, str]:
        if not has_controls("".join(row.cells.values())):
            return row.cells
        for column, cell in row.cells.items():
            if has_controls(cell):
                self.times.remarks.count("Cells with control characters, which were removed", row.number, column)
        return {column: without_controls(cell) for column, cell in row.cells.items()}

    def _digest(self, facts: Mapping[str, object], times: Mapping[str, Moment], notes: Sequence[Note], row: Row) -> str:
        """SHA-256 over what the row means: the facts, the instants, and every other column that says something.

        The order of columns, the format of dates, blank against "?", and the bookkeeping of the source do not count. Nor does what
        was counted in a log, which is compared by itself: a list that ends where the log ends says nothing new.
        """
        said = {name: value for name, value in facts.items() if name not in COUNTS or name in self.at.of}
        rest = {name: v for c in self.at.kept if (name := plain(c)) not in self.profile.bookkeeping and (v := known(row.cells[c]))}
        tracked = {fact: self._cell(row, fact) for fact in ("assignee", "impact", "urgency")}
        instants = {name: [m.at.astimezone(UTC).isoformat(), m.precision] for name, m in times.items()}
        log = [[n.at.at.isoformat(), n.actor, n.text] for n in notes]
        return hashlib.sha256(CANONICAL([said, instants, tracked, rest, log]).encode()).hexdigest()

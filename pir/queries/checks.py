"""The checks of an analysis (rca.quality) over the document of a review, and which of their findings were let stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.queries import answered_factor_refs
from kernel.clock import stamp
from organisation.models import Person
from pir.models import Analysis, CheckDismissal, FocusEvent
from pir.queries.causes import entry_words
from rca import document as causes_document
from rca.quality import CHECKS, Finding, Known, Level, Silence, check
from rca.vocabulary import Question

Document = Mapping[str, Any]

#: A gap counts while nobody had seen the outage, or nobody knew yet what it was.
SILENT_PHASES = frozenset({"undetected", "diagnosis"})
UNSEEN_PHASES = frozenset({"latent", "undetected"})
#: Asked of the outage itself; one thing can be all that hid it, or made it last.
OF_THE_OUTAGE = frozenset({"Q04"})


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Who let a finding stand, when and why."""

    id: int
    reason: str
    by: str
    at: datetime


#: (question, fingerprint) -> its dismissal
Dismissals = Mapping[tuple[str, str], Dismissal]


@dataclass(frozen=True, slots=True)
class Checked:
    """One finding in one question's graph; ``statement`` is that of its factor, "" for the whole."""

    question: str
    finding: Finding
    statement: str
    dismissal: Dismissal | None = None

    @property
    def is_open(self) -> bool:
        return self.dismissal is None


def checked(document: Document, dismissals: Dismissals) -> tuple[Checked, ...]:
    """Every finding of the three questions, question by question and check by check.

    ``document``: the snapshot document, or its part ``pir.queries.document.about_causes``. No statement is made.
    """
    return tuple(_checked(document, dismissals))


def _checked(document: Document, dismissals: Dismissals) -> Iterator[Checked]:
    known, silences = _known(document), _silences(document)
    for asked in document["analysis"]["questions"]:
        graph = causes_document.read(asked["causes"])
        if not graph.factors:
            continue
        question = asked["question"]
        # The timeline is one for all three questions: its silences are asked of once.
        for one in check(graph, Known(**known, silences=silences if question == Question.WHY else ())):
            if one.check in OF_THE_OUTAGE and question != Question.WHY:
                continue
            statement = graph.statement(one.item) if one.item else ""
            # A blocker is never let stand, whatever is stored.
            held = dismissals.get((question, one.fingerprint)) if one.level is Level.WARN else None
            yield Checked(question, one, statement, held)


def _known(document: Document) -> dict[str, Any]:
    factors = [f for asked in document["analysis"]["questions"] for f in asked["causes"]["factors"]]
    entries = document["timeline"]["entries"]
    reasons = {f["id"] for f in factors if f.get("no_action_reason")}
    return {
        "earliest": _earliest(factors, entries),
        "answered": answered_factor_refs(document["actions"]) | reasons,
        "people": frozenset(p["name"] for p in document["people"]) | frozenset(e["actor"] for e in entries if e["actor"]),
    }


def _earliest(factors: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> dict[str, datetime]:
    """When the timeline places a factor: the first of the entries that it rests on, of those from before the outage was seen.

    A later entry says when something was found, not when it came to be. The document names an entry as evidence by its words. Two entries of the same minute of different days with the same text
    cannot be told apart by them and place nothing.
    """
    named: dict[str, set[datetime]] = defaultdict(set)
    for entry in entries:
        if entry["phase"] not in UNSEEN_PHASES:
            continue
        at = datetime.fromisoformat(entry["at"])
        named[entry_words(at, entry["zone"], entry["text"])].add(at)
    found = {f["id"]: [at for words in f["evidence"] if len(named[words]) == 1 for at in named[words]] for f in factors}
    return {ref: min(times) for ref, times in found.items() if times}


def _silences(document: Document) -> tuple[Silence, ...]:
    timeline, zone = document["timeline"], ZoneInfo(document["zone"])
    silent = [p for p in timeline["phases"] if p["phase"] in SILENT_PHASES]
    found = [
        gap for gap in timeline["gaps"]
        if not gap["explanation"] and any(p["from"] <= gap["from"] and (p["until"] is None or gap["from"] < p["until"]) for p in silent)
    ]
    return tuple(Silence(gap["minutes"], f"{_clock(gap['from'], zone)} to {_clock(gap['until'], zone)}") for gap in found)


def _clock(at: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(at).astimezone(zone):%H:%M}"


def not_met(found: Sequence[Checked], level: Level) -> tuple[tuple[str, int], ...]:
    """(what the check asks, in how many places it is not met) for the open findings of a level, in the order of the checks.

    Q14 is not among them: that every end has an action is asked on its own (pir.rules.completeness.has_action).
    """
    counts = Counter(one.finding.check for one in found if one.is_open and one.finding.level is level)
    return tuple((one.asks, counts[one.id]) for one in CHECKS if counts[one.id] and one.id != UNANSWERED)


UNANSWERED = "Q14"


def unanswered(found: Sequence[Checked]) -> dict[str, str]:
    """Reference -> statement of the ends of paths with neither an action nor a reason for none."""
    return {one.finding.item: one.statement for one in found if one.finding.check == UNANSWERED and one.finding.item}


def dismissals_of(session: Session, record_id: int) -> dict[tuple[str, str], Dismissal]:
    """What was let stand in the analysis of a record, in one statement."""
    rows = session.execute(
        sa.select(FocusEvent.question, CheckDismissal, Person.name)
        .join(FocusEvent, FocusEvent.id == CheckDismissal.focus_id)
        .join(Analysis, Analysis.id == FocusEvent.analysis_id)
        .outerjoin(Person, Person.id == CheckDismissal.by_id)
        .where(Analysis.record_id == record_id)
    )
    return {
        (question.value, row.fingerprint): Dismissal(row.id, row.reason, name or "Debrief", row.at) for question, row, name in rows
    }


def quality(document: Document, dismissals: Dismissals) -> dict[str, Any]:
    """``{"quality": …}`` for the document; nothing where no cause is recorded, as in documents from before there were checks."""
    if not any(asked["causes"]["factors"] for asked in document["analysis"]["questions"]):
        return {}
    return {"quality": {"findings": [_told(one) for one in checked(document, dismissals)]}}


def _told(one: Checked) -> dict[str, Any]:
    found, held = one.finding, one.dismissal
    told = {
        "check": found.check, "level": found.level.value, "question": one.question, "item": found.item, "message": found.message,
        "mend": found.mend,
    }
    return {**told, "dismissed": {"reason": held.reason, "by": held.by, "at": stamp(held.at)}} if held else told

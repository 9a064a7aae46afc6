"""Two people changed one cause, one link or one gate: both texts of every field that differs, in words (decision 27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel.edit import expect_version
from kernel.errors import Clash, Stale
from organisation.queries.person import names_of
from pir.models import CauseLink, Factor, FocusEvent
from pir.rules.similar import Named
from pir.service.cause_evidence import ENTRY, given_of
from pir.service.editing import name_of
from rca.vocabulary import (
    Answer,
    Confidence,
    ControlState,
    FactorRole,
    Gate,
    ProbabilityUnit,
    State,
    StopReason,
    choices,
)

#: The caller read the row in this very transaction (a command, another service): there is nothing to be stale against.
LATEST = object()
#: A version that a person read, None for "not said", or LATEST.
Read = int | object | None

LABELS = {
    "statement": "Statement", "state": "On the day", "confidence": "How sure are we?", "category": "Category",
    "role": "Its part", "control": "Control", "control_state": "What became of the control", "stop_reason": "Why the path ends",
    "stop_owner_id": "Who finds the data out", "no_action_reason": "Why there is no action", "probability": "Probability",
    "probability_unit": "Probability: of what", "probability_source": "Source of the probability", "gate": "How the causes combine", "k": "How many were enough",
    "cause": "Known cause", "new_cause": "New known cause", "classification": "Reporting code",
    "forward": "If this is true, would the effect follow?", "reverse": "Without it, would the effect still have happened?",
}  # fmt: skip
#: Fields that are a choice: shown in words, and offered as the same choice where both texts are edited.
TERMS = {
    "state": State, "confidence": Confidence, "role": FactorRole, "control_state": ControlState, "stop_reason": StopReason,
    "probability_unit": ProbabilityUnit, "gate": Gate, "forward": Answer, "reverse": Answer,
}  # fmt: skip


def expect_factor(session: Session, factor: Factor, version: Read, yours: Mapping[str, Any]) -> None:
    record = factor.record
    if version in (LATEST, record.version):
        return
    apart = {"statement": record.title, "cause": _cause_words(factor), "new_cause": None}
    theirs = {name: apart[name] if name in apart else getattr(factor, name) for name in LABELS if name in yours}
    people = _people(session, {theirs.get("stop_owner_id"), yours.get("stop_owner_id")})
    clashes = _clashes(theirs, yours, {"stop_owner_id": people} if people else {})
    raise Stale(record.ref, record.version, name_of(session, record.changed_by_id), (*clashes, *_evidence(session, factor, yours)))


def expect_gate(session: Session, target: FocusEvent | Factor, version: Read, yours: Mapping[str, Any]) -> None:
    """``yours``: gate and k. The gate of a factor shares its version, so a new statement is told as a change as well."""
    if isinstance(target, Factor):
        stored, what, by = target.record.version, target.record.ref, name_of(session, target.record.changed_by_id)
    else:
        stored, what, by = target.version, "how the causes of the event combine", None
    if version not in (LATEST, stored):
        raise Stale(what, stored, by, _clashes({name: getattr(target, name) for name in yours}, yours, {}))


def expect_focus(focus: FocusEvent, version: Read, yours: Mapping[str, Any]) -> None:
    if version is not LATEST:
        theirs = {name: getattr(focus, name) for name in yours}
        expect_version("the event", focus.version, version, labels=LABELS, theirs=theirs, yours=yours)  # type: ignore[arg-type]


def expect_link(link: CauseLink, version: Read, yours: Mapping[str, Any]) -> None:
    if version in (LATEST, link.version):
        return
    held = {name: getattr(link, name) for name in yours if name in LABELS}
    raise Stale("this link", link.version, None, _clashes(held, yours, {}))


def _clashes(
    theirs: Mapping[str, Any], yours: Mapping[str, Any], more: Mapping[str, tuple[tuple[str, str], ...]]
) -> tuple[Clash, ...]:
    options = {**{name: choices(kind) for name, kind in TERMS.items()}, **more}
    return tuple(
        Clash(name, LABELS[name], _text(theirs[name]), _text(yours[name]), options.get(name, ()))
        for name in LABELS
        if name in theirs and _text(theirs[name]) != _text(yours[name])
    )


def _cause_words(factor: Factor) -> str | None:
    known = factor.known_cause
    return Named(known.ref, known.title).words if known else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _people(session: Session, ids: set[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(i), name) for i, name in names_of(session, {i for i in ids if i}).items())


def _evidence(session: Session, factor: Factor, yours: Mapping[str, Any]) -> tuple[Clash, ...]:
    """Other evidence is the lines of a box; timeline entries are ticks, so they are told and not edited here."""
    given = yours.get("evidence")
    if given is None:
        return ()
    sides = [given_of(factor), list(given)]
    links = ["\n".join(text for text in side if not text.startswith(ENTRY)) for side in sides]
    entries = [{text.removeprefix(ENTRY) for text in side if text.startswith(ENTRY)} for side in sides]
    found = [Clash("links", "Other evidence", links[0], links[1])] if links[0] != links[1] else []
    if entries[0] != entries[1]:
        theirs, mine = (_entry_texts(session, side) for side in entries)
        found.append(Clash("", "Timeline entries that show it", theirs, mine))
    return tuple(found)


def _entry_texts(session: Session, ids: set[str]) -> str:
    wanted = [int(number) for number in ids if number.isdecimal()]
    texts = sa.select(TimelineEntry.text).where(TimelineEntry.id.in_(wanted)).order_by(TimelineEntry.at, TimelineEntry.id)
    return "\n".join(session.scalars(texts))

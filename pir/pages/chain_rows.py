"""The approval chain as the sign-off page draws it: each step with who has signed, or who is waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from organisation.queries.person import names_of
from pir.models import Review
from pir.rules import chain
from pir.rules.chain import Signing
from pir.rules.lifecycle import ReviewState

#: Names that a step shows before it only counts.
MOST_NAMES = 4
SIGNED, WAITING, LATER, BEFORE = ("tick", "Signed"), ("clock", "Waited for"), ("circle", "Comes later"), ("circle", "Not submitted yet")


def chain_rows(
    session: Session, review: Review, signing: Signing, approvals: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A row for each step: number, role, mark and word, who, at. ``approvals`` are those of the document."""
    done = {a["step"]: a for a in _current(review, approvals)}
    people = {i for n in chain.unsigned(signing) for i in chain.free(signing, n)}
    names = names_of(session, {*people, *signing.stands_in})
    is_open = chain.open_steps(signing)
    return [
        {"number": number, "role": chain.ROLE_WORDS.get(role, role).capitalize(), **_row(review, signing, number, done, names, is_open)}
        for number, role in enumerate(signing.chain.roles, start=1)
    ]


def _current(review: Review, approvals: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The approvals that count for the submission at hand: those after the last submit or return."""
    if review.state is ReviewState.DRAFT:
        return []
    last = max((i for i, a in enumerate(approvals) if a["decision"] == "submitted"), default=-1)
    return [a for a in approvals[last + 1 :] if a["decision"] == "approved"]


def _row(
    review: Review, signing: Signing, number: int, done: Mapping[int, Mapping[str, Any]], names: Mapping[int, str],
    is_open: tuple[int, ...],
) -> dict[str, Any]:
    if number in done:
        by = done[number]
        who = f"{by['name']} for {by['for']}" if by["for"] else by["name"]
        return {"mark": SIGNED, "who": who, "note": "", "at": by["at"]}
    if review.state is ReviewState.IN_REVIEW:
        mark = WAITING if number in is_open else LATER
    else:
        mark = BEFORE if review.state is ReviewState.DRAFT else LATER
    able = chain.free(signing, number)
    return {"mark": mark, "who": _names(able, names) or "nobody yet", "note": _deputies(signing, able, names), "at": None}


def _names(people: frozenset[int], names: Mapping[int, str]) -> str:
    found = sorted(names[i] for i in people if i in names)
    more = len(found) - MOST_NAMES
    return chain.listed([*found[:MOST_NAMES], f"one of {more} more"] if more > 0 else found) if found else ""


def _deputies(signing: Signing, able: frozenset[int], names: Mapping[int, str]) -> str:
    """Who may sign today for somebody who could: "today also Raj Patel for Maya Lindqvist"."""
    spent = chain.spent(signing)
    found = [
        f"{names[deputy]} for {names[person]}"
        for deputy, people in signing.stands_in.items() if deputy not in spent
        for person in people if person in able and deputy not in able
    ]
    return f"Today also {chain.listed(found)}" if found else ""

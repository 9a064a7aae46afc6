"""What people write into a review: the story, the impact, the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.edit import changes
from kernel.permission import Actor
from pir.models import Finding, FindingKind, Impact, Review
from pir.rules.impact import ImpactKind
from pir.rules.result import Result
from pir.service.editing import CONTRIBUTE, expect, open_for_change, save

NARRATIVE = ("summary", "trigger", "detection", "response", "recovery")


def edit_story(session: Session, actor: Actor, ref: str, version: int | None, values: Mapping[str, Any]) -> Review:
    """Title, severity and the five parts of the narrative."""
    review = open_for_change(session, actor, ref)
    shown = {part: getattr(review, part) for part in ("severity", *NARRATIVE)}
    expect(session, review, version, {"title": review.record.title, **shown}, values)
    title = values.get("title", review.record.title)
    before, after = changes(review, {k: v for k, v in values.items() if k != "title"})
    if title != review.record.title:
        before["title"], after["title"] = review.record.title, title
        review.record.title = title
    if after:
        save(session, actor, review, "edit review", before, after)
    return review


def set_impact(
    session: Session, actor: Actor, ref: str, version: int | None, rows: Sequence[Mapping[str, Any]],
    regulator: Mapping[str, Any] | None = None,
) -> Review:
    """Replace the impact table by ``rows`` (kind, measure, value, unit, precision, source).

    ``regulator`` (reportable, authority, authority_ref, report_due_at) says who outside is to be told; None leaves it.
    """
    review = open_for_change(session, actor, ref)
    held = list(
        session.scalars(sa.select(Impact).where(Impact.review_id == review.id).order_by(Impact.position, Impact.id))
    )
    before = [_row(i.measure, i.value, i.unit, i.is_exact, i.source) for i in held]
    after = [
        _row(r["measure"], r["value"], r.get("unit") or "", r.get("precision") == "exact", r.get("source") or "")
        for r in rows
    ]
    expect(session, review, version, {"impact": "\n".join(before)}, {"impact": "\n".join(after)})
    session.execute(sa.delete(Impact).where(Impact.review_id == review.id))
    for position, row in enumerate(rows):
        session.add(
            Impact(review_id=review.id, kind=row.get("kind", ImpactKind.OTHER), measure=row["measure"], value=row["value"], unit=row.get("unit") or "",
                   is_exact=row.get("precision") == "exact", source=row.get("source") or "", position=position)
        )
    was, told = changes(review, regulator or {})
    save(session, actor, review, "set impact", {"impact": before, **was}, {"impact": after, **told})
    return review


def set_result(
    session: Session, actor: Actor, ref: str, version: int | None, *, result: Result | None, result_words: str,
    continues_in: str,
) -> Review:
    """What the review says of the cause as a whole. None takes the statement back."""
    review = open_for_change(session, actor, ref)
    values = {"result": result, "result_words": result_words, "continues_in": continues_in}
    expect(session, review, version, {key: getattr(review, key) for key in values}, values)
    before, after = changes(review, values)
    if after:
        save(session, actor, review, "set result", before, after)
    return review


def set_findings(
    session: Session, actor: Actor, ref: str, version: int | None, found: Mapping[str, Sequence[str]]
) -> Review:
    """Replace what went well, badly and luckily; a line each."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    held = findings_of(session, review.id)
    expect(session, review, version, _lines(held), _lines(found))
    session.execute(sa.delete(Finding).where(Finding.review_id == review.id))
    for kind in FindingKind:
        for position, text in enumerate(found.get(kind.value, ())):
            session.add(Finding(review_id=review.id, kind=kind, text=text, position=position))
    save(session, actor, review, "set findings", held, {kind: list(texts) for kind, texts in found.items()})
    return review


def findings_of(session: Session, review_id: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind.value: [] for kind in FindingKind}
    for row in session.scalars(
        sa.select(Finding).where(Finding.review_id == review_id).order_by(Finding.position, Finding.id)
    ):
        found[row.kind.value].append(row.text)
    return found


def _row(measure: str, value: str, unit: str, is_exact: bool, source: str) -> str:
    """One row of the table as a line of text, for conflicts and the audit trail."""
    amount = f"{measure}: {'' if is_exact else 'about '}{value}{f' {unit}' if unit else ''}"
    return f"{amount} ({source})" if source else amount


def _lines(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {kind: "\n".join(texts) for kind, texts in found.items()}

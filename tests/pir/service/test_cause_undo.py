"""Undo from data: whatever the act, every row is as it was; and what stands in its way."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.service import add_action
from kernel import clock
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Refused
from pir.queries.causes import graph_of, questions_of
from pir.rules.cause_acts import Half
from pir.service import causes
from pir.service.cause_change import analysis_of, rows_of
from pir.service.cause_conflict import LATEST
from pir.service.cause_grow import add_chains, insert_between
from pir.service.cause_merge import merge_factors
from pir.service.cause_order import change_link, place_factor
from pir.service.cause_refute import refute_factor, reinstate_factor
from pir.service.cause_remove import remove_factor
from pir.service.cause_split import split_factor
from pir.service.cause_undo import last_change, undo


@pytest.fixture
def anna(session: Session):
    return make.facilitator(session)


@pytest.fixture
def raj(session: Session):
    return make.facilitator(session, "Raj Patel")


@pytest.fixture
def review(session: Session, anna):
    """FAC-0001 and FAC-0002 led to the event, FAC-0003 and FAC-0004 to FAC-0001; FAC-0005 is refuted; ACT-0001 on FAC-0003."""
    made = make.review(session, anna)
    top = make.factor(session, anna, made, "Writes stopped", evidence=["Log"])
    make.factor(session, anna, made, "No standby")
    low = make.factor(session, anna, made, "Volume full", top, evidence=["Graph", "Log"])
    make.factor(session, anna, made, "Logs were kept", top)
    refuted = make.factor(session, anna, made, "The array failed")
    refute_factor(session, anna, made.record.ref, refuted, 1, ["Array log"])
    causes.decide_gate(session, anna, made.record.ref, "why", top, "all", None)
    add_action(session, anna, made.record.ref, {"title": "Add an alarm", "factors": [{"factor": low, "effect": "detects"}]})
    return made


def with_factor(session, by, ref, factor_ref, **values):
    return causes.edit_factor(session, by, ref, factor_ref, LATEST, values)


ACTS = {
    "event": lambda s, by, r: causes.set_focus(s, by, r, "why", "Checkout answered 503"),
    "add": lambda s, by, r: causes.add_factor(s, by, r, "why", {"statement": "Pager off", "evidence": ["Rota"]}, "FAC-0002"),
    "edit": lambda s, by, r: with_factor(s, by, r, "FAC-0003", statement="The volume was full", control="Size check", evidence=["Log"]),
    "link": lambda s, by, r: causes.link_factor(s, by, r, "FAC-0003", "FAC-0002", {"forward": "yes"}),
    "unlink": lambda s, by, r: causes.unlink_factor(s, by, r, "FAC-0003", "FAC-0001"),
    "gate": lambda s, by, r: causes.decide_gate(s, by, r, "why", "FAC-0001", "inhibit", None, "FAC-0004"),
    "split": lambda s, by, r: split_factor(s, by, r, "FAC-0003", LATEST, Half("Volume small", ["Graph"], []), Half("Logs big", ["Log"], [])),
    "merge": lambda s, by, r: merge_factors(s, by, r, "FAC-0003", LATEST, "FAC-0002"),
    "take out": lambda s, by, r: remove_factor(s, by, r, "FAC-0004", LATEST),
    "between": lambda s, by, r: insert_between(s, by, r, "FAC-0003", "FAC-0001", {"statement": "Writes were refused"}),
    "several": lambda s, by, r: add_chains(s, by, r, "why", "A => B => Volume full"),
    "move": lambda s, by, r: change_link(s, by, r, "FAC-0003", "FAC-0001", LATEST, {"to": "FAC-0002", "reverse": "no"}),
    "down": lambda s, by, r: place_factor(s, by, r, "FAC-0003", "FAC-0001", "down"),
    "in": lambda s, by, r: place_factor(s, by, r, "FAC-0004", "FAC-0001", "in"),
    "refute": lambda s, by, r: refute_factor(s, by, r, "FAC-0003", LATEST, ["Graph"]),
    "reinstate": lambda s, by, r: reinstate_factor(s, by, r, "FAC-0005", LATEST),
}  # fmt: skip


def test_every_act_is_taken_back_to_the_row(session: Session, raj, review) -> None:
    """One after another on the same rows: all are the same again, but for a factor that came, which keeps its reference and is out."""
    analysis, told = analysis_of(session, review), questions_of(session, review.id)
    for name, act in ACTS.items():
        session.commit()
        before, entries = rows_of(session, analysis), _entries(session)
        act(session, raj, review.record.ref)
        session.commit()
        assert rows_of(session, analysis) != before, name
        assert _entries(session) == entries + 1, name
        undo(session, raj, review.record.ref)
        session.commit()
        after = rows_of(session, analysis)
        came = {key[1][0] for key in after.keys() - before.keys()}
        assert {key: after[key] for key in before} == before, name
        assert all(after["factor", (i,)]["removed_at"] for i in came), name
        assert questions_of(session, review.id) == told, name
        assert _entries(session) == entries + 2, name


def _entries(session: Session) -> int:
    return session.scalars(sa.select(sa.func.count()).select_from(AuditEntry)).one()


def test_what_another_changed_since_stays(session: Session, anna, raj, review) -> None:
    ref = review.record.ref
    with_factor(session, anna, ref, "FAC-0003", statement="The volume was full")
    with_factor(session, raj, ref, "FAC-0003", statement="The log volume was full")
    with pytest.raises(Refused, match="Raj Patel has changed the same since"):
        undo(session, anna, ref)
    undo(session, raj, ref)
    undo(session, anna, ref)
    assert graph_of(session, review.id, "why").statement("FAC-0003") == "Volume full"


def test_other_items_are_no_obstacle(session: Session, anna, raj, review) -> None:
    ref = review.record.ref
    with_factor(session, anna, ref, "FAC-0003", statement="The volume was full")
    with_factor(session, raj, ref, "FAC-0002", statement="The standby was off")
    assert undo(session, anna, ref) == "changed a cause"
    graph = graph_of(session, review.id, "why")
    assert (graph.statement("FAC-0003"), graph.statement("FAC-0002")) == ("Volume full", "The standby was off")


def test_after_ten_minutes_it_stands(session: Session, anna, review) -> None:
    with_factor(session, anna, review.record.ref, "FAC-0003", statement="The volume was full")
    now = clock.now()
    with clock.told(now + timedelta(minutes=9)):
        assert last_change(session, anna, review.id)
    with clock.told(now + timedelta(minutes=11)), pytest.raises(Refused, match="nothing to undo"):
        undo(session, anna, review.record.ref)


def test_what_others_built_on_it_is_not_pulled_away(session: Session, anna, raj, review) -> None:
    ref = review.record.ref
    made = causes.add_factor(session, anna, ref, "why", {"statement": "Pager off"}, "focus").record.ref
    causes.add_factor(session, raj, ref, "why", {"statement": "Battery flat"}, made)
    with pytest.raises(Refused, match=f"Something has been added to {made} since"):
        undo(session, anna, ref)


def test_a_link_whose_place_is_taken_does_not_come_back(session: Session, anna, raj, review) -> None:
    ref = review.record.ref
    causes.unlink_factor(session, anna, ref, "FAC-0003", "FAC-0001")
    causes.link_factor(session, raj, ref, "FAC-0003", "FAC-0001")
    with pytest.raises(Refused, match="something else has taken its place"):
        undo(session, anna, ref)


def test_a_link_that_would_now_close_a_circle_does_not_come_back(session: Session, anna, raj, review) -> None:
    ref = review.record.ref
    causes.decide_gate(session, anna, ref, "why", "FAC-0001", "not_decided", None)
    causes.unlink_factor(session, anna, ref, "FAC-0003", "FAC-0001")
    causes.link_factor(session, raj, ref, "FAC-0001", "FAC-0003")
    with pytest.raises(Refused, match="cannot be its own cause"):
        undo(session, anna, ref)


def test_nobody_undoes_for_another_or_without_the_right(session: Session, anna, raj, review) -> None:
    with_factor(session, anna, review.record.ref, "FAC-0003", statement="The volume was full")
    with pytest.raises(Refused, match="nothing to undo"):
        undo(session, raj, review.record.ref)
    with pytest.raises(Forbidden):
        undo(session, make.viewer(session), review.record.ref)

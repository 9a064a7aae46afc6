"""Splitting, merging, taking out, putting between, moving and adding several: what follows, and what is refused."""

from __future__ import annotations

import make
import pytest
from sqlalchemy.orm import Session

from actions.service import add_action
from kernel.db import Database
from kernel.errors import Invalid, NotFound, Refused, Stale
from pir.models import Factor
from pir.queries.causes import factor_titles, graph_of
from pir.rules.cause_acts import Half
from pir.service import causes
from pir.service.cause_grow import add_chains, insert_between
from pir.service.cause_merge import merge_factors
from pir.service.cause_order import change_link, place_factor
from pir.service.cause_refute import refute_factor
from pir.service.cause_remove import remove_factor
from pir.service.cause_split import split_factor
from pir.service.comments import start_thread
from pir.service.timeline import of_review
from rca.vocabulary import Gate


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


@pytest.fixture
def anna(session: Session):
    return make.facilitator(session)


@pytest.fixture
def review(session: Session, anna):
    return make.review(session, anna)


@pytest.fixture
def ref(review) -> str:
    return review.record.ref


@pytest.fixture
def add(session: Session, anna, review):
    """Add a factor, its reference back."""
    return lambda statement, effect="focus", **given: make.factor(session, anna, review, statement, effect, **given)


@pytest.fixture
def graph(session: Session, review):
    return lambda question="why": graph_of(session, review.id, question)


def links(graph) -> set[tuple[str, str]]:
    return {(link.cause, link.effect) for link in graph().links}


def gate(session: Session, anna, ref: str, effect: str, chosen: str, k: int | None = None, **more) -> None:
    causes.decide_gate(session, anna, ref, "why", effect, chosen, k, **more)


def test_a_split_shares_evidence_and_causes_and_leads_to_the_same_effects(session, anna, ref, review, add, graph) -> None:
    entries = [f"entry:{entry.id}" for entry in of_review(session, review.id)]
    above = add("Writes stopped")
    both = add("The volume was full and nobody was called", above, evidence=[*entries, "https://example.com/disk"], category="Supplier")
    causes.link_factor(session, anna, ref, both, "focus")
    kept, size, pager = add("Logs were kept", both), add("Volume was small", both), add("Pager was off", both)
    made = split_factor(
        session, anna, ref, both, 1,
        Half("The volume was full", [entries[0], "https://example.com/disk"], [kept, size]),
        Half("Nobody was called", entries, [pager, kept]),
    ).record.ref
    assert links(graph) == {(above, "focus"), (both, above), (made, above), (both, "focus"), (made, "focus"),
                            (kept, both), (kept, made), (size, both), (pager, made)}
    first, second = graph().factor(both), graph().factor(made)
    assert (first.statement, len(first.evidence), len(second.evidence), second.category) == ("The volume was full", 2, 2, "Supplier")
    assert [f.id for f in graph().causes_of(above)] == [both, made], "the second stands behind the first"


@pytest.mark.parametrize(("before", "after"), [("all", Gate.ALL), ("any", Gate.NOT_DECIDED)])
def test_a_gate_that_a_split_would_falsify_is_asked_anew(session, anna, ref, add, graph, before: str, after: Gate) -> None:
    """"Any one was enough" would now say that half of the statement was enough."""
    one, _ = add("A and B were true"), add("C was true")
    gate(session, anna, ref, "focus", before)
    split_factor(session, anna, ref, one, 1, Half("A was true", [], []), Half("B was true", [], []))
    assert graph().focus.gate is after


def test_a_split_loses_nothing(session, anna, ref, add, graph) -> None:
    one = add("A and B were true", evidence=["Log"])
    below = add("C was true", one)
    with pytest.raises(Invalid, match="one of the two"):
        split_factor(session, anna, ref, one, 1, Half("A was true", [], [below]), Half("B was true", [], []))
    with pytest.raises(Invalid, match="one of the two"):
        split_factor(session, anna, ref, one, 1, Half("A was true", ["Log"], []), Half("B was true", [], []))
    with pytest.raises(Stale):
        split_factor(session, anna, ref, one, 7, Half("A was true", ["Log"], [below]), Half("B was true", [], []))


def test_a_merge_moves_links_evidence_comments_and_actions(session, anna, ref, review, add, graph) -> None:
    up, other = add("Writes stopped"), add("No standby")
    one = add("Volume full", up, evidence=["Graph", "Log"], control="Size check")
    two = add("Disk was full", other, evidence=["Log"])
    causes.link_factor(session, anna, ref, two, up)
    below = add("Logs kept", one)
    action = add_action(session, anna, ref, {"title": "Add an alarm", "factors": [{"factor": one, "effect": "eliminates"}]})
    thread = start_thread(session, anna, ref, part="factor", item=one, text="Since when?")
    merge_factors(session, anna, ref, one, 1, two)
    assert links(graph) == {(up, "focus"), (other, "focus"), (two, up), (two, other), (below, two)}
    merged = graph().factor(two)
    assert (len(merged.evidence), merged.control, merged.statement) == (2, "Size check", "Disk was full")
    assert [row.factor_id for row in action.factors] == [causes.find_factor(session, review, two).id]
    session.refresh(thread)
    assert thread.item == two
    assert one not in dict(factor_titles(session, review.id))
    with pytest.raises(NotFound):
        causes.find_factor(session, review, one)
    gone = session.get_one(Factor, causes.find_factor(session, review, two).id - 1)
    assert (gone.record.ref, gone.merged_into_id) == (one, causes.find_factor(session, review, two).id)


def test_a_merge_that_would_make_a_circle_is_refused_by_its_path(session, anna, ref, add, graph) -> None:
    top = add("A was true")
    middle = add("B was true", top)
    low = add("C was true", middle)
    for one, into in ((top, low), (low, top)):
        with pytest.raises(Invalid) as refused:
            merge_factors(session, anna, ref, one, 1, into)
        assert refused.value.messages == {"into": ["This would make a circle: “C was true” → “B was true” → “A was true”"]}
    merge_factors(session, anna, ref, low, 1, middle)
    assert links(graph) == {(top, "focus"), (middle, top)}, "a link straight between the two just goes"


def test_what_cannot_be_merged(session, anna, ref, add) -> None:
    one, two = add("A was true"), add("B was true")
    seen = add("Nobody looked", question="seen")
    with pytest.raises(Refused, match="same question"):
        merge_factors(session, anna, ref, one, 1, seen)
    with pytest.raises(Invalid, match="itself"):
        merge_factors(session, anna, ref, one, 1, one)
    refute_factor(session, anna, ref, two, 1, ["Log"])
    with pytest.raises(Invalid, match="refuted"):
        merge_factors(session, anna, ref, one, 1, two)


def test_two_gates_of_a_merge_are_asked_anew_and_one_is_kept(session, anna, ref, add, graph) -> None:
    one, two, three = add("A was true"), add("B was true"), add("C was true")
    for effect in (one, three):
        add(f"Cause 1 of {effect}", effect)
        add(f"Cause 2 of {effect}", effect)
        gate(session, anna, ref, effect, "any")
    merge_factors(session, anna, ref, one, 2, two)
    assert graph().factor(two).gate is Gate.ANY
    merge_factors(session, anna, ref, three, 2, two)
    assert graph().factor(two).gate is Gate.NOT_DECIDED


def test_taking_out_leaves_its_causes_and_an_action_is_in_the_way(session, anna, ref, add, graph) -> None:
    one, two = add("A was true"), add("B was true")
    below = add("C was true", one)
    add_action(session, anna, ref, {"title": "Add an alarm", "factors": [{"factor": two, "effect": "detects"}]})
    with pytest.raises(Refused, match="ACT-0001 acts on FAC-0002"):
        remove_factor(session, anna, ref, two, 1)
    remove_factor(session, anna, ref, one, 1)
    assert [f.id for f in graph().unlinked()] == [below]


def test_between_takes_the_place_of_the_link(session, anna, ref, add, graph) -> None:
    one, two = add("A was true"), add("B was true")
    made = insert_between(session, anna, ref, one, "focus", {"statement": "M was true"}).record.ref
    assert [f.id for f in graph().causes_of("focus")] == [made, two]
    assert [f.id for f in graph().causes_of(made)] == [one]


def test_chains_link_what_is_new_to_what_is_there(session, anna, ref, add, graph) -> None:
    there = add("Writes stopped")
    made = add_chains(session, anna, ref, "why", "Logging stayed on => Volume full => writes  stopped\nPager off -> Nobody came\n")
    statements = {graph().statement(i): i for i in made}
    assert list(statements) == ["Volume full", "Logging stayed on", "Nobody came", "Pager off"]
    assert links(graph) == {
        (there, "focus"), (statements["Volume full"], there), (statements["Logging stayed on"], statements["Volume full"]),
        (statements["Nobody came"], "focus"), (statements["Pager off"], statements["Nobody came"]),
    }


@pytest.mark.parametrize(("text", "told"), [
    ("", "at least one line"), ("A => => B", "Line 1: something is missing"), ("A => a", "Line 1: a statement cannot lead"),
    ("fine\n" + "x" * 201, "Line 2: a statement must be 200"), ("\n".join(f"Cause {i}" for i in range(61)), "60 causes or fewer"),
])  # fmt: skip
def test_lines_that_cannot_be_read_are_named(session, anna, ref, text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        add_chains(session, anna, ref, "why", text)


def test_a_chain_that_would_close_a_circle_is_refused(session, anna, ref, add) -> None:
    top = add("A was true")
    add("B was true", top)
    with pytest.raises(Invalid) as refused:
        add_chains(session, anna, ref, "why", "A was true => B was true")
    assert "circle" in refused.value.messages["lines"][0]


def test_up_and_down_among_siblings(session, anna, ref, add, graph) -> None:
    a, b, c = (add(f"{name} was true") for name in "ABC")
    place_factor(session, anna, ref, c, "focus", "up")
    assert [f.id for f in graph().causes_of("focus")] == [a, c, b]
    place_factor(session, anna, ref, a, "focus", "down")
    assert [f.id for f in graph().causes_of("focus")] == [c, a, b]
    with pytest.raises(Refused, match="the first of its siblings"):
        place_factor(session, anna, ref, c, "focus", "up")


def test_in_goes_under_the_one_above_and_out_beside_its_effect(session, anna, ref, add, graph) -> None:
    a, b = add("A was true"), add("B was true")
    assert place_factor(session, anna, ref, b, "focus", "in") == a
    assert links(graph) == {(a, "focus"), (b, a)}
    assert place_factor(session, anna, ref, b, a, "out") == "focus"
    assert links(graph) == {(a, "focus"), (b, "focus")}
    with pytest.raises(Refused, match="No cause stands above"):
        place_factor(session, anna, ref, a, "focus", "in")
    with pytest.raises(Refused, match="right under the event"):
        place_factor(session, anna, ref, a, "focus", "out")


def test_out_asks_where_there_are_two_ways(session, anna, ref, add, graph) -> None:
    a, b = add("A was true"), add("B was true")
    c = add("C was true", a)
    causes.link_factor(session, anna, ref, c, b)
    d = add("D was true", c)
    with pytest.raises(Refused, match="several"):
        place_factor(session, anna, ref, d, c, "out")
    assert place_factor(session, anna, ref, d, c, "out", b) == b
    assert (d, b) in links(graph)


def test_a_link_moves_to_another_effect_with_its_answers(session, anna, ref, add, graph) -> None:
    a, b = add("A was true"), add("B was true")
    c = add("C was true", a)
    change_link(session, anna, ref, c, a, 1, {"to": b, "forward": "yes", "reverse": "unsure"})
    (moved,) = graph().links_to(b)
    assert (moved.cause, moved.forward, moved.reverse) == (c, "yes", "unsure")
    with pytest.raises(Stale) as stale:
        change_link(session, anna, ref, c, b, 1, {"forward": "no", "reverse": "unsure"})
    assert [(clash.field, clash.theirs, clash.yours) for clash in stale.value.clashes] == [("forward", "yes", "no")]
    with pytest.raises(Invalid) as refused:
        change_link(session, anna, ref, b, "focus", 1, {"to": c})
    assert "circle" in refused.value.messages["to"][0]


def test_moving_the_condition_away_opens_the_gate_again(session, anna, ref, add, graph) -> None:
    a, b = add("Load was high"), add("Cache was cold")
    gate(session, anna, ref, "focus", "inhibit", condition=a)
    assert (graph().focus.gate, [link.is_condition for link in graph().links_to("focus")]) == (Gate.INHIBIT, [True, False])
    place_factor(session, anna, ref, b, "focus", "up")
    assert graph().focus.gate is Gate.INHIBIT
    causes.unlink_factor(session, anna, ref, a, "focus")
    assert graph().focus.gate is Gate.NOT_DECIDED
    with pytest.raises(Invalid) as refused:
        gate(session, anna, ref, "focus", "inhibit", condition=a)
    assert refused.value.messages == {"condition": ["Choose which of the causes is the condition"]}

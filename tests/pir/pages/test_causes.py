"""The why ladder as pages: what a facilitator reads, presses and is told."""

from __future__ import annotations

import make
import pytest
from browser import Browser
from flask import Flask

from kernel import audit
from kernel.db import Database
from kernel.permission import machine
from pir.models import Review
from pir.queries.causes import graph_of
from pir.queries.review import find


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


@pytest.fixture
def start(database: Database):
    with database.unit_of_work() as session:
        anna = make.facilitator(session)
        review = make.review(session, anna)
        a = make.factor(session, anna, review, "Writes stopped")
        make.factor(session, anna, review, "No standby took over")
        return {"ref": review.record.ref, "id": review.id, "anna": anna.person_id, "a": a}


def open_page(app: Flask, start: dict, path: str = ""):
    return Browser(app).sign_in_as(start["anna"]).open(f"/reviews/{start['ref']}/why{path}")


def read(database: Database, start: dict):
    with database.unit_of_work(write=False) as session:
        return graph_of(session, start["id"], "why")


def test_the_ladder_asks_what_nobody_has_decided(app: Flask, start: dict) -> None:
    page = open_page(app, start)
    assert page.h1 == "Why did it happen?"
    assert "Did both of these have to be true?" in page.text
    assert "Unsupported: no evidence yet" in page.text


def test_a_large_ladder_is_drawn_when_asked_and_its_long_lists_are_folded(app: Flask, start: dict, database: Database) -> None:
    assert len(open_page(app, start).root.findall(".//figure")) == 1, "a small one is drawn at once"
    with database.unit_of_work() as session:
        review = session.get_one(Review, start["id"])
        anna = make.facilitator(session)
        for number in range(23):
            make.factor(session, anna, review, f"Statement {number}", start["a"])
    page = open_page(app, start)
    assert not page.root.findall(".//figure")
    assert [e.text for e in page.root.iter("summary") if (e.text or "").endswith(" more")].count("20 more") >= 1, "25 unsupported, 5 told at once"
    drawn = open_page(app, start, "/why?drawing=shown")
    assert drawn.root.findall(".//figure")
    assert "Show the drawing" not in drawn.text
    form = drawn.form("Save answer")
    form.fill({"Did both of these have to be true?": "Yes, each was needed"})
    after = form.submit("Save answer")
    assert after.root.findall(".//figure"), "what somebody asked to see is there after an edit as well"
    changed = after.click("Change: Statement 3").form("Save the cause").submit("Save the cause")
    assert changed.root.findall(".//figure")


def test_answering_decides_the_gate(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start).form("Save answer")
    form.fill({"Did both of these have to be true?": "Yes, each was needed"})
    page = form.submit("Save answer")
    assert page.status == 200
    assert "because both had to be true" in page.text
    assert read(database, start).focus.gate == "all"


def test_a_new_cause_stands_under_its_effect(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, f"/why/add?effect={start['a']}")
    assert page.h1 == "Why was it that “Writes stopped”?"
    form = page.form("Save the cause")
    form.fill({"What had to be true?": "The log volume filled", "Other evidence": "Disk graph"})
    page = form.submit("Save the cause")
    assert "The log volume filled" in page.text
    (below,) = read(database, start).causes_of(start["a"])
    assert (below.statement, below.evidence) == ("The log volume filled", ("E 1 Disk graph",))


def test_a_blank_statement_keeps_everything_else(app: Flask, start: dict) -> None:
    form = open_page(app, start, "/why/add?effect=focus").form("Save the cause")
    form.fill({"Other evidence": "https://example.com/kept", "Which control should have caught it?": "Size check"})
    page = form.submit("Save the cause")
    assert page.status == 422
    assert page.errors == ["Enter what had to be true, in one sentence"]
    again = page.form("Save the cause")
    assert again.value("Other evidence") == "https://example.com/kept"
    assert again.value("Which control should have caught it?") == "Size check"


def test_a_circle_is_named_on_the_form(app: Flask, start: dict, database: Database) -> None:
    with database.unit_of_work() as session:
        review = find(session, machine(), start["ref"])
        b = make.factor(session, make.facilitator(session), review, "The volume filled", start["a"])
    form = open_page(app, start, f"/factors/{start['a']}/links").form("Add the link")
    form.fill({"It also led to": "The volume filled"})
    page = form.submit("Add the link")
    assert page.status == 422
    assert "This would make a circle" in page.errors[0]
    assert b not in read(database, start).effects_of(start["a"])


def test_a_link_is_taken_away(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, f"/factors/{start['a']}/links").form("Take the link away").submit("Take the link away")
    assert "Recorded, and not linked to the event" in page.text
    assert [f.id for f in read(database, start).unlinked()] == [start["a"]]


def test_a_statement_from_outside_is_text_and_nothing_else(app: Flask, start: dict, database: Database) -> None:
    nasty = "<script>alert(1)</script> both & <b>either</b>"
    form = open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause")
    form.fill({"What had to be true?": nasty})
    page = form.submit("Save the cause")
    assert nasty in page.text
    assert read(database, start).factor(start["a"]).statement == nasty


def test_an_empty_question_says_where_to_begin(app: Flask, start: dict) -> None:
    page = open_page(app, start, "/seen")
    assert page.h1 == "Why was it not seen earlier?"
    assert "Start with: what had to be true for this to happen?" in page.text


@pytest.mark.parametrize("path", ["/whence", "/why/add?effect=FAC-9999", "/factors/FAC-9999/edit", "/why/gate?effect=FAC-9999"])
def test_what_is_not_there(app: Flask, start: dict, path: str) -> None:
    assert open_page(app, start, path).status == 404


def test_a_reader_sees_no_doors(app: Flask, start: dict, database: Database) -> None:
    with database.unit_of_work() as session:
        vera = make.viewer(session).person_id
    page = Browser(app).sign_in_as(vera).open(f"/reviews/{start['ref']}/why")
    assert "Writes stopped" in page.text
    assert "Save answer" not in page.text
    assert "Add a cause" not in page.text



def more(database: Database, start: dict, statement: str, effect: str, **given) -> str:
    with database.unit_of_work() as session:
        return make.factor(session, make.facilitator(session), find(session, machine(), start["ref"]), statement, effect, **given)


def test_a_cause_is_split_on_a_page(app: Flask, start: dict, database: Database) -> None:
    below = more(database, start, "The disk was small", start["a"])
    form = open_page(app, start, f"/factors/{start['a']}/split").form("Split it")
    assert form.value("The first statement") == "Writes stopped"
    form.fill({"The second statement": "Reads stopped", "Causes of the second": ["The disk was small"]})
    assert form.submit("Split it").status == 200
    graph = read(database, start)
    assert [f.statement for f in graph.causes_of("focus")] == ["Writes stopped", "Reads stopped", "No standby took over"]
    assert len(graph.effects_of(below)) == 2


def test_a_merged_reference_leads_to_what_it_became(app: Flask, start: dict) -> None:
    form = open_page(app, start, f"/factors/{start['a']}/merge").form("Merge them")
    page = form.fill({"The cause that stays": "FAC-0002 No standby took over"}).submit("Merge them")
    assert f"{start['a']} was merged into FAC-0002." in page.text
    page = open_page(app, start, f"/factors/{start['a']}")
    assert (page.status, page.url.partition("#")[0][-4:]) == (200, "/why")
    assert f"{start['a']} was merged into FAC-0002." in page.text


def test_a_merge_in_a_circle_is_told_on_the_form(app: Flask, start: dict, database: Database) -> None:
    low = more(database, start, "The disk was small", more(database, start, "Volume full", start["a"]))
    form = open_page(app, start, f"/factors/{low}/merge").form("Merge them").fill({"The cause that stays": f"{start['a']} Writes stopped"})
    page = form.submit("Merge them")
    assert (page.status, page.errors) == (422, ["This would make a circle: “The disk was small” → “Volume full” → “Writes stopped”"])


def test_refuting_asks_for_evidence_and_shows_it_struck_through(app: Flask, start: dict) -> None:
    form = open_page(app, start, f"/factors/{start['a']}/refute").form("Refute it")
    page = form.submit("Refute it")
    assert (page.status, page.errors) == (422, ["Say what refutes it: choose a timeline entry, or enter a link, a description or a number such as E 4"])
    page = page.form("Refute it").fill({"Other evidence that refutes it": "Database log"}).submit("Refute it")
    assert "Refuted by: E 1 Database log" in page.text
    page = open_page(app, start, f"/factors/{start['a']}/refute").form("Reinstate it").submit("Reinstate it")
    assert "Against it: E 1 Database log" in page.text


def test_the_form_of_a_cause_neither_refutes_nor_reinstates(app: Flask, start: dict) -> None:
    page = open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause").set("confidence", "refuted").submit("Save the cause")
    assert page.status == 422
    assert "by an act of its own" in page.errors[0]


def test_what_lies_between(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, f"/factors/{start['a']}/between?effect=focus")
    assert page.h1 == "What lies between “Writes stopped” and “the event”?"
    page.form("Save the cause").fill({"What had to be true?": "Orders were lost"}).submit("Save the cause")
    graph = read(database, start)
    assert [[f.statement for f in graph.causes_of(i)] for i in ("focus", "FAC-0003")] == [["Orders were lost", "No standby took over"], ["Writes stopped"]]


def test_several_at_once(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start, "/why/several").form("Add them")
    page = form.fill({"Causes, a chain on each line": "Logging on =>\nfine"}).submit("Add them")
    assert page.errors == ["Line 1: something is missing beside an arrow"]
    page.form("Add them").fill({"Causes, a chain on each line": "Logging on => Volume full => Writes stopped"}).submit("Add them")
    assert [f.statement for f in read(database, start).causes_of(start["a"])] == ["Volume full"]


def test_the_two_way_check_stands_with_the_link(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start, "/why/add?effect=focus").form("Save the cause")
    form.fill({"What had to be true?": "The disk was small", "If this is true, would the effect follow?": "Yes",
               "Without it, would the effect still have happened?": "No"})
    page = form.submit("Save the cause")
    assert "Checked both ways" in page.text
    form = open_page(app, start, "/factors/FAC-0003/links/focus").form("Save the link")
    page = form.fill({"If this is true, would the effect follow?": "Not sure", "It led to": "Writes stopped"}).submit("Save the link")
    assert "Would it follow? Not sure" in page.text
    assert [(link.cause, link.reverse) for link in read(database, start).links_to(start["a"])] == [("FAC-0003", "no")]


@pytest.mark.parametrize(("view", "path"), [("fishbone", "/why/why/fishbone"), ("fault_tree", "/why/why/fault-tree"), ("ladder", "/why/why"), ("nowhere", "/why/why")])
def test_a_save_comes_back_to_its_view_and_item(app: Flask, start: dict, view: str, path: str) -> None:
    page = open_page(app, start, f"/factors/{start['a']}/edit?view={view}")
    answer = page.form("Save the cause").fill({"What had to be true?": "Writes were refused"}).submit("Save the cause")
    assert answer.url.partition("#")[0].endswith(path)
    assert "Writes were refused" in answer.text
    assert answer.by_id(start["a"]) is not None, "the anchor that it comes back to"


def test_the_tree_is_edited_from_its_outline(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, "/why/fault-tree")
    second = next(f for f in page.forms() if "FAC-0002/place" in f.element.get("action", ""))
    page = second.submit("In, under the one above")
    assert page.url.endswith("/fault-tree")
    assert [f.id for f in read(database, start).causes_of(start["a"])] == ["FAC-0002"]
    out = next(f for f in page.forms() if "FAC-0002/place" in f.element.get("action", ""))
    out.submit("Out, beside its effect")
    assert len(read(database, start).causes_of("focus")) == 2


def test_a_cause_moves_to_another_bone(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, "/why/fishbone")
    form = next(f for f in page.forms() if f"{start['a']}/category" in f.element.get("action", ""))
    page = form.fill({"Bone of: Writes stopped": "Supplier"}).submit("Move: Writes stopped")
    assert page.url.endswith("/fishbone")
    assert read(database, start).factor(start["a"]).category == "Supplier"


def test_undo_stands_on_every_view(app: Flask, start: dict, database: Database) -> None:
    open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause").fill({"What had to be true?": "Reads stopped"}).submit("Save the cause")
    for path in ("", "/why/fishbone", "/why/fault-tree"):
        assert "You changed a cause just now" in open_page(app, start, path).text
    page = open_page(app, start, "/why/fishbone").form("Undo").submit("Undo")
    assert "Undone: changed a cause." in page.text
    assert page.url.endswith("/fishbone")
    assert read(database, start).statement(start["a"]) == "Writes stopped"


def test_a_condition_is_chosen_for_an_inhibit_gate(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start, "/why/gate?effect=focus").form("Save the answer")
    form.fill({"How do they combine?": "Yes, but only under one condition"})
    page = form.submit("Save the answer")
    assert page.errors == ["Choose which of the causes is the condition"]
    page.form("Save the answer").fill({"Which of them is the condition?": "No standby took over"}).submit("Save the answer")
    graph = read(database, start)
    assert (graph.focus.gate, [link.is_condition for link in graph.links_to("focus")]) == ("inhibit", [False, True])


def test_a_stale_gate_and_a_stale_link_show_both_answers(app: Flask, start: dict, database: Database) -> None:
    gate, link = open_page(app, start, "/why/gate?effect=focus").form("Save the answer"), open_page(app, start, f"/factors/{start['a']}/links/focus").form("Save the link")
    open_page(app, start, "/why/gate?effect=focus").form("Save the answer").fill({"How do they combine?": "Yes, each was needed"}).submit("Save the answer")
    page = gate.fill({"How do they combine?": "No, either would have been enough"}).submit("Save the answer")
    assert page.status == 409
    assert "all of these had to be true" in page.text
    assert "any one of these was enough" in page.text
    assert page.form("Keep mine").submit("Keep mine").status == 200
    assert read(database, start).focus.gate == "any"
    open_page(app, start, f"/factors/{start['a']}/links/focus").form("Save the link").fill({"If this is true, would the effect follow?": "No"}).submit("Save the link")
    page = link.fill({"If this is true, would the effect follow?": "Yes"}).submit("Save the link")
    assert page.status == 409
    page.form("Save this text").fill({"If this is true, would the effect follow?": "Not sure"}).submit("Save this text")
    assert read(database, start).links_to("focus")[0].forward == "unsure"


def test_a_stale_cause_shows_every_field_in_words(app: Flask, start: dict, database: Database) -> None:
    mine = open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause")
    theirs = open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause")
    theirs.fill({"On the day": "Not known", "Other evidence": "Their log"}).submit("Save the cause")
    page = mine.fill({"On the day": "Did not happen", "Other evidence": "My log"}).submit("Save the cause")
    assert page.status == 409
    for words in ("not known", "did not happen", "Their log", "My log"):
        assert words in page.text
    page.form("Save this text").fill({"On the day": "Not known", "Other evidence": "Their log\nMy log"}).submit("Save this text")
    factor = read(database, start).factor(start["a"])
    assert (factor.state, factor.evidence) == ("unknown", ("E 1 Their log", "E 2 My log"))


def test_probabilities_are_asked_for_where_the_policy_shows_them(app: Flask, start: dict, database: Database) -> None:
    assert "Source of the probability" not in open_page(app, start, f"/factors/{start['a']}/edit").text
    with database.unit_of_work() as session:
        review = find(session, machine(), start["ref"])
        review.policy.terms = {**review.policy.terms, "shows": {"probabilities": True, "dora": False}}
        audit.note(session, machine("test"), "show probabilities")
    form = open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause").fill({"Probability": "0.02"})
    page = form.submit("Save the cause")
    assert page.errors == ["Choose what the probability counts", "Enter where the probability is from"]
    page = page.form("Save the cause").fill({"Of what": "Per change", "Source of the probability": "Change register"}).submit("Save the cause")
    assert "Probability 0.02 per change, Change register" in page.text

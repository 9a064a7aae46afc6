"""Bringing causes in by page and by API: shown first, added in one act, nothing typed lost."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from browser import Browser

from kernel.db import Database
from kernel.permission import machine
from pir.queries.causes import graph_of
from pir.queries.review import find

Browse = Callable[[str], Browser]
LIST = "  Writes stopped (any)\n    Log volume full\n    Storage path lost\n  No standby took over\n  AND"
MODEL = (b'<opsa-mef><define-fault-tree name="pumps"><define-gate name="t"><label>No water</label><and><event name="a"/><event name="b"/></and></define-gate>'
         b'<define-basic-event name="a"><label>Pump A off</label></define-basic-event><define-basic-event name="b"/></define-fault-tree></opsa-mef>')


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


def statements(database: Database, review: str, question: str = "why") -> list[str]:
    with database.unit_of_work(write=False) as session:
        graph = graph_of(session, find(session, machine(), review).id, question)
        return [graph.focus.gate.value, *(f.statement for f in graph.factors)]


def sent(browse: Browse, review: str, **typed: Any) -> Any:
    form = browse("anna").open(f"/reviews/{review}/why/why/import").form("Show what was understood")
    return form.fill({{"text": "An indented list", "file": "Or a file", "first": "The first line is the event itself"}[k]: v for k, v in typed.items()}).submit("Show what was understood")


def test_a_list_is_shown_first_and_then_added(browse: Browse, review: str, database: Database) -> None:
    page = browse("anna").open(f"/reviews/{review}/why").click("Bring causes in")
    assert page.h1 == "Bring causes in"
    page = page.form("Show what was understood").fill({"An indented list": LIST}).submit("Show what was understood")
    assert (page.status, page.h1) == (200, "4 causes were understood")
    assert "because either was enough" in page.text
    assert statements(database, review) == ["not_decided"], "nothing is stored by a preview"
    page = page.form("Add these causes").submit("Add these causes")
    assert "4 causes were added." in page.text
    assert statements(database, review) == ["all", "Writes stopped", "Log volume full", "Storage path lost", "No standby took over"]


def test_the_line_that_is_wrong_is_named_and_all_is_kept(browse: Browse, review: str) -> None:
    page = sent(browse, review, text="A\n  B\n  B", first=True)
    assert (page.status, page.errors) == (422, ["Line 3: the same stands on line 2 already, below the same effect"])
    assert page.form("Show what was understood").value("An indented list") == "A\n  B\n  B"


def test_nothing_sent_is_told(browse: Browse, review: str) -> None:
    assert sent(browse, review).errors == ["Paste a list or select a file"]


def test_from_the_preview_back_to_what_was_typed(browse: Browse, review: str) -> None:
    page = sent(browse, review, text=LIST).form("Change what was sent").submit("Change what was sent")
    assert page.status == 200
    assert page.form("Show what was understood").value("An indented list").split() == LIST.split()


def test_a_model_is_added_from_a_file(browse: Browse, review: str, database: Database) -> None:
    page = sent(browse, review, file=(io.BytesIO(MODEL), "pumps.xml"))
    assert "From the file pumps.xml" in page.text
    assert "The event becomes “No water”." in page.text
    page = page.form("Add these causes").submit("Add these causes")
    assert "No water" in page.text
    assert statements(database, review) == ["all", "Pump A off", "b"]


def test_a_model_that_cannot_be_taken_is_told_on_the_file(browse: Browse, review: str) -> None:
    page = sent(browse, review, file=(io.BytesIO(MODEL.replace(b"<and>", b"<xor>").replace(b"</and>", b"</xor>")), "pumps.xml"))
    assert (page.status, page.errors) == (422, ["Line 1, t: a gate of <xor> is not taken here, only of <and>, <or>, <atleast>"])


def test_an_effect_is_chosen(browse: Browse, review: str, database: Database) -> None:
    sent(browse, review, text="Writes stopped").form("Add these causes").submit("Add these causes")
    page = browse("anna").open(f"/reviews/{review}/why/why/import?effect=FAC-0001").form("Show what was understood")
    assert page.value("These causes led to") == "FAC-0001"
    page = page.fill({"An indented list": "Log volume full"}).submit("Show what was understood")
    assert "to stand below “Writes stopped”" in page.text
    page.form("Add these causes").submit("Add these causes")
    with database.unit_of_work(write=False) as session:
        assert graph_of(session, find(session, machine(), review).id, "why").effects_of("FAC-0002") == ("FAC-0001",)


@pytest.mark.parametrize("document", ["", "{", "[]", "{}", '{"schema":"debrief/causes@1","focus":{"id":"focus","statement":""},"factors":[],"links":[]}'])
def test_a_draft_that_was_tampered_with_is_refused(browse: Browse, review: str, document: str) -> None:
    form = sent(browse, review, text="A").form("Add these causes")
    page = form.set("document", document).submit("Add these causes")
    assert page.status == 422
    assert len(page.errors) == 1


def test_what_a_question_gives_out_it_takes_in(browse: Browse, review: str, database: Database) -> None:
    anna = browse("anna")
    sent(browse, review, text=LIST).form("Add these causes").submit("Add these causes")
    given = anna.client.get(f"/reviews/{review}/why/why/causes.json").data
    form = anna.open(f"/reviews/{review}/why/last/import").form("Show what was understood")
    page = form.fill({"Or a file": (io.BytesIO(given), "causes.json")}).submit("Show what was understood")
    page.form("Add these causes").submit("Add these causes")
    assert statements(database, review, "last") == statements(database, review)


def test_the_api_does_the_same(app: Any, browse: Browse, review: str, database: Database, team: Any) -> None:
    import hashlib

    from kernel import audit
    from organisation.models import ApiToken

    with database.unit_of_work() as session:
        session.add(ApiToken(person_id=team.anna.person_id, name="t", token_hash=hashlib.sha256(b"secret").hexdigest()))
        session.flush()
        audit.note(session, machine(), "make token")
    client, headers = app.test_client(), {"Authorization": "Bearer secret"}

    def post(**body: Any) -> Any:
        return client.post(f"/api/v1/reviews/{review}/factors/import", json=body, headers=headers)

    tried = post(text=LIST, dry_run=True)
    assert (tried.status_code, statements(database, review)) == (200, ["not_decided"])
    made = post(text=LIST)
    assert (made.status_code, made.json["added"]) == (201, ["FAC-0001", "FAC-0002", "FAC-0003", "FAC-0004"])
    assert made.json["causes"] == tried.json["causes"]
    assert post(open_psa=MODEL.decode(), question="seen").json["added"] == ["FAC-0005", "FAC-0006"]
    assert post(document=json.loads(json.dumps(made.json["causes"])), question="last").status_code == 201
    assert statements(database, review, "last") == statements(database, review)
    for body, field in (({"text": "A\n  A"}, "text"), ({"open_psa": "<x/>"}, "file"), ({}, "text"), ({"text": "A", "open_psa": "<x/>"}, "text"), ({"text": "A", "effect": "FAC-0005"}, None)):
        answer = post(**body)
        assert answer.status_code == (422 if field else 409), body
        assert field is None or field in answer.get_data(as_text=True)

"""Labels that are markup, control characters or far too long, by form, list, model and document (S6, and the hostile input of the causes).

Each is refused with its place named, or stands as the text that it is on every page of the causes and in every file: pages
parse with no element of the label's own, SVG, XML and JSON parse and give the text back, the Word report opens and holds it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import fromstring
from xml.sax.saxutils import escape, quoteattr

import make
import pytest
import sqlalchemy as sa
from browser import Browser
from flask import Flask
from lxml import html

from kernel import audit
from kernel.db import Database
from kernel.permission import machine
from organisation.models import Policy
from pir.queries.review import find
from pir.service import causes
from pir.service.cause_import import import_causes
from pir.service.cause_sources import from_file, from_list
from rca import document

MARKUP = (
    "<script>alert(1)</script>", "</title><svg onload=alert(1)>", "<img src=x onerror=alert(1)>", '"><b onmouseover="x">', "' autofocus onfocus='x",
    "]]><script>alert(1)</script>", "</text></svg><script>x</script>", "<!--", "-->", "&lt;i&gt; &amp; &#0;", "{{ 7 * 7 }}", "{% raw %}", "</textarea></select><u>",
    '{"a": [1]}', "${x}", "javascript:alert(1)", "<w:t>", "<!DOCTYPE x>", "=cmd|' /C calc'!A0", "\u202etxt.exe",
)  # fmt: skip
CONTROLS = "Bell \x07 null \x00 escape \x1b[31m line\u2028 separator \x85 next \ufffe"
CLEANED = "Bell null escape [31m line separator next"
VIEWS = ("", "/why/fishbone", "/why/fault-tree", "/why/fault-tree?shapes=iec&direction=right", "/factors/{f}/edit", "/factors/{f}/links", "/why/add?effect={f}",
         "/why/gate?effect=focus", "/why/event", "/why/import?effect={f}")  # fmt: skip
FILES = tuple(f"{view}.{kind}" for view in ("whys", "fishbone", "fault-tree") for kind in ("svg", "txt"))


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


def by_form(session: Any, by: Any, ref: str) -> None:
    review = find(session, by, ref)
    causes.set_focus(session, by, ref, "why", MARKUP[0])
    for text in MARKUP:
        make.factor(session, by, review, text, control=text, evidence=[f"Seen {text}"], category="Supplier")


def by_list(session: Any, by: Any, ref: str) -> None:
    import_causes(session, by, ref, "why", "focus", from_list("\n".join([MARKUP[0], *(f"  | {text}" for text in MARKUP)]), first_is_event=True))


def by_model(session: Any, by: Any, ref: str) -> None:
    names = [f"e{n}{text}" for n, text in enumerate(MARKUP)]
    events = "".join(f"<define-basic-event name={quoteattr(name)}><label>{escape(text)}</label></define-basic-event>" for name, text in zip(names, MARKUP, strict=True))
    inputs = "".join(f"<event name={quoteattr(name)}/>" for name in names)
    model = f"<opsa-mef><define-fault-tree name={quoteattr(MARKUP[0])}><define-gate name='t'><label>{escape(MARKUP[0])}</label><or>{inputs}</or></define-gate>{events}</define-fault-tree></opsa-mef>"
    import_causes(session, by, ref, "why", "focus", from_file(model.encode(), "<b>.xml"))


def by_document(session: Any, by: Any, ref: str) -> None:
    given = {
        "schema": document.SCHEMA, "focus": {"id": "focus", "statement": MARKUP[0]}, "links": [{"cause": t, "effect": "focus"} for t in MARKUP],
        "factors": [{"id": t, "statement": t, "control": t, "evidence": [f"Seen {t}"], "stop_owner": t, "cause": t, "classification": t} for t in MARKUP],
    }  # fmt: skip
    import_causes(session, by, ref, "why", "focus", from_file(json.dumps(given).encode(), "x.json"))


DOORS = (by_form, by_list, by_model, by_document)


def said(door: Callable[..., None]) -> list[str]:
    """The statements as they are stored: a list takes a mark of its own before each, so that no bullet is read into it."""
    return [f"| {text}" if door is by_list else text for text in MARKUP]


@pytest.fixture(params=DOORS, ids=lambda door: door.__name__)
def door(request: pytest.FixtureRequest) -> Callable[..., None]:
    return request.param


@pytest.fixture
def told(app: Flask, database: Database, team: Any, review: str, door: Callable[..., None]) -> tuple[Browser, str]:
    """Anna's browser and the review, in which every label came through one door; under the policy that shows everything."""
    with database.unit_of_work() as session:
        find(session, machine(), review).policy_id = session.scalars(sa.select(Policy.id).where(Policy.key == "regulated")).first()
        door(session, team.anna, review)
        session.flush()
        audit.note(session, machine(), "change policy")
    return Browser(app).sign_in_as(team.anna.person_id), review


def test_every_page_and_every_file_has_the_label_as_text(told: tuple[Browser, str], door: Callable[..., None]) -> None:
    browser, ref = told
    statements = said(door)
    for view in VIEWS:
        page = browser.open(f"/reviews/{ref}/why{view.format(f='FAC-0001')}")  # the browser itself checks that the page is sound
        assert page.status == 200, view
        assert _strange(page.html) == [], view
    ladder = browser.open(f"/reviews/{ref}/why").text
    assert [text for text in statements if _one_line(text) not in ladder] == []
    for name in FILES:
        answer = browser.client.get(f"/reviews/{ref}/why/why/{name}")
        assert answer.status_code == 200, name
        assert answer.headers["Content-Disposition"].startswith("attachment")
        if name.endswith(".svg"):
            root = fromstring(answer.data)
            assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {"svg", "g", "path", "text", "tspan", "title", "desc", "rect", "line", "circle", "polygon", "polyline", "ellipse"}, name
            assert not any(a.lower().startswith("on") or a.endswith("href") for e in root.iter() for a in e.attrib), name
    assert browser.client.get(f"/reviews/{ref}/why/why/fault-tree.png").data.startswith(b"\x89PNG")
    factors = json.loads(browser.client.get(f"/reviews/{ref}/why/why/causes.json").data)["factors"]
    assert [f["statement"] for f in factors] == statements
    model = fromstring(browser.client.get(f"/reviews/{ref}/why/why/causes.xml").data)
    labels = [_one_line(e.findtext("label") or "") for e in model.iter("define-basic-event")]
    assert sorted(labels) == sorted(_one_line(text) for text in statements)


def test_the_word_report_holds_the_label(told: tuple[Browser, str], door: Callable[..., None]) -> None:
    browser, ref = told
    with zipfile.ZipFile(io.BytesIO(browser.client.get(f"/reviews/{ref}/report.docx").data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            fromstring(content)
    text = "".join(fromstring(parts["word/document.xml"]).itertext())
    written = text.replace(" ", "").replace("\u00a0", "")
    assert [t for t in said(door) if _one_line(t).replace(" ", "").replace("\u202e", "") not in written] == []
    assert "\u202e" not in written, "what turns the direction of a line is no text"


def test_a_known_cause_and_a_code_are_text_as_well(app: Flask, database: Database, team: Any, review: str) -> None:
    from pir.service.reporting_codes import add_code

    with database.unit_of_work() as session:
        for text in MARKUP:
            ref = make.cause(session, team.maya, text, description=text, control=text)
            make.factor(session, team.anna, find(session, machine(), review), "It was so", cause=ref)
        add_code(session, team.maya, {"code": "hostile", "label": MARKUP[0]})
    browser = Browser(app).sign_in_as(team.maya.person_id)
    pages = ["/causes", "/causes?q=%3Cscript%3E", "/causes/CAU-0001", "/causes/CAU-0002/edit", "/causes/CAU-0003/merge", "/reporting-codes", "/reporting-codes/hostile",
             "/reporting-codes/new", f"/reviews/{review}/why", f"/reviews/{review}/why/why/fishbone", f"/reviews/{review}/why/why/fault-tree",
             f"/reviews/{review}/why/why/add?effect=focus", f"/reviews/{review}/why/factors/FAC-0001/edit"]  # fmt: skip
    for url in pages:
        page = browser.open(url)
        assert (page.status, _strange(page.html)) == (200, []), url
    catalogue = browser.open("/causes?state=all").text
    assert [text for text in MARKUP if _one_line(text) not in catalogue] == []


def test_control_characters_go_and_the_words_stay(app: Flask, database: Database, team: Any, review: str) -> None:
    """By form and by list they are taken out; XML cannot hold them, so a model with one is refused by its line; JSON can."""
    anna = Browser(app).sign_in_as(team.anna.person_id)
    form = anna.open(f"/reviews/{review}/why/why/add?effect=focus").form("Save the cause")
    form.set("statement", CONTROLS).submit("Save the cause")
    page = anna.open(f"/reviews/{review}/why/why/import").form("Show what was understood").set("text", CONTROLS.replace("\u2028", "").replace("\x85", "") + " again")
    page.submit("Show what was understood").form("Add these causes").submit("Add these causes")
    model = f'<opsa-mef><define-fault-tree name="x">\n<define-gate name="t"><label>{CONTROLS}</label><or><event name="a"/></or></define-gate></define-fault-tree></opsa-mef>'
    sent = anna.open(f"/reviews/{review}/why/why/import").form("Show what was understood").set("file", (io.BytesIO(model.encode()), "x.xml"))
    assert sent.submit("Show what was understood").errors == ["Line 2: is no XML: not well-formed (invalid token)"]
    given = {"schema": document.SCHEMA, "focus": {"id": "focus", "statement": ""}, "factors": [{"id": "a\x07", "statement": CONTROLS}], "links": [{"cause": "a\x07", "effect": "focus"}]}
    with database.unit_of_work() as session:
        import_causes(session, team.anna, review, "why", "focus", from_file(json.dumps(given).encode(), "x.json"))
    stored = [f["statement"] for f in json.loads(anna.client.get(f"/reviews/{review}/why/why/causes.json").data)["factors"]]
    assert [" ".join(text.split()) for text in stored] == [CLEANED, f"{CLEANED} again", CLEANED]
    for name in FILES:
        assert anna.client.get(f"/reviews/{review}/why/why/{name}").status_code == 200


@pytest.mark.parametrize("send", ["form", "list", "model", "document"])
def test_ten_thousand_characters_are_refused_and_named(app: Flask, team: Any, review: str, send: str) -> None:
    anna, long = Browser(app).sign_in_as(team.anna.person_id), "x" * 10_000
    if send == "form":
        form = anna.open(f"/reviews/{review}/why/why/add?effect=focus").form("Save the cause").set("statement", long)
        page = form.submit("Save the cause")
        assert page.errors == ["The statement must be 200 characters or fewer"]
        assert page.form("Save the cause").value("What had to be true?") == long
        return
    form = anna.open(f"/reviews/{review}/why/why/import").form("Show what was understood")
    content = {
        "list": f"A\n  {long}",
        "model": f'<opsa-mef><define-fault-tree name="x">\n<define-gate name="t"><label>{long}</label><or><event name="a"/></or></define-gate></define-fault-tree></opsa-mef>',
        "document": json.dumps({"schema": document.SCHEMA, "focus": {"id": "focus", "statement": ""}, "factors": [{"id": "a", "statement": long}], "links": []}),
    }[send]
    form.set("text", content) if send == "list" else form.set("file", (io.BytesIO(content.encode()), "x"))
    page = form.submit("Show what was understood")
    assert page.status == 422
    assert len(page.errors) == 1
    assert page.errors[0].startswith({"list": "Line 2: has 10000 characters", "model": "Line 2, t: has 10000 characters", "document": "a, “xxx"}[send])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _strange(page: str) -> list[str]:
    """Elements and attributes that none of our pages has: a label that became markup."""
    root = html.fromstring(page)
    found = [e.tag for e in root.iter() if e.tag in {"b", "u", "i", "img", "iframe", "object", "embed"} and ("onmouseover" in e.attrib or e.tag in {"u", "i", "img", "iframe", "object", "embed"})]
    found += [f"script {e.text}" for e in root.iter("script") if e.text and "alert" in e.text]
    return found + [f"{e.tag} {a}" for e in root.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")]

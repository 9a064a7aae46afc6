"""The two installations that are looked at, and the names in them that the addresses of ``rows.py`` stand on."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import sqlalchemy as sa
from browser import Browser
from flask import Flask
from server import Installation

from actions.models import Action, DateRequest
from actions.rules.lifecycle import OPEN, ActionState
from actions.service.hooks import make_hook
from incidents.models import Incident, TimelineEntry
from kernel import outbox
from kernel.db import Database
from kernel.delivery.mailbox import MailboxChannel, folder_of, newest
from kernel.delivery.outcome import Outcome, Verdict
from kernel.delivery.patience import Patience
from kernel.delivery.queue import claim, settle
from kernel.delivery.sender import Sender
from kernel.outbox import Rendered
from kernel.permission import Actor, machine
from kernel.record import Record
from kernel.ref import RecordKind
from organisation.models import DueForDeletion, Person
from organisation.service.channel import send_test, set_channel
from pir.models import Review, ReviewIncident
from pir.rules.lifecycle import ReviewState

EXPORT = Path(__file__).parents[1] / "fixtures" / "servicenow_list.csv"


def demo(home: Path, audit_key: bytes) -> Flask:
    made = Installation(home, audit_key)
    made.run("demo")
    return made.app(demo=True)


def empty(home: Path, audit_key: bytes) -> Flask:
    """``debrief init`` and nothing else; the demo's sign-in by one press is on."""
    return Installation(home, audit_key, zone="Europe/London").init("Grace Okafor", "grace.okafor@example.com").app(demo=True)


def names_in_demo(app: Flask) -> dict[str, str]:
    """What the braces of ``rows.FILLED`` mean."""
    database: Database = app.extensions["debrief"].database
    with database.unit_of_work() as session:
        hook = make_hook(session, machine("test"), "a key of the tests", name="jira-payments", shape="jira")[0].id
    with database.unit_of_work(write=False) as session:
        of = session.scalar
        reviews = {state: of(sa.select(Record.ref).join(Review, Review.id == Record.id).where(Review.state == state))
                   for state in (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.PUBLISHED)}
        draft = of(sa.select(Record.id).where(Record.ref == reviews[ReviewState.DRAFT]))
        action = sa.select(Record.ref).join(Action, Action.id == Record.id)
        found = {
            "draft": reviews[ReviewState.DRAFT], "in_review": reviews[ReviewState.IN_REVIEW],
            "published": reviews[ReviewState.PUBLISHED],
            "reviewed": of(sa.select(Record.ref).join(ReviewIncident, ReviewIncident.incident_id == Record.id)),
            "incident": of(sa.select(Record.ref).join(Incident, Incident.id == Record.id)
                           .where(Record.id.not_in(sa.select(ReviewIncident.incident_id)))),
            "cause": of(sa.select(Record.ref).where(Record.kind == RecordKind.CAUSE)),
            "entry": of(sa.select(sa.func.min(TimelineEntry.id)).where(TimelineEntry.record_id == draft)),
            "open": of(action.where(Action.state.in_(OPEN), Action.due.is_not(None), Action.due_version == 0, Action.disputed_at.is_(None))),
            "done": of(action.where(Action.state == ActionState.DONE)),
            "moved": of(action.where(Action.due != Action.original_due)),
            "hook": hook,
            "asked": of(action.join(DateRequest, DateRequest.action_id == Action.id)),
            "disputed": of(action.where(Action.disputed_at.is_not(None))),
            "person": of(sa.select(Person.id).where(Person.name == "Jonas Weber")),
            "gone": of(sa.select(Person.id).where(Person.left_on.is_not(None))),
            "deputised": of(sa.select(Person.id).where(Person.name == "Maya Lindqvist")),
            "due": of(sa.select(DueForDeletion.record_id)),
            "grace": of(sa.select(Person.id).where(Person.name == "Grace Okafor")),
        }
    _meeting(Browser(app).sign_in_as(int(found["deputised"])))
    browser = Browser(app).sign_in_as(int(found["grace"]))
    found["mail"] = _mail(app, int(found["person"]))
    found["key"], found["used"] = _keys(database, str(found["open"]))
    return {key: str(value) for key, value in found.items()} | _of_draft(database, str(found["draft"])) | {"upload": _upload(browser), "sheet": _sheet(browser), "actions": _actions(browser, str(found["draft"]))}


def _of_draft(database: Database, ref: str) -> dict[str, str]:
    from kernel.permission import machine
    from pir.queries.document import document
    from pir.service.checks import findings_for
    from rca.quality import Level

    with database.unit_of_work(write=False) as session:
        review = session.scalars(sa.select(Review).join(Record, Review.id == Record.id).where(Record.ref == ref)).one()
        shown = document(session, review)
        asked = next(one for one in findings_for(session, machine(), ref) if one.is_open and one.finding.level is Level.WARN)
    return {"finding": asked.finding.fingerprint, "gap": quote(shown["timeline"]["gaps"][0]["from"]), "factor": shown["analysis"]["questions"][0]["causes"]["factors"][0]["id"]}


def _keys(database: Database, ref: str) -> tuple[str, str]:
    """Keys of links in mails: one that may still answer for an open action, and one that has."""
    from actions.rules.answers import Answer
    from actions.service.answer import give
    from nudges.service import tokens

    with database.unit_of_work() as session:
        action = session.scalars(sa.select(Action).join(Record, Record.id == Action.id).where(Record.ref == ref)).one()
        good = tokens.issue(session, action.owner_id or 0, action.id)
        other = session.scalars(sa.select(Action).where(Action.owner_id == action.owner_id, Action.state == "in_progress", Action.id != action.id)).first() or action
        used = tokens.issue(session, other.owner_id or 0, other.id)
        give(session, used, {"answer": Answer.NOT_MINE, "suggestion": "The platform team"})
    return good, used


def _mail(app: Flask, person_id: int) -> str:
    """A chat channel that was tested, a message that was refused, and one that lies in the mail box: its name there."""
    site = app.extensions["debrief"]
    database: Database = site.database
    kind = {"noted": lambda _session, message: Rendered(message.payload["subject"], "ACT-0107 is due tomorrow.\nhttp://127.0.0.1:8000/actions", "<p>ACT-0107 is due tomorrow.</p>")}
    with database.unit_of_work() as session:
        anna = session.scalars(sa.select(Person).where(Person.name == "Anna Kowalski")).one()
        actor = Actor(anna.id, anna.name, frozenset(), "form")
        set_channel(session, actor, site.settings, anna, "https://hooks.slack.com/services/T0001/B0002/abcdefgh12345678")
        send_test(session, actor, anna)
        for key in ("refused", "taken"):
            outbox.put(session, kind="noted", key=key, recipient_id=person_id, channel=outbox.MAIL, address="jonas.weber@example.com", payload={"subject": "1 action is due"})
    with patch.dict(outbox.RENDERERS, kind):
        refused = claim(database, "looks", Patience(), resting={outbox.CHAT})
        assert refused is not None
        settle(database, refused, Outcome(Verdict.BOUNCED, "The relay said: 550 5.1.1 jonas.weber@example.com: no such user"), Patience())
        Sender(database, {outbox.MAIL: MailboxChannel(folder_of(site.settings.home))}).drain()
    return newest(folder_of(site.settings.home), 1)[0][0]


def _upload(browser: Browser) -> str:
    """The token of a file that waits for its confirmation, and its zone."""
    form = browser.open("/incidents/import").form("Show what it holds")
    form.fill({"The export": (io.BytesIO(EXPORT.read_bytes()), "incidents.csv"), "Time zone of the times in the file": "Europe/London"})
    page = form.submit("Show what it holds")
    assert page.status == 200, page.text
    return page.url.removeprefix("/incidents/import/")


def _sheet(browser: Browser) -> str:
    """The token of a table of services: one is new, one changes, one cannot be taken."""
    table = b"name,tier,owner\nSearch,2,Raj Patel\nStatements,4,\nPartner gateway,many,\n"
    page = browser.open("/import/services").form("Show what it holds").fill({"The table": (io.BytesIO(table), "services.csv")}).submit("Show what it holds")
    assert page.status == 200, page.text
    return page.url.removeprefix("/import/services/")


def _meeting(browser: Browser) -> None:
    """An open action meeting with one decision in it."""
    page = browser.open("/actions/meeting").form("Start the meeting").submit("Start the meeting")
    page = page.form("Decide").fill({"Decision": "Leave it as it is", "Why, or what is missing": "Waits for the supplier"}).submit("Decide")
    assert page.status == 200, page.text


def _actions(browser: Browser, ref: str) -> str:
    """The token of a table of actions: two are new, one cannot be taken."""
    table = f"title,review,owner,due,original_due,state\nAdd a brake to the feed,{ref},Raj Patel,2026-09-30,2026-08-31,doing\nTest the fallback,,,,,\nWrite it up,,Nobody Known,,,\n"
    page = browser.open(f"/actions/import?review={ref}").form("Show what it holds").fill({"The table": (io.BytesIO(table.encode()), "open-actions.csv")}).submit("Show what it holds")
    assert page.status == 200, page.text
    return page.url.removeprefix("/actions/import/").partition("?")[0]


def names_in_empty(app: Flask) -> dict[str, Any]:
    """A bare review: title, severity and one time."""
    page = Browser(app).sign_in_as(1).open("/reviews/new").form("Open the review")
    page.fill({"Title": "Search answers nothing", "Severity": "P2", "Impact started: date": "1 Nov 2026", "Impact started: time": "09:00"})
    made = page.submit("Open the review")
    assert made.status == 200, made.errors
    return {"bare": made.url.rsplit("/", 1)[-1]}

"""The pages of reminders in the whole product: the section of an action, one's own, putting one off."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from browser import Browser
from conftest import product
from flask import Flask

from kernel import audit, clock
from kernel.db import Database
from kernel.outbox import Message
from kernel.permission import machine
from nudges.models import NudgeWishes, Pause
from organisation.models import ChatChannel
from organisation.rules.channel import ChatKind


@pytest.fixture
def app(sqlite_only: Database, tmp_path: Any) -> Flask:
    return product(sqlite_only, tmp_path)


@pytest.fixture
def place(sqlite_only: Database, tell: Any, app: Flask) -> dict[str, Any]:
    """An action of Raj Patel of which he was told early and when it was due; "now" is the Friday on which it is due."""
    with tell.written(sqlite_only) as session:
        tell.house(session)
        made = tell.action(session)
        ids = {name: tell.who(session, name).id for name in ("Raj Patel", "Maya Lindqvist", "Lena Brandt", "Anna Kowalski")}
        ref = made.record.ref
    for moment in ("2026-11-27 09:30", "2026-12-04 09:30"):
        tell.swept(sqlite_only, moment)
        tell.claimed(sqlite_only, moment)
    return {"ref": ref, "database": sqlite_only, **ids}


def as_(app: Flask, place: dict[str, Any], name: str) -> Browser:
    return Browser(app).sign_in_as(place[name])


@pytest.fixture(autouse=True)
def friday(tell: Any) -> Any:
    with clock.told(tell.at("2026-12-04 10:00")):
        yield


def test_the_ledger_of_an_action(app: Flask, place: dict[str, Any]) -> None:
    text = as_(app, place, "Maya Lindqvist").open(f"/actions/{place['ref']}").text
    section = text[text.index("Reminders"):]
    assert "Raj Patel: late, on 9 Dec 09:00" in section
    assert "Lena Brandt, a copy: still late, weekly, on 14 Dec 09:00" in section
    assert "4 Dec 09:30 Raj Patel due sent" in section
    assert "27 Nov 09:30 Raj Patel due soon sent" in section
    # two days before nobody swept: the newer rung took its place
    assert "Raj Patel: due soon, 2 Dec 09:00 (a newer one took its place)" in section


def test_whoever_has_nothing_to_do_with_it_does_not_see_whom_it_reminds(app: Flask, place: dict[str, Any]) -> None:
    assert "Reminders" not in as_(app, place, "Lena Brandt").open(f"/actions/{place['ref']}").text


def test_putting_off(app: Flask, place: dict[str, Any]) -> None:
    raj = as_(app, place, "Raj Patel")
    form = raj.open(f"/actions/{place['ref']}").click("Put your reminder off").form("Put it off")
    page = form.fill({"Remind me on": "31 Dec 2026", "Why": "On leave"}).submit("Put it off")
    assert (page.status, page.errors) == (422, ["Enter a date after today, at most 7 days from now"])
    assert page.form("Put it off").value("Why") == "On leave"
    page = page.form("Put it off").fill({"Remind me on": "11 Dec 2026"}).submit("Put it off")
    assert "You will be reminded" in page.text
    assert "Put off until Fri 11 Dec 2026: “On leave”" in page.text
    assert "Put your reminder off" not in page.text
    assert raj.open(f"/reminders/{place['ref']}/later").status == 200
    again = raj.open(f"/reminders/{place['ref']}/later").form("Put it off").fill({"Remind me on": "8 Dec 2026", "Why": "x"}).submit("Put it off")
    assert again.status == 409
    with place["database"].unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Pause)) == 1


def test_ones_own_reminders_and_hours(app: Flask, place: dict[str, Any], tell: Any) -> None:
    raj = as_(app, place, "Raj Patel")
    page = raj.open("/profile").click("When you are reminded, and of what")
    assert "27 Nov 09:30" in page.text
    form = page.form("Save")
    assert [form.value(name) for name in ("Daily mail at", "No mail before", "No mail after")] == ["09:00", "08:00", "18:00"]
    page = form.fill({"Daily mail at": "19:00"}).submit("Save")
    assert page.errors == ["Your last hour must be after that of the daily mail"]
    page = page.form("Save").fill({"Daily mail at": "7:30", "No mail before": "07.00", "No mail after": "24:00"}).submit("Save")
    assert page.status == 200
    form = page.form("Save")
    assert [form.value(name) for name in ("Daily mail at", "No mail before", "No mail after")] == ["07:30", "07:00", "24:00"]
    with place["database"].unit_of_work(write=False) as session:
        row = session.scalars(sa.select(NudgeWishes)).one()
        assert (row.digest_at, row.quiet_until, row.quiet_from) == (450, 420, 1440)
    assert tell.swept(place["database"], "2026-12-09 07:31") == [("Raj", "action_due", 3)]


def test_two_windows_of_ones_own_hours(app: Flask, place: dict[str, Any]) -> None:
    raj = as_(app, place, "Raj Patel")
    first, second = raj.open("/profile/reminders"), raj.open("/profile/reminders")
    assert first.form("Save").fill({"Daily mail at": "10:00"}).submit("Save").status == 200
    assert second.form("Save").fill({"Daily mail at": "11:00"}).submit("Save").status == 409


def test_in_a_chat_for_whoever_has_one(app: Flask, place: dict[str, Any], tell: Any) -> None:
    raj = as_(app, place, "Raj Patel")
    assert "In my chat" not in raj.open("/profile/reminders").text
    with tell.written(place["database"], "2026-12-04 11:00") as session:
        session.add(ChatChannel(person_id=place["Raj Patel"], kind=next(iter(ChatKind)), sealed="-", masked="-"))
        session.flush()
        audit.note(session, machine("test"), "add chat")
    saved = raj.open("/profile/reminders").form("Save").fill({"Where they come": "In my chat"}).submit("Save")
    assert saved.status == 200
    tell.swept(place["database"], "2026-12-09 09:30")
    with place["database"].unit_of_work(write=False) as session:
        message = session.scalars(sa.select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert (message.channel, message.address) == ("chat", "1")

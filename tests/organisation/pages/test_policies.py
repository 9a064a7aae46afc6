"""The pages of a policy set: nothing is stored before the effect was shown, and what was typed stays."""

from __future__ import annotations

from browser import Browser

from kernel.db import Database
from organisation.queries.policy import versions


def test_the_effect_comes_first_then_the_version(browser: Browser, installed: Database) -> None:
    page = browser.open("/settings").click("Small team").click("Change the terms")
    form = page.form("Show the effect").fill({"Length of a session (min)": "45", "Why it changes": "30 was too short"})
    page = form.submit("Show the effect")
    assert "Length of a session: 30 min 45 min" in page.text
    with installed.unit_of_work(write=False) as session:
        assert len(versions(session, "small_team")) == 1
    page = page.form("Store version 2").submit("Store version 2")
    assert page.h1 == "Small team"
    assert "30 was too short" in page.text
    assert "Version 2 of Small team is stored." in page.text
    old = browser.open("/policies/small_team?version=1")
    assert "This is version 1" in old.text
    assert browser.open("/policies/nobodys").status == 404


def test_what_was_typed_stays_when_it_is_refused(browser: Browser) -> None:
    form = browser.open("/policies/small_team/change").form("Show the effect")
    page = form.fill({"Session held within (hours)": "40", "Length of a session (min)": "7"}).submit("Show the effect")
    assert page.status == 422
    assert page.errors == ["Length of a session must be a whole number from 10 to 480"]
    page = page.form("Show the effect").fill({"Length of a session (min)": "30"}).submit("Show the effect")
    assert page.errors == ["The best time must not begin after the session is due"]
    assert page.form("Show the effect").value("Session held within (hours)") == "40"


def test_no_change_is_said(browser: Browser) -> None:
    page = browser.open("/policies/small_team/change").form("Show the effect").submit("Show the effect")
    assert "Nothing differs from version 1." in page.text
    assert page.form("Show the effect").set("do", "save").submit("Show the effect").status in (200, 422)


def test_who_saved_first_is_shown(browser: Browser) -> None:
    forms = [browser.open("/policies/small_team/change").form("Show the effect").fill({"Length of a session (min)": n}) for n in ("45", "60")]
    pages = [form.submit("Show the effect") for form in forms]
    pages[0].form("Store version 2").submit("Store version 2")
    page = pages[1].form("Store version 2").submit("Store version 2")
    assert page.status == 409
    assert "45 min" in page.text
    assert "60 min" in page.text

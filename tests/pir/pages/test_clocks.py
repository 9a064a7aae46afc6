"""The pages of clocks, severity and joining as people use them: what is typed stays, what is done is told."""

from __future__ import annotations

import re

import make
import pytest

from kernel.db import Database


@pytest.fixture
def other(database: Database, team) -> str:
    """A second incident of the same hour and service, not reviewed."""
    with database.unit_of_work() as session:
        service = make.service(session, "Checkout").id
        for ref in ("INC0012345",):
            from incidents.queries.incident import find
            from incidents.service.incident import set_services

            set_services(session, find(session, team.anna, ref), [service])
        made = make.incident(session, team.anna, ref="INC0012346", title="Mobile payments refused", severity=2, service_ids=[service])
        return made.record.ref


def test_a_pause_and_its_end(anna, review):
    page = anna.open(f"/reviews/{review}").click("Pause, extend, or see what happened to the clocks")
    page = page.form("Pause the clocks").submit("Pause the clocks")
    assert (page.status, page.errors) == (422, ["Enter why the clocks are paused"])
    page = page.form("Pause the clocks").fill({"Reason": "The supplier is awaited"}).submit("Pause the clocks")
    assert "Paused by Anna Kowalski. The supplier is awaited" in page.text
    assert re.search("Stands still, 6 h [89] min left", page.text.replace("\xa0", " "))
    assert "Pause the clocks" not in page.text
    assert "stands still" in anna.open("/reviews").text
    assert "Clock stands still" in anna.open("/").text
    assert "clocks stand still" in anna.open("/incidents/INC0012345").text
    page = anna.open(f"/reviews/{review}/clocks").form("Let the clocks run on").submit("Let the clocks run on")
    assert "The clocks run on." in page.text


def test_an_extension_is_approved_by_another(browse, review):
    maya = browse("maya")
    form = maya.open(f"/reviews/{review}/clocks").form("Approve the extension")
    page = form.fill({"Which clock": "Session held", "New date: date": "23 Nov 2026", "New date: time": "15:00", "Asked for by": "Anna Kowalski",
                      "Reason": "Two people are away"}).submit("Approve the extension")  # fmt: skip
    assert page.errors == ["The new date must be later than the present one, and in the future"]
    page = page.form("Approve the extension").fill({"New date: date": "25 Nov 2026"}).submit("Approve the extension")
    assert "Extended: session held until 25 Nov 15:00 by Maya Lindqvist, asked for by Anna Kowalski. Two people are away" in page.text
    assert "Wed 25 Nov, 15:00 · 72 h from restored · first 23 Nov 15:21" in page.text.replace("\xa0", " ")
    assert "Approve the extension" not in browse("anna").open(f"/reviews/{review}/clocks").text


def test_reopened_and_restored_anew(anna, review):
    form = anna.open(f"/reviews/{review}/clocks").form("Record the reopening")
    page = form.fill({"Open again since: date": "22 Nov 2026", "Open again since: time": "10:00", "Reason": "Errors came back"}).submit("Record the reopening")
    assert "so the clocks stand still" in page.text
    form = page.click("set the times").form("Save the times").fill({"Restored: date": "22 Nov 2026", "Restored: time": "11:00"})
    form.submit("Save the times")
    assert "Begun anew from restored 22 Nov 11:00" in anna.open(f"/reviews/{review}/clocks").text


def test_severity_changed_followed_and_judged(anna, review):
    page = anna.open(f"/reviews/{review}").click("Severity in hindsight")
    form = page.form("Record the change").fill({"Became": "P3, moderate", "When: date": "20 Nov 2026", "When: time": "14:31"})
    page = form.submit("Record the change")
    assert "The incident is P3 now, this review is P1" in page.text
    page = anna.open(f"/reviews/{review}").click("Decide whether the review follows")
    page = page.form("Make the review P3").submit("Make the review P3")
    assert "The review is P3 now. The policy asks for no review of it: a problem manager may waive this one." in page.text
    page = page.form("Record what was warranted").fill({"Impact": "High"}).submit("Record what was warranted")
    assert page.errors == ["Enter the reason"]
    page = page.form("Record what was warranted").fill({"Reason": "Half of Europe"}).submit("Record what was warranted")
    assert page.errors == ["Select a severity, or both impact and urgency"]
    page = page.form("Record what was warranted").fill({"Urgency": "High"}).submit("Record what was warranted")
    assert "P1, triaged right. Half of Europe" in page.text
    assert "Assigned P1, then P3, warranted P1 (triaged right)" in anna.open(f"/reviews/{review}").text


def test_an_offered_incident_joins_leads_and_leaves(anna, review, other):
    page = anna.open(f"/reviews/{review}").click("1 incident in this review")
    assert "Checkout, at the same time for 78 min" in page.text
    page = page.form("Join").submit("Join")
    assert "The incident joined the review." in page.text
    page = page.form("Make it the lead").submit("Make it the lead")
    assert f"{other} leads the review." in page.text
    page = page.form("Take it out").submit("Take it out")
    assert "INC0012345 is no longer in this review." in page.text
    page = page.form("Join the incident").fill({"Incident": "INC404"}).submit("Join the incident")
    assert page.errors == ["There is no incident INC404 that you may see"]


def test_two_reviews_are_merged(browse, anna, review, other):
    second = anna.open(f"/incidents/{other}").form("Open a review").submit("Open a review").url.rsplit("/", 1)[-1]
    assert "merge the two" not in anna.open(f"/reviews/{review}/incidents").text
    maya = browse("maya")
    page = maya.open(f"/reviews/{second}/incidents").click("merge the two")
    page = page.form("Merge this review").fill({"Reason": "One outage"}).submit("Merge this review")
    assert page.url == f"/reviews/{review}"
    assert "2 incidents in this review" in page.text
    assert f"This review was merged into {review}" in maya.open(f"/reviews/{second}").text


def test_a_proposal_is_declined_from_home(browse, database, team):
    with database.unit_of_work() as session:
        make.incident(session, team.anna, ref="INC7", title="Statements late", severity=2, times=make.times_of(minutes=190))
    maya = browse("maya")
    page = maya.open("/")
    assert "Reviews proposed by the rule 1" in page.text
    page = page.click("Decline")
    page = page.form("Decline the review").fill({"Reason": "A planned migration"}).submit("Decline the review")
    assert "No review: A planned migration" in page.text
    assert "proposed by the rule" not in maya.open("/").text
    assert browse("anna").open("/reviews/decline/INC7").status == 403

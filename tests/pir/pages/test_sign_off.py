"""Sign-off through the pages: what is missing leads to where it is mended, a second person approves."""

from __future__ import annotations

import make
import sqlalchemy as sa


def press(browser, ref, label):
    return browser.open(f"/reviews/{ref}/sign-off").form(label).submit(label)


def test_what_is_missing_links_to_its_place(anna, review):
    page = anna.open(f"/reviews/{review}/sign-off")
    links = page.links
    assert links["Say what happened and to whom."] == f"/reviews/{review}/story"
    assert links["The session has not been recorded as held."] == f"/reviews/{review}/session"
    assert links["No contributing factor is recorded."] == f"/reviews/{review}/why"
    assert links["No corrective action is recorded."] == f"/reviews/{review}/actions"
    for url in set(links.values()):
        if url.startswith(f"/reviews/{review}/") and not url.endswith(".docx"):
            assert anna.open(url).status == 200, url


def test_submit_approve_publish_amend(browse, review):
    anna, maya = browse("anna"), browse("maya")
    page = press(anna, review, "Submit for approval")
    assert "Submitted for approval." in page.text and "0 of 1 signatures" in page.text
    assert "Approve" not in {b.text for b in page.root.iter("button")}
    page = press(maya, review, "Approve")
    assert "Approved." in page.text and "Maya Lindqvist Problem manager" in page.text
    assert "Published." in press(maya, review, "Publish").text
    page = anna.open(f"/reviews/{review}/sign-off").click("Amend as a new version")
    page = page.form("Amend as a new version").submit("Amend as a new version")
    assert page.errors == ["Enter a reason"]
    page = page.form("Amend as a new version").fill({"Reason": "The count was wrong"}).submit("Amend as a new version")
    assert "A new version has begun." in page.text and "version 2" in page.text


def test_the_submitter_sees_why_they_cannot_approve(browse, database, team, review):
    with database.unit_of_work() as session:
        both = make.person(session, "Olga Both", make.Role.FACILITATOR, make.Role.PROBLEM_MANAGER)
    from browser import Browser

    olga = Browser(browse("anna").app).sign_in_as(both.id)
    page = press(olga, review, "Submit for approval")
    assert "You submitted this review. Somebody else has to approve it." in page.text
    assert "Approve" not in {(b.text or "") for b in page.root.iter("button")}


def test_a_return_carries_its_reason(browse, review):
    anna, maya = browse("anna"), browse("maya")
    press(anna, review, "Submit for approval")
    page = maya.open(f"/reviews/{review}/sign-off").click("Return with a reason")
    page = page.form("Return with a reason").fill({"Reason": "The gap is open"}).submit("Return with a reason")
    assert "Returned to the author." in page.text and "The gap is open" in page.text
    assert anna.open(f"/reviews/{review}/story").status == 200


def test_nobody_signs_what_they_have_not_seen(browse, review, database):
    anna, maya = browse("anna"), browse("maya")
    press(anna, review, "Submit for approval")
    button = maya.open(f"/reviews/{review}/sign-off").form("Approve")
    press(anna, review, "Take back to draft")
    anna.open(f"/reviews/{review}/story").form("Save the story").fill({"Summary": "Other words"}).submit("Save the story")
    press(anna, review, "Submit for approval")
    page = button.submit("Approve")
    assert page.status == 409 and "changed this review after you had opened it" in page.text
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM approval WHERE decision = 'approved'")).scalar() == 0


def test_a_second_press_is_told_what_the_state_is(browse, review):
    anna = browse("anna")
    form = anna.open(f"/reviews/{review}/sign-off").form("Submit for approval")
    form.submit("Submit for approval")
    again = form.submit("Submit for approval")  # the same key: the same answer
    assert "Submitted for approval." in again.text or again.status == 200
    other = anna.open(f"/reviews/{review}/sign-off")
    assert "Submit for approval" not in {b.text for b in other.root.iter("button")}


def test_a_form_outside_draft_leads_back_to_sign_off(browse, review):
    anna = browse("anna")
    open_before = anna.open(f"/reviews/{review}/story").form("Save the story").fill({"Summary": "too late"})
    press(anna, review, "Submit for approval")
    for page in (anna.open(f"/reviews/{review}/story"), open_before.submit("Save the story")):
        assert page.status == 409
        assert f"/reviews/{review}/sign-off" in page.links.values()


def test_waiving_needs_the_problem_manager_and_a_reason(browse, review):
    assert browse("anna").open(f"/reviews/{review}/sign-off").text.count("Waive") == 0
    maya = browse("maya")
    page = maya.open(f"/reviews/{review}/sign-off").click("Waive")
    page = page.form("Waive").fill({"Reason": "A duplicate"}).submit("Waive")
    assert "The review is waived." in page.text and "Waived: A duplicate" in page.text
    assert "Does not count" in maya.open(f"/reviews/{review}").text


def test_the_history_says_who_did_what(browse, review):
    anna = browse("anna")
    anna.open(f"/reviews/{review}/story").form("Save the story").fill({"Summary": "Refused."}).submit("Save the story")
    press(anna, review, "Submit for approval")
    text = anna.open(f"/reviews/{review}/history").text
    assert "Anna Kowalski submitted the review" in text
    assert "Anna Kowalski changed the story Summary: empty → Refused." in text
    assert "Anna Kowalski added to the timeline 20 Nov 14:03 Checkout answered 503" in text
    assert "Anna Kowalski opened the review" in text


def test_an_unknown_step_is_no_page(anna, review):
    assert anna.open(f"/reviews/{review}/explode").status == 404
    assert anna.open(f"/reviews/{review}/submit").url == f"/reviews/{review}/sign-off"

"""The forms of a draft: saved, refused with everything kept, stale with both texts, and "Keep mine"."""

from __future__ import annotations

import pytest


def stale(browse, url, button, mine, theirs):
    """Anna opens the form, Raj saves his, Anna sends hers: the page that she gets."""
    form = browse("anna").open(url).form(button).fill(mine)
    other = browse("raj").open(url).form(button).fill(theirs).submit(button)
    assert other.status == 200, other.text
    return form.submit(button)


def test_story(anna, review):
    form = anna.open(f"/reviews/{review}/story").form("Save the story")
    page = form.fill({"Summary": "Checkout refused everybody.\n\nFor 78 minutes.", "Severity": "P2"}).submit("Save the story")
    assert "The story was saved." in page.text and "For 78 minutes." in page.text
    page = page.browser.open(f"/reviews/{review}/story").form("Save the story").fill({"Title": "", "Summary": "kept"}).submit("Save the story")
    assert (page.status, page.errors) == (422, ["Enter a title"])
    assert page.form("Save the story").value("Summary").strip() == "kept"


def test_a_stale_story_shows_both_and_keep_mine_wins(browse, review):
    page = stale(browse, f"/reviews/{review}/story", "Save the story", {"Summary": "Anna's words"}, {"Summary": "Raj's words"})
    assert page.status == 409 and page.h1 == f"Raj Patel changed {review} while you were editing"
    assert "Anna's words" in page.text and "Raj's words" in page.text
    page = page.form("Keep mine").submit("Keep mine")
    assert page.status == 200 and "Anna's words" in page.text and "Raj's words" not in page.text


def test_impact_rows_errors_and_conflict(browse, review):
    anna = browse("anna")
    form = anna.open(f"/reviews/{review}/impact").form("Save the impact")
    page = form.set("impact-0-measure", "Customers").set("impact-0-value", "").set("impact-5-measure", "").set("impact-5-value", "7").submit("Save the impact")
    assert page.errors == ["Enter a value, for example 41,200 or none", "Enter what was affected"]
    form = page.form("Save the impact")
    assert (form.data["impact-0-measure"], form.data["impact-5-value"]) == ("Customers", "7")
    page = form.set("impact-0-value", "41,200").set("impact-5-measure", "Minutes").submit("Save the impact")
    assert "41,200" in page.text and "Minutes" in page.text

    mine = anna.open(f"/reviews/{review}/impact").form("Save the impact").set("impact-0-value", "40,000")
    browse("raj").open(f"/reviews/{review}/impact").form("Save the impact").set("impact-0-value", "39,000").submit("Save the impact")
    page = mine.submit("Save the impact")
    assert page.status == 409
    assert "about 39,000" in page.text and "about 40,000" in page.text and "Raj Patel changed" in page.text
    page = page.form("Keep mine").submit("Keep mine")
    assert page.status == 200 and "40,000" in page.text


def test_findings_a_line_each(browse, review):
    carl = browse("carl")
    form = carl.open(f"/reviews/{review}/findings").form("Save what was learned")
    page = form.fill({"What went well": "Quick bridge\n\n  Calm room  ", "Where we were lucky": "A spare volume"}).submit("Save what was learned")
    assert [li.text for li in page.root.findall(".//section[@id='learned']//li")] == ["Quick bridge", "Calm room", "A spare volume"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"Restored: time": "14:00"}, "Restored must be after Detected (14:14, 20 Nov)"),
        ({"Restored: time": "26:00"}, "26:00 is not a time. Use 00:00 to 23:59"),
        ({"Detected: date": "25 Oct 2026", "Detected: time": "01:30", "Impact started: date": "24 Oct 2026"},
         "01:30 happened twice on 25 Oct 2026. Was it the first (BST, UTC+1) or the second (GMT)?"),
        ({"Mitigated: date": "", "Mitigated: time": ""}, "Enter the time mitigated, or select “Not known yet”"),
        ({"Mitigated": "Not known yet"}, "Take the time of “Mitigated” out, or select Exact or About"),
    ],
)
def test_times_that_cannot_be(anna, review, typed, said):
    page = anna.open(f"/reviews/{review}/times").form("Save the times").fill(typed).submit("Save the times")
    assert (page.status, page.errors) == (422, [said])
    form = page.form("Save the times")
    assert all(form.value(label) == text for label, text in typed.items() if ":" in label)


def test_times_move_the_clocks(anna, review):
    page = anna.open(f"/reviews/{review}/times").form("Save the times").fill({"Restored: time": "16:21"}).submit("Save the times")
    assert "The times were saved." in page.text and "Mon 23 Nov, 16:21 · 72 h from restored · first 23 Nov 15:21" in page.text


def test_people_from_the_list_and_new(anna, review):
    form = anna.open(f"/reviews/{review}/people").form("Save the people")
    form.set("people-1-name", "Jonas Weber").set("people-1-email", "jonas@example.com").set("people-1-part", "scribe")
    page = form.submit("Save the people")
    assert "Jonas Weber" in page.text and "Scribe" in page.text
    form = anna.open(f"/reviews/{review}/people").form("Save the people")
    page = form.set("people-0-person", "").submit("Save the people")
    assert page.errors == ["A review needs a facilitator"]


def test_session_planned_held_and_warned_about(anna, review, team):
    form = anna.open(f"/reviews/{review}/session").form("Save the plan")
    page = form.fill({"Planned for: date": "27 Nov 2026", "Planned for: time": "13:00"}).submit("Save the plan")
    assert "The session is planned. That is 6 days 22 h after restored, later than the policy asks for." in page.text
    form = page.form("Record the session").fill({"Held on: date": "24 Nov 2026", "Held on: time": "13:00"})
    page = form.submit("Record the session")
    assert page.errors == ["The time the session was held must not be in the future"]
    form = page.form("Record the session").fill({"Held on: date": "23 Nov 2026", "Held on: time": "09:00", "Who was there": ["Anna Kowalski"]})
    page = form.submit("Record the session")
    assert "The session is recorded as held." in page.text
    overview = anna.open(f"/reviews/{review}")
    assert "Held 23 Nov 09:00" in overview.text and "1 person" in overview.text
    page = anna.open(f"/reviews/{review}/session").form("The pre-read has gone out").submit("The pre-read has gone out")
    assert "sent 23 Nov" in page.text


def test_a_session_without_a_time(anna, review):
    page = anna.open(f"/reviews/{review}/session").form("Record the session").submit("Record the session")
    assert page.errors == ["Enter when the session was held"]


def test_the_marking(browse, review):
    anna = browse("anna")
    page = anna.open(f"/reviews/{review}/classification").form("Save the classification").fill({"How is this review marked?": "Restricted"}).submit("Save the classification")
    assert "The classification was changed." in page.text
    assert browse("maya").open(f"/reviews/{review}").status == 404
    assert browse("maya").open("/incidents/INC0012345").status == 404


def test_every_form_refuses_a_missing_token(anna, review):
    for part in ("story", "impact", "findings", "times", "people", "classification", "session/plan", "session/held", "session/pre-read",
                 "timeline", "timeline/paste", "timeline/paste/add", "timeline/gap", "timeline/1/edit", "timeline/1/remove", "submit"):
        assert anna.post(f"/reviews/{review}/{part}", {"version": "1"}).status == 400, part


def test_known_measures_need_no_words_and_a_regulator_is_told(browse, review):
    anna = browse("anna")
    form = anna.open(f"/reviews/{review}/impact").form("Save the impact")
    kinds = [form.data[f"impact-{n}-kind"] for n in range(5)]
    assert kinds == ["users", "transactions", "money", "service_level", "data"]
    page = form.set("impact-2-value", "420,000").set("regulator-reportable", "yes").set("regulator-authority", "Central bank").set(
        "regulator-report_due_at-date", "24 Nov 2026").set("regulator-report_due_at-time", "25:00").submit("Save the impact")
    assert page.status == 422 and "25:00" in page.errors[0]
    page = page.form("Save the impact").set("regulator-report_due_at-time", "14:00").submit("Save the impact")
    assert "Money lost or paid" in page.text and "420,000" in page.text
    assert "Reportable to Central bank" in page.text and "24 Nov 2026, 14:00" in page.text
    assert "Users affected" not in page.text  # a row that says nothing is left out

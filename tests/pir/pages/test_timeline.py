"""Entries, gaps and their answers."""

from __future__ import annotations


def add(browser, ref, **typed):
    return browser.open(f"/reviews/{ref}/timeline").form("Add the entry").fill({"Time: time": "14:30", "What happened": "Found it", **typed}).submit("Add the entry")


def test_an_entry_is_added_on_the_day_of_the_incident(anna, review):
    page = add(anna, review, Who="Raj", Evidence="https://logs.example.com/x")
    assert "The entry was added." in page.text
    assert "14:30 Diagnosis Found it Raj E 2" in page.text
    assert "https://logs.example.com/x" in anna.open(page.links["E 2"]).links


def test_the_same_entry_twice_is_one(anna, review, counted):
    add(anna, review)
    before = counted()
    assert "Nothing was added twice" in add(anna, review).text
    assert counted() == before


def test_a_double_sending_is_one_entry(anna, review, counted):
    form = anna.open(f"/reviews/{review}/timeline").form("Add the entry").fill({"Time: time": "14:30", "What happened": "Found it"})
    form.submit("Add the entry")
    before = counted()
    form.submit("Add the entry")
    assert counted() == before


def test_wrong_entries_keep_what_was_typed(anna, review, counted):
    before = counted()
    for typed, said in [
        ({"Time: time": "25:99"}, "25:99 is not a time. Use 00:00 to 23:59"),
        ({"Time: time": ""}, "Enter the time, for example 14:03 or 1403"),
        ({"Time: date": "29 Mar 2026", "Time: time": "01:30"}, "01:30 did not exist on 29 Mar 2026; clocks went from 01:00 to 02:00."),
        ({"What happened": ""}, "Enter what happened"),
        ({"Until: time": "14:10"}, "The end must be after the start"),
    ]:
        page = add(anna, review, **typed)
        assert (page.status, page.errors) == (422, [said])
        form = page.form("Add the entry")
        assert all(form.value(label).strip() == text for label, text in typed.items())
    assert counted() == before


def test_an_entry_is_changed_and_a_stale_one_shows_both(browse, review):
    anna, raj = browse("anna"), browse("raj")
    page = anna.open(f"/reviews/{review}/timeline")
    url = next(u for u in page.links.values() if u.endswith("/edit"))
    mine = anna.open(url).form("Save the entry").fill({"What happened": "Anna's words"})
    assert "The entry was saved." in raj.open(url).form("Save the entry").fill({"What happened": "Raj's words", "Time: time": "14:04"}).submit("Save the entry").text
    page = mine.submit("Save the entry")
    assert page.status == 409 and "Raj's words" in page.text and "Anna's words" in page.text
    page = page.form("Keep mine").submit("Keep mine")
    assert "Anna's words" in page.text and "Raj's words" not in page.text and "14:03 Undetected" in page.text


def test_an_entry_is_taken_out_after_a_question(anna, review, counted):
    before = counted()["timeline_entry"]
    page = anna.open(f"/reviews/{review}/timeline")
    edit = next(u for u in page.links.values() if u.endswith("/edit"))
    page = anna.open(edit).click("Take it out")
    assert page.h1 == "Take this entry out of the timeline?" and counted()["timeline_entry"] == before
    assert "The entry was taken out." in page.form("Take it out").submit("Take it out").text
    assert counted()["timeline_entry"] == before - 1


def test_a_gap_is_answered_with_one_press_or_in_words(anna, review):
    page = anna.open(f"/reviews/{review}/timeline")
    page = page.form("Nobody knows").submit("Nobody knows")
    assert "1 h 1 min with no entry, until 15:19. Nobody knows what happened in this time" in page.text
    page = page.click("Change the explanation")
    assert page.h1 == "What happened between 14:18 and 15:19?"
    page = page.form("Explain the gap").fill({"What is known of this time": ""}).submit("Explain the gap")
    assert page.errors == ["Enter what is known of this time, or select “Nobody knows”"]
    page = page.form("Explain the gap").fill({"What is known of this time": "The vendor was on the phone"}).submit("Explain the gap")
    assert "until 15:19. The vendor was on the phone" in page.text
    assert "Explain the gaps Completed" in anna.open(f"/reviews/{review}").text


def test_a_gap_that_is_none(anna, review):
    assert anna.open(f"/reviews/{review}/timeline/gap?from=2026-11-20T14:00:00Z").status == 404
    assert anna.open(f"/reviews/{review}/timeline/gap").status == 404


def test_adding_what_happened_begins_at_the_gap(anna, review):
    page = anna.open(f"/reviews/{review}/timeline").click("Add what happened")
    form = page.form("Add the entry")
    assert (form.value("Time: date"), form.value("Time: time")) == ("20 Nov 2026", "14:18")


def test_markup_in_an_entry_stays_text(anna, review):
    page = add(anna, review, **{"What happened": '<script>alert(1)</script> & "quotes"'})
    assert "<script>alert(1)</script>" in page.text


def test_an_update_to_stakeholders_is_a_communication(anna, review, counted):
    before = counted()
    page = add(anna, review, **{"Update to stakeholders": "initial", "For whom": "customers"})
    assert page.status == 422 and counted() == before
    assert page.errors == ["Only a communication has this. Select the kind Communication, or leave this empty"]
    page = page.form("Add the entry").fill({"Kind": "communication", "Channel": "Status page"}).submit("Add the entry")
    assert "The entry was added." in page.text
    assert "At P1 the policy asks for a first update within 30 min of detection" in page.text
    assert "Customers 1 16 min after detection" in page.text and "nobody was told" in page.text
    url = next(u for u in page.links.values() if u.endswith("/edit") and "Found it" in anna.open(u).text)
    form = anna.open(url).form("Save the entry")
    assert (form.value("Update to stakeholders"), form.value("For whom"), form.value("Channel")) == ("initial", "customers", "Status page")

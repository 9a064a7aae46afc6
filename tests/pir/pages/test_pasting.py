"""A pasted ticket: guessed, shown, mended, and stored only then. The same for a chat in the timeline."""

from __future__ import annotations

from io import BytesIO

TICKET = """INC0099887: SEV-1 Online banking sign-in refused for all customers

14:03 sign-in answers 500
14:07 alert from the login probe
14:09 page acknowledged
we looked at the wrong dashboard
25:99 nonsense
14:44 sign-in restored
"""
CHAT = "14:05 first\n14:20 second\nno time here\n14:40 third"


def pasted(browser, text=TICKET, day="20 Nov 2026"):
    form = browser.open("/reviews/paste").form("Show what was understood")
    return form.fill({"Chat or ticket": text, "The day of the first line": day}).submit("Show what was understood")


def in_timeline(browser, ref, text=CHAT):
    form = browser.open(f"/reviews/{ref}/timeline/paste").form("Show what was understood")
    return form.fill({"Chat or ticket": text}).submit("Show what was understood")


def test_the_preview_guesses_and_stores_nothing(anna, counted):
    before = counted()
    page = pasted(anna)
    form = page.form("Open the review")
    assert form.value("Title") == "Online banking sign-in refused for all customers"
    assert form.data["severity"] == "1" and form.value("Incident reference") == "INC0099887"
    times = {n: form.data[f"{n}-at-time"] for n in ("occurred", "detected", "acknowledged", "mitigated", "restored")}
    assert times == {"occurred": "14:03", "detected": "14:07", "acknowledged": "14:09", "mitigated": "", "restored": "14:44"}
    assert form.data["occurred-precision"] == "about"
    assert "4 of 7 lines understood" in page.text
    assert "No time was found in this line" in page.text and "25:99 is not a time" in page.text
    assert counted() == before


def test_opened_with_its_entries(anna, counted):
    page = pasted(anna).form("Open the review").submit("Open the review")
    assert page.h1 == "Online banking sign-in refused for all customers"
    assert counted()["timeline_entry"] == 4
    assert "sign-in answers 500" in page.text and "wrong dashboard" not in page.text


def test_an_unread_line_is_mended_in_place(anna, counted):
    form = pasted(anna).form("Open the review")
    row = next(n for n in range(9) if form.data.get(f"entries-{n}-raw") == "we looked at the wrong dashboard")
    page = form.set(f"entries-{row}-at", "20 Nov 2026 14:20").submit("Open the review")
    assert "we looked at the wrong dashboard" in page.text and counted()["timeline_entry"] == 5


def test_a_wrong_correction_is_said_at_its_line_and_all_is_kept(anna, counted):
    form = pasted(anna).form("Open the review")
    page = form.set("entries-2-at", "20 Nov 2026 26:00").set("title", "My own title").submit("Open the review")
    assert page.status == 422 and page.errors == ["26:00 is not a time. Use 00:00 to 23:59"]
    again = page.form("Open the review")
    assert again.data["title"] == "My own title" and again.data["entries-2-at"] == "20 Nov 2026 26:00"
    assert "wrong dashboard" in page.text
    assert counted()["review"] == 0


def test_a_line_can_be_left_out(anna, counted):
    form = pasted(anna).form("Open the review")
    form.data.setlist("entries-1-leave_out", ["false", "true"])
    form.submit("Open the review")
    assert counted()["timeline_entry"] == 3


def test_an_empty_paste_and_a_wrong_day(anna):
    page = pasted(anna, "  ", "someday")
    assert page.errors == ["Paste the chat or the ticket", '"someday" is not a date. Enter it with its year, for example 20 Nov 2026']
    assert page.form("Show what was understood").value("The day of the first line") == "someday"


def test_text_without_any_time_still_opens_a_review(anna):
    page = pasted(anna, "P2: Card payments slow")
    assert "0 of 1 line understood" in page.text
    page = page.form("Open the review").fill({"Impact started: date": "20 Nov 2026", "Impact started: time": "14:03"}).submit("Open the review")
    assert page.h1 == "Card payments slow"


def test_into_the_timeline(anna, review, counted):
    before = counted()
    page = in_timeline(anna, review)
    assert "3 of 4 lines understood" in page.text and counted() == before
    page = page.form("Add 3 entries").submit("Add 3 entries")
    assert "3 entries were added." in page.text and counted()["timeline_entry"] == before["timeline_entry"] + 3


def test_the_same_paste_again_adds_nothing_and_says_so(anna, review, counted):
    in_timeline(anna, review).form("Add 3 entries").submit("Add 3 entries")
    before = counted()
    page = in_timeline(anna, review, CHAT + "\n14:50 fourth")
    assert "3 of them stand in the timeline already" in page.text
    page = page.form("Add 1 entry").submit("Add 1 entry")
    assert "1 entry was added. 3 lines were there already." in page.text
    assert counted()["timeline_entry"] == before["timeline_entry"] + 1
    page = in_timeline(anna, review).form("Add 0 entries").submit("Add 0 entries")
    assert "No entry was added. 3 lines were there already." in page.text


def test_the_hour_that_came_twice_keeps_its_offset(anna, review):
    form = anna.open(f"/reviews/{review}/timeline/paste").form("Show what was understood")
    page = form.fill({"Chat or ticket": "01:30 GMT second half\n01:30 no word", "The day of the first line": "25 Oct 2026"}).submit("Show what was understood")
    shown = page.form("Add 1 entry")
    assert shown.data["entries-0-at"] == "2026-10-25 01:30:00+00:00"
    assert "01:30 happened twice on 25 Oct 2026" in page.text
    assert "1 entry was added" in shown.submit("Add 1 entry").text


def test_the_hour_that_came_twice_is_chosen_in_its_place(anna, review):
    form = anna.open(f"/reviews/{review}/timeline/paste").form("Show what was understood")
    page = form.fill({"Chat or ticket": "01:30 which of them", "The day of the first line": "25 Oct 2026"}).submit("Show what was understood")
    assert "01:30, the second (UTC+00:00)" in page.text
    page = page.form("Add 0 entries").set("entries-0-at", "2026-10-25 01:30:00+00:00").submit("Add 0 entries")
    assert "1 entry was added" in page.text
    assert "01:30" in page.text and "which of them" in page.text


def test_a_line_that_tells_of_an_update_is_proposed_as_one(anna, review):
    page = in_timeline(anna, review, "14:30 Status page set to Investigating\n14:40 all clear\n14:50 x")
    form = page.form("Add 3 entries")
    assert (form.data["entries-0-update_kind"], form.data["entries-0-audience"]) == ("initial", "customers")
    form.set("entries-1-update_kind", "")
    page = form.submit("Add 3 entries")
    assert "Customers 1 16 min after detection" in page.text


def test_lines_behind_a_fence_in_a_fence_wait_for_a_tick(anna, review, counted):
    page = in_timeline(anna, review, "14:05 a\n\n```\n```bash\nls\n```\n14:20 b")
    assert "Line 4 opens a block of code inside another" in page.text
    form = page.form("Add 1 entry")
    assert form.data["entries-2-at"].endswith("14:20") or form.data["entries-1-at"].endswith("14:20") or "14:20" in str(form.data)
    assert "1 entry was added" in form.submit("Add 1 entry").text


def test_a_file_takes_the_place_of_the_text(anna, review, counted):
    form = anna.open(f"/reviews/{review}/timeline/paste").form("Show what was understood")
    form.set("file", (BytesIO("time,what\n14:05,é\n".encode("cp1252")), "chat.csv"))
    page = form.submit("Show what was understood")
    assert "1 of 1 line understood" in page.text
    assert "1 entry was added" in page.form("Add 1 entry").submit("Add 1 entry").text
    form.set("file", (BytesIO(b"\x89PNG\x00"), "chat.png"))
    page = form.submit("Show what was understood")
    assert page.errors == ["This file is not a text. Select a text, Markdown, CSV, JSON or HTML file"]


def test_what_the_text_says_of_its_zone_is_offered(anna, review):
    page = in_timeline(anna, review, "All times in PST\n06:05 a")
    assert "Line 1 says “All times in PST”. Times that name no zone were read in Europe/London." in page.text
    page = page.form("Read them in America/Los_Angeles").submit("Read them in America/Los_Angeles")
    assert "Line 1 says" not in page.text
    assert "1 entry was added" in page.form("Add 1 entry").submit("Add 1 entry").text


def test_more_lines_than_can_be_added_are_refused_at_once(anna, review, counted):
    before = counted()
    text = "\n".join(f"14:{n % 60:02} line {n}" for n in range(2001))
    page = in_timeline(anna, review, text)
    assert page.status == 422
    assert page.errors == ["This text has 2,001 lines for the timeline, and 2,000 can be added at a time. Paste it in parts"]
    assert page.form("Show what was understood").value("Chat or ticket").strip().count("\n") == 2000 and counted() == before


def test_a_line_of_ten_thousand_characters_and_controls(anna, review, counted):
    page = in_timeline(anna, review, "14:06 " + "x" * 10_000 + "\n14:07 a\x0b\x1b[0mb")
    page = page.form("Add 2 entries").submit("Add 2 entries")
    assert (page.status, page.errors) == (422, ["What happened must be 2,000 characters or fewer"])
    form = page.form("Add 2 entries")
    assert len(form.data["entries-0-text"].strip()) == 10_000
    page = form.set("entries-0-text", "x").submit("Add 2 entries")
    assert "2 entries were added" in page.text and "a[0mb" in page.text

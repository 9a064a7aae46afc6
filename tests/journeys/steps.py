"""The steps of a review through its web forms, each written once. ``desk`` is the person's browser, ``ref`` the review."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from journeys import outage as told
from journeys.desk import Desk
from journeys.outage import Outage
from playwright.sync_api import expect


def find_review(desk: Desk, outage: Outage) -> str:
    """Opened by rule: it stands in the list; answers its reference."""
    desk.open("/reviews")
    row = desk.page.get_by_role("row", name=outage.title)
    desk.click(row.get_by_role("link", name=re.compile(r"^PIR-\d{4}-\d{4}$")))
    return desk.page.url.rsplit("/", 1)[-1]


def open_from_incident(desk: Desk, outage: Outage) -> str:
    """History opens no review by rule: a person presses the button on the incident's page."""
    desk.open(f"/incidents/{outage.number}")
    desk.press("Open a review")
    assert "/reviews/PIR-" in desk.page.url
    return desk.page.url.split("/reviews/")[1].split("?")[0]


def import_in_browser(desk: Desk, file: Path) -> None:
    desk.open("/incidents/import")
    desk.page.get_by_label("The export").set_input_files(file)
    desk.write({"Time zone of the times in the file": "UTC"})
    desk.press("Show what it holds")
    desk.told("nothing is stored yet")
    desk.press("Import 2 incidents")


def name_people(desk: Desk, ref: str) -> None:
    desk.open(f"/reviews/{ref}/people")
    rows = desk.page.get_by_role("group", name=re.compile(r"^Person \d"))
    free = [n for n in range(rows.count()) if not rows.nth(n).get_by_label("Person", exact=True).input_value()]
    parts = {rows.nth(n).get_by_label("Part", exact=True).input_value() for n in range(rows.count()) if n not in free}
    if "facilitator" not in parts:
        row = rows.nth(free.pop(0))
        row.get_by_label("Person", exact=True).select_option("Anna Kowalski")
        row.get_by_label("Part", exact=True).select_option("Facilitator")
    row = rows.nth(free.pop(0))
    row.get_by_label("Person", exact=True).select_option("Raj Patel")
    row.get_by_label("Part", exact=True).select_option("Participant")
    desk.press("Save the people")


def paste_timeline(desk: Desk, outage: Outage, ref: str) -> None:
    """Paste, look at the preview, and only then store; pasting again adds nothing."""
    desk.open(f"/reviews/{ref}/timeline/paste")
    day = outage.at(-11)
    desk.write({"Chat or ticket": outage.pasted(), "The day of the first line": f"{day.day} {day:%b %Y}", "Time zone": outage.zone})
    desk.press("Show what was understood")
    desk.told("Nothing is stored yet")
    desk.press(f"Add {len(told.LINES)} entries")
    desk.open(f"/reviews/{ref}/timeline")
    for _, text in told.LINES:
        desk.told(text)


def set_milestones(desk: Desk, outage: Outage, ref: str) -> None:
    desk.open(f"/reviews/{ref}/times")
    for name, minute in told.MILESTONES.items():
        desk.moment(name, outage.at(minute))
    desk.press("Save the times")


def tell_story(desk: Desk, ref: str) -> None:
    desk.open(f"/reviews/{ref}/story")
    desk.page.get_by_text("More to tell").click()
    desk.write(told.STORY)
    desk.press("Save the story")
    desk.open(f"/reviews/{ref}/impact")
    what, value, unit, source = told.IMPACT
    desk.box("Kind").first.select_option("other")
    for label, text in {"What": what, "Value": value, "Unit": unit, "Source": source}.items():
        desk.box(label).first.fill(text)
    desk.press("Save the impact")
    desk.open(f"/reviews/{ref}/findings")
    desk.write(told.FINDINGS)
    desk.press("Save what was learned")


FIELDS = {"control": "Which control should have caught it?", "control_state": "The control",
          "stop_reason": "If the path ends here, why?", "confidence": "How sure are we?"}


def explain(desk: Desk, ref: str) -> None:
    """The event, then cause by cause with "Why?", then the questions of how they combine."""
    desk.open(f"/reviews/{ref}/why")
    link = desk.page.get_by_role("link", name=re.compile("^(Describe the event|Change)$")).first
    desk.click(link)
    desk.write({"The event to explain": told.EVENT})
    desk.press("Save the event")
    for cause in told.CAUSES:
        _add_cause(desk, cause)
    while desk.page.locator("form.ask").count():
        ask = desk.page.locator("form.ask").first
        ask.get_by_label("Yes, each was needed").check()
        desk.click(ask.get_by_role("button", name="Save answer"))
    desk.told("because both had to be true")
    expect(desk.page.locator("main")).not_to_contain_text("Not decided: did all")


def _add_cause(desk: Desk, cause: told.Cause) -> None:
    ladder = desk.page.locator(".ladder")
    name = "Add a cause" if cause.effect is None else f"Why? Add a cause of: {cause.effect}"
    desk.click(ladder.get_by_role("link", name=name, exact=True).first)
    desk.write({"What had to be true?": cause.statement})
    if cause.more:
        for key, value in cause.more:
            if key == "control":
                desk.box(FIELDS[key]).fill(value)
            elif key == "confidence":
                desk.choose(FIELDS[key], value.capitalize())
            else:
                desk.box(FIELDS[key]).select_option(value)
        desk.group("Timeline entries that show it").get_by_label(re.compile("Log volume found")).check()
    desk.press("Save the cause")


def agree_actions(desk: Desk, ref: str) -> None:
    for deed in told.ACTIONS:
        desk.open(f"/reviews/{ref}/actions")
        desk.follow("Add an action")
        due = datetime.now(UTC) + timedelta(days=deed.days)
        desk.write({"What will be done": deed.title, "Due date": f"{due.day} {due:%b %Y}",
                    "How we will know that it worked": deed.measure})
        desk.box("Owner").select_option(label=deed.owner)
        desk.group("What it acts on").get_by_label(deed.factor).select_option(label=deed.effect)
        desk.choose("Strength", deed.strength)
        desk.press("Add the action")
    desk.open(f"/reviews/{ref}/actions")
    for deed in told.ACTIONS:
        desk.told(deed.title)


def record_session(desk: Desk, ref: str) -> None:
    desk.open(f"/reviews/{ref}/session")
    held = datetime.now(UTC) - timedelta(hours=1)
    desk.moment("Held on", held)
    desk.choose("Who was there", "Raj Patel")
    desk.press("Record the session")


def sign(desk: Desk, ref: str, button: str, answer: str) -> None:
    desk.open(f"/reviews/{ref}/sign-off")
    desk.press(button)
    desk.told(answer)


def download_report(desk: Desk, ref: str, folder: Path) -> Path:
    desk.open(f"/reviews/{ref}/sign-off")
    with desk.page.expect_download(timeout=90_000) as waiting:  # the first one is laid out to learn its page numbers
        desk.page.get_by_role("link", name="Word report").first.click(timeout=90_000)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path

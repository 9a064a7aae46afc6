"""The page of a template: order by buttons, nothing lost, no script needed."""

from __future__ import annotations


def names(page):
    """The parts as the form shows them, in their order."""
    found = {e.get("name"): e.get("value") for e in page.root.iter("input")}
    return [found[f"parts-{n}-key"] for n in range(11)]


def test_order_by_buttons_then_saved(browse):
    maya = browse("maya")
    page = maya.open("/templates/short")
    before = names(page)
    form = page.form("Save the template").fill({"Name": "Short and sweet"})
    page = form.submit("Up: Impact")
    assert names(page)[:2] == [before[1], before[0]]
    assert page.form("Save the template").value("Name") == "Short and sweet"  # typed, and not saved yet
    assert "Short review" in maya.open("/templates").text
    page = page.form("Save the template").submit("Save the template")
    assert "The template was saved." in page.text and "Short and sweet" in page.text and "version 2" in page.text


def test_what_is_wrong_is_said_at_its_row(browse):
    maya = browse("maya")
    page = maya.open("/templates/short")
    page = page.form("Save the template").set("agenda-0-minutes", "many").submit("Save the template")
    assert page.status == 422 and page.errors == ["Enter the minutes, a whole number from 1 to 240"]


def test_the_second_to_save_is_told_and_loses_nothing(browse):
    maya = browse("maya")
    first, second = maya.open("/templates/full"), maya.open("/templates/full")
    first.form("Save the template").fill({"Name": "One"}).submit("Save the template")
    page = second.form("Save the template").fill({"Name": "Two"}).submit("Save the template")
    assert page.status == 409 and "Somebody saved version 2" in page.text
    assert page.form("Save the template").value("Name") == "Two"
    assert "version 3" in page.form("Save the template").submit("Save the template").text


def test_others_read(browse):
    anna = browse("anna")
    assert "Walk the timeline" in anna.open("/templates").text
    assert anna.open("/templates/short").status == 403

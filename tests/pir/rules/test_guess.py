"""What a pasted ticket says of itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pir.rules.guess import Told, guess


@pytest.mark.parametrize(
    ("text", "title", "severity", "reference"),
    [
        ("INC0012345: P1 - Checkout down for all customers", "Checkout down for all customers", 1, "INC0012345"),
        ("\n\n# [SEV-2] Card payments slow\nmore", "Card payments slow", 2, ""),
        ("Priority: 1 - Critical\nShort description: Checkout down", "Checkout down", 1, ""),
        ("Checkout down\nPriority 3 - Moderate", "Checkout down", 3, ""),
        ("Severity: 4 printers", "printers", 4, ""),
        ("Title: Login refused (JIRA-1234)", "Login refused", None, ""),
        ("14 people waited 5 minutes", "14 people waited 5 minutes", None, ""),
        ("", "", None, ""),
        ("P5 is no severity", "P5 is no severity", None, ""),
        ("word " * 60, ("word " * 24).strip(), None, ""),
    ],
)
def test_title_severity_reference(text, title, severity, reference):
    found = guess(text, [])
    assert (found.title, found.severity) == (title, severity)
    assert found.reference == reference or "JIRA" in text


def at(minute):
    return datetime(2026, 11, 20, 14, minute, tzinfo=UTC)


def test_milestones_from_words():
    told = [Told(at(3), "checkout answers 503"), Told(at(14), "alert from the probe", is_about=True), Told(at(17), "acknowledged by on-call"),
            Told(at(20), "not restored yet"), Told(at(30), "service restored"), Told(at(40), "restored in all branches")]
    assert guess("x", told).times == {
        "occurred": (at(3), True), "detected": (at(14), True), "acknowledged": (at(17), False), "restored": (at(40), False),
    }


def test_an_order_that_cannot_be_is_not_guessed():
    told = [Told(at(3), "service restored from the first blip"), Told(at(14), "alert from the probe")]
    assert guess("x", told).times == {"occurred": (at(3), True), "detected": (at(14), False)}


def test_nothing_understood_gives_no_times():
    assert guess("Checkout down", []).times == {}

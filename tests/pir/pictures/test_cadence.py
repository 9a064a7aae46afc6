"""The drawing of updates: lanes, marks, long silences; a document from before has none."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from pir.pictures import cadence

DOCUMENT: dict[str, Any] = {
    "zone": "Europe/London",
    "incidents": [{"lead": True, "times": {"detected": {"at": "2026-11-20T14:14:00Z", "precision": "exact"}, "restored": {"at": "2026-11-20T15:21:00Z", "precision": "exact"}}}],
    "timeline": {"entries": [], "gaps": [], "phases": []},
    "communications": {
        "target": {"first_minutes": 30, "every_minutes": 60},
        "updates": [{"at": "2026-11-20T14:19:00Z", "kind": "initial", "audience": "customers"}, {"at": "2026-11-20T15:28:00Z", "kind": "all_clear", "audience": "customers"}],
        "audiences": [{
            "audience": "customers", "count": 2, "first_at": "2026-11-20T14:19:00Z", "first_minutes": 5, "first_late": False, "all_clear_at": "2026-11-20T15:28:00Z",
            "all_clear_missing": False, "kept": False, "silences": [{"from": "2026-11-20T14:19:00Z", "until": "2026-11-20T15:21:00Z", "minutes": 62, "long": True}],
        }],
    },
}  # fmt: skip


@pytest.mark.parametrize("paper", [False, True])
def test_what_is_drawn(paper: bool) -> None:
    picture = cadence.draw(DOCUMENT, paper=paper)
    assert picture is not None
    said = {text.text for text in ET.fromstring(picture.svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {"Customers", "Detected 14:14", "Restored 15:21", "62 min", "First update", "All-clear"} <= said
    assert picture.title == "Updates to stakeholders to scale: customers 2"
    assert len(picture.text) == 2 and picture.text[0].endswith("14:19: First update, customers")


def test_nothing_to_draw() -> None:
    assert cadence.draw({**DOCUMENT, "communications": {"target": None, "updates": [], "audiences": []}}) is None
    assert cadence.draw({key: value for key, value in DOCUMENT.items() if key != "communications"}) is None

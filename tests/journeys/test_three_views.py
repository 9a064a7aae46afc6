"""A published outage worked through in all three views of its causes, and what the graph then says, checked by hand.

The text is PostHog's postmortem of 29 September 2025 (``shared/data/postmortems``, MIT). Its own words about the cause: a
database timeout lowered from 1 s to 300 ms (T) while person ingestion saturated the writer database (S); read-only flags
depended on that writer although they did not need it (R); so pods could not connect and crashed (P); retries without backoff
or circuit breaker multiplied the attempts (A); probes kept crash-looping pods in rotation (H). Under its lessons it says that
the coupling of read and write made a needless common failure domain: had the writer stopped (W), the read-only flags would
have gone with it.

    outage = any of: N, D        N = all of: P, A, H        P = all of: T, S, R        D = all of: W, R

By hand: N gives T·S·R·A·H and D gives W·R; neither holds the other, so these two are the minimal combinations. On the day all
of T, S, R, A, H were true and W was not: the first is what happened (5 things together), the second lacked only W. R stands
in both, alone enough to stop everything; no single event brings it down. With T out and checked, the first is stopped; with
R on its way, the second is being fixed and rests on that one action; nothing is left open.
While nobody has said how the two branches combine, and "any" would leave them apart but "all" would join them, nothing is
certain: as "all" the only combination would be T·S·R·A·H·W, which did not happen.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from journeys import report, steps
from journeys.api_steps import Api
from journeys.conftest import ANNA, MAYA
from journeys.desk import Desk
from playwright.sync_api import expect
from server import Installation

pytestmark = [pytest.mark.browser, pytest.mark.office]

TEXT = "posthog__2025-09-29-flags-is-down.md"
EVENT = "78% of flag requests in the US answered 504, 16:58 to 18:46 UTC"
N, P = "No healthy pod was left to answer", "Pods could not open a database connection and crashed"
T, S = "The connection timeout was 300 ms", "Person ingestion saturated the writer database"
R, A = "Read-only flags shared the connections of the writer", "Retries without backoff multiplied the attempts"
H, D, W = "Probes kept crash-looping pods in rotation", "Every flag lost its database at once", "The writer database stopped"
#: title, strength, the cause it eliminates
ACTIONS = (
    ("Move connection timeouts to runtime configuration and raise them", "engineer", T),
    ("Separate connection pools for reading and writing", "eliminate", R),
    ("Add circuit breakers with exponential backoff", "engineer", A),
    ("Set liveness and readiness probes that remove failing pods within seconds", "engineer", H),
)


def test_three_views(installation: Installation, address: str, desk_of: Any, shared: Path, tmp_path: Path) -> None:
    text = (shared / "data" / "postmortems" / TEXT).read_text(encoding="utf-8")
    api = Api(address, installation.token(ANNA))
    ref = _review(api)
    anna = desk_of(ANNA)
    _timeline(anna, ref, text)
    _whys(anna, ref)
    _fishbone(anna, ref)
    _tree(anna, ref)
    _nothing_is_certain(anna)
    _decide(anna, ref)
    _a_word_that_disagrees(anna, ref)
    _what_happened(anna, ref)
    _actions(api, Api(address, installation.token(MAYA)), ref)
    _what_is_stopped(anna, ref)
    _undo(anna, ref)
    _drawn(anna, ref, tmp_path)
    _reported(anna, ref, tmp_path)


def _review(api: Api) -> str:
    moments = {"occurred": "16:58", "detected": "17:25", "restored": "18:46"}
    made = api.send("POST", "/reviews", {
        "title": "Feature flags down in the US", "severity": 1, "zone": "UTC", "services": ["Feature flags"],
        **{name: {"at": f"2025-09-29T{time}:00+00:00"} for name, time in moments.items()},
    })
    return str(made["document"]["review"]["ref"])


def _timeline(desk: Desk, ref: str, text: str) -> None:
    """The section as it is published, pictures, log lines and all: eight entries (``postmortems_gold.json``)."""
    desk.open(f"/reviews/{ref}/timeline/paste")
    section = text.split("## Timeline")[1].split("## Root Cause")[0]
    desk.write({"Chat or ticket": section, "The day of the first line": "29 Sep 2025", "Time zone": "UTC"})
    desk.press("Show what was understood")
    desk.press("Add 8 entries")


def _whys(desk: Desk, ref: str) -> None:
    """The event, and the longest path in one go; then evidence for what was changed at 17:02."""
    desk.open(f"/reviews/{ref}/why")
    desk.click(desk.page.get_by_role("link", name=re.compile("^(Describe the event|Change)$")).first)
    desk.write({"The event to explain": EVENT})
    desk.press("Save the event")
    desk.open(f"/reviews/{ref}/why/why/several?effect=focus")
    desk.page.locator("textarea").first.fill(f"{T} => {P} => {N}\n{S} => {P}\n{R} => {P}")
    desk.press("Add them")
    desk.click(desk.page.get_by_role("link", name=_about("Change", T)))
    desk.group("Timeline entries that show it").get_by_label(re.compile("17:02")).check()
    desk.choose("How sure are we?", "Confirmed")
    desk.press("Save the cause")
    _answer(desk, P, "Yes, each was needed")


def _answer(desk: Desk, effect: str, words: str) -> None:
    """The question that stands in the ladder itself."""
    rung = desk.page.locator("li", has=desk.page.get_by_text(effect, exact=True)).locator("form.ask").first
    rung.get_by_label(words).check()
    desk.click(rung.get_by_role("button", name="Save answer"))


def _about(words: str, statement: str) -> re.Pattern[str]:
    """The name of a link that says to a screen reader what it is about."""
    return re.compile(rf"^{re.escape(words)} ?: {re.escape(statement)}$")


def _fishbone(desk: Desk, ref: str) -> None:
    """Two more causes, each added to its bone; both led to no healthy pod, not straight to the event."""
    for bone, statement in (("Technology and design", A), ("Monitoring and detection", H)):
        desk.follow("Fishbone")
        desk.click(desk.page.get_by_role("link", name=_about("Add to this bone", bone)))
        desk.write({"What had to be true?": statement})
        desk.press("Save the cause")
        assert "/fishbone" in desk.page.url, "back in the view that one came from"
        item = desk.page.locator(f"li:has-text('{statement}')").first
        item.locator("summary").first.click()
        desk.click(item.get_by_role("group", name=statement).get_by_role("link", name="Links"))
        desk.click(desk.page.get_by_role("link", name=re.compile("^Check or move")).first)
        desk.page.get_by_label("It led to").or_(desk.page.locator("select[name=to]")).first.select_option(label=N)
        desk.press("Save the link")


def _tree(desk: Desk, ref: str) -> None:
    """The branch that nobody saw on the day; R stands in both. What did not happen says so."""
    desk.follow("Fault tree")
    _node(desk, "Add a cause of the event", D)
    _node(desk, f"Why? Add a cause of: {D}", W, state="Did not happen")
    desk.open(f"/reviews/{ref}/why/why/several?effect=focus&view=fault_tree")
    desk.page.locator("textarea").first.fill(f"{R} => {D}")
    desk.press("Add them")
    assert "/fault-tree" in desk.page.url


def _node(desk: Desk, link: str, statement: str, state: str = "") -> None:
    desk.click(desk.page.get_by_role("link", name=link, exact=True).first)
    desk.write({"What had to be true?": statement})
    if state:
        desk.choose("On the day", state)
    desk.press("Save the cause")
    assert "/fault-tree" in desk.page.url


def _nothing_is_certain(desk: Desk) -> None:
    main = desk.page.locator("main")
    expect(main).to_contain_text("None is certain while it is not decided how the causes combine.")
    expect(main).to_contain_text("Not decided: did all causes of")


def _decide(desk: Desk, ref: str) -> None:
    """In the tree's own outline: N and D need all of theirs, the event either."""
    for effect, words in ((N, "Yes, each was needed"), (D, "Yes, each was needed"), (EVENT, "No, either would have been enough")):
        desk.click(desk.page.get_by_role("link", name=_about("Decide", f"how the causes of “{effect}” combine")))
        desk.choose("How do they combine?", words)
        desk.press("Save the answer")
        assert "/fault-tree" in desk.page.url


def _a_word_that_disagrees(desk: Desk, ref: str) -> None:
    """D was left at "happened" although W did not, and D needs both: a finding, never overwritten (decision 14)."""
    desk.told(f"“{D}” is recorded as “happened”; by its causes it did not.")
    desk.click(desk.page.get_by_role("link", name=_about("Change", D)))
    desk.choose("On the day", "Did not happen")
    desk.press("Save the cause")
    expect(desk.page.locator("main")).not_to_contain_text("One of them is not right")


def _what_happened(desk: Desk, ref: str) -> None:
    table = desk.page.get_by_role("region", name="Combinations")
    rows = [row.inner_text().split("\n")[0] for row in table.locator("tbody tr").all()]
    assert len(rows) == 2
    by_length = {row.locator("span[title]").count(): row for row in table.locator("tbody tr").all()}
    assert {n: sorted(x.get_attribute("title") for x in row.locator("span[title]").all()) for n, row in by_length.items()} == {
        5: sorted([T, S, R, A, H]), 2: sorted([W, R]),
    }
    expect(by_length[5]).to_contain_text("what happened")
    expect(by_length[2]).to_contain_text("one step from happening")
    desk.open(f"/reviews/{ref}/why")
    for sentence in (
        "Five things together brought this down", f"it lacked only “{W}”", "No single event is enough on its own",
    ):
        desk.told(sentence)
    assert _tally(desk) == ["0", "0", "2"]
    closing = desk.page.locator(".answers .stack", has_text="What would close the rest")
    expect(closing.get_by_role("link", name=R, exact=True)).to_have_count(1)


def _tally(desk: Desk) -> list[str]:
    """Stopped, being fixed, still open."""
    return [box.inner_text() for box in desk.page.locator("dl.tally dd").all()]


def _actions(anna: Api, maya: Api, ref: str) -> None:
    """Raj does all four; the first is done, and Maya has checked it."""
    people = {p["name"]: p["id"] for p in anna.send("GET", "/people")}
    factors = {f["statement"]: f["id"] for f in anna.read(ref)["document"]["analysis"]["questions"][0]["causes"]["factors"]}
    due = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    made = [
        anna.send("POST", "/actions", {
            "source": ref, "title": title, "owner": people["Raj Patel"], "due": due, "strength": strength, "measure": "Shown by a test",
            "factors": [{"factor": factors[cause], "effect": "eliminates"}],
        })["ref"]
        for title, strength, cause in ACTIONS
    ]
    maya.send("POST", f"/actions/{made[0]}/transitions/claim_done", {"claim": "Timeouts are settings now, 1 s", "evidence": "Pull request 39133"})
    maya.send("POST", f"/actions/{made[0]}/transitions/verify", {})


def _what_is_stopped(desk: Desk, ref: str) -> None:
    desk.open(f"/reviews/{ref}/why")
    assert _tally(desk) == ["1", "1", "0"]
    desk.told("One combination rests on one action only")
    expect(desk.page.locator(".answers")).not_to_contain_text("What would close the rest")


def _undo(desk: Desk, ref: str) -> None:
    """A slip of the hand, and back: the answers follow both ways."""
    desk.click(desk.page.get_by_role("link", name=_about("Change", W)))
    desk.choose("On the day", "Happened")
    desk.press("Save the cause")
    desk.told("Two combinations")
    desk.click(desk.page.get_by_role("button", name="Undo"))
    desk.told("Five things together brought this down")
    desk.told(f"it lacked only “{W}”")


def _drawn(desk: Desk, ref: str, folder: Path) -> None:
    """Every statement stands in each drawing, whole; the tree says what was true and what stands twice."""
    for view in ("why", "why/why/fishbone", "why/why/fault-tree"):
        desk.open(f"/reviews/{ref}/{view}")
        desk.page.screenshot(path=str(folder / f"{view.replace('/', '-')}.png"), full_page=True)
        drawing = " ".join(" ".join(t.split()) for t in desk.page.locator("figure svg text").all_text_contents())
        words = re.sub(r"\s+", " ", drawing)
        missing = [s for s in (N, P, T, S, R, A, H, D, W) if not all(word in words for word in s.split())]
        assert missing == [] or view.endswith("fishbone"), (view, missing)
    expect(desk.page.locator("figure svg").first).to_contain_text("×2")
    expect(desk.page.locator("figure svg").first).to_contain_text("did not happen")


def _reported(desk: Desk, ref: str, folder: Path) -> None:
    path = steps.download_report(desk, ref, folder)
    assert report.faults_of(path) == []
    words = report.words_of(path)
    assert [s for s in (EVENT, N, P, T, S, R, A, H, D, W, *(a[0] for a in ACTIONS)) if s not in words] == []
    drawn = [shape for shape in Document(str(path)).inline_shapes if shape.width > 0]
    assert len(drawn) >= 3, "timeline, fishbone and fault tree"
    assert 4 <= report.pages_of(path, folder) <= 14

"""The overview: one page from the document, the same for the frozen version; links only for those who may."""

from __future__ import annotations

import re

import make
from sqlalchemy import event as sa_event

from kernel.db import Database
from pir.queries.document import document
from pir.queries.review import find
from pir.service.content import set_findings, set_impact
from pir.service.lifecycle import transition


def statements(database: Database, act) -> int:
    """How many SQL statements ``act`` sends."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    sa_event.listen(database.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        sa_event.remove(database.engine, "before_cursor_execute", note)
    return len(sent)


def test_everything_of_the_document_stands_on_the_page(anna, review, database, team):
    with database.unit_of_work() as session:
        row = find(session, team.anna, review)
        set_impact(session, team.anna, review, row.record.version, [{"measure": "Customers refused", "value": "41,200", "precision": "about", "source": "gateway"}])
        set_findings(session, team.anna, review, row.record.version, {"well": ["Bridge was quick"], "badly": [], "lucky": ["A spare volume"]})
        make.factor(session, team.anna, row, "The log volume filled")
        shown = document(session, row)
    page = anna.open(f"/reviews/{review}")
    for text in ("Customers refused", "41,200", "Bridge was quick", "A spare volume", "INC0012345", "Anna Kowalski", *(e["text"] for e in shown["timeline"]["entries"])):
        assert text in page.text, text
    assert page.text.count("61 min with no entry") >= 1
    assert "What happened between 14:18 and 15:19?" in page.text
    assert "Fri 20 Nov 2026, 14:03 to 15:21 GMT" in page.text
    assert [e.get("aria-current") for e in page.root.iter("a") if e.text == "Overview"] == ["page"]


def test_the_steps_follow_what_is_there(anna, review, browse):
    page = anna.open(f"/reviews/{review}")
    steps = page.root.findall(".//ol[@class='tasks']/li")
    words = {"".join(li.itertext()).strip() for li in steps}
    assert "Say what happened and to whomNot yet started" in words
    assert "Bring in the chat and the ticketsCompleted5 entries" in words
    assert "Explain the gapsNot yet started0 of 1 explained" in words
    assert len(steps) == 10  # a short review: seven parts, of which the timeline is three steps, and submitting


def test_clocks_say_what_they_count_from(anna, review):
    text = anna.open(f"/reviews/{review}").text
    assert "Session held 6 h 9 min left Mon 23 Nov, 15:21 · 72 h from restored" in re.sub(r"\s+", " ", text)
    assert "4 working days left Fri 27 Nov, 15:21 · 5 working days from restored" in text
    assert "Pre-read sent Passed by 17 h 51 min Sun 22 Nov, 15:21 · 24 h before the last time for the session" in text


def test_a_viewer_reads_and_is_offered_no_change(browse, review):
    page = browse("vera").open(f"/reviews/{review}")
    assert page.status == 200
    assert not [url for url in page.links.values() if url.rsplit("/", 1)[-1] in {"impact", "findings", "people", "classification"}]
    for part in ("impact", "people", "findings", "times", "session", "classification", "timeline/paste"):
        assert browse("vera").open(f"/reviews/{review}/{part}").status == 403, part


def test_restricted_and_absent_are_one_answer(database, browse, team, review):
    with database.unit_of_work() as session:
        hidden = make.review(session, team.anna, classification="restricted", title="Secret matter").record.ref
    raj = browse("raj")
    absent = "PIR-2026-0999"
    for part in ("", "/timeline", "/sign-off", "/history", "/impact", "/actions", "/edition/1", "/submit"):
        one, other = raj.open(f"/reviews/{hidden}{part}"), raj.open(f"/reviews/{absent}{part}")
        assert (one.status, other.status) == (404, 404), part
        plain = [re.sub(r'(value|nonce|content|hx-headers:inherited)="[^"]*"|hx-headers:inherited=\'[^\']*\'', "", p.html).replace(hidden, "REF").replace(absent, "REF") for p in (one, other)]
        assert plain[0] == plain[1], part
    assert "Secret matter" not in raj.open("/reviews").html
    assert "Secret matter" in browse("anna").open("/reviews").html


def test_a_frozen_version_stays_as_it_was(database, anna, review, team):
    with database.unit_of_work() as session:
        transition(session, team.anna, review, "submit")
        transition(session, team.maya, review, "approve")
        transition(session, team.anna, review, "amend", reason="The title was wrong")
    form = anna.open(f"/reviews/{review}/story").form("Save the story")
    form.fill({"Title": "Another title"}).submit("Save the story")
    assert anna.open(f"/reviews/{review}").h1 == "Another title"
    frozen = anna.open(f"/reviews/{review}/edition/1")
    assert frozen.h1 == "Checkout and card payments down for every customer"
    assert "as it was frozen on" in frozen.text and "Edit" not in frozen.text
    assert "Approved Maya Lindqvist" in frozen.text and "Nobody has signed yet" not in frozen.text
    assert anna.open(f"/reviews/{review}/edition/2").status == 404


def test_the_list_filters_pages_and_says_when_it_is_empty(database, anna, browse, team):
    assert "No reviews yet." in anna.open("/reviews").text
    with database.unit_of_work() as session:
        for number in range(3):
            make.review(session, team.anna, severity=number + 1, title=f"Outage {number}")
        make.approved(session, team.raj, team.maya, title="Signed")
    assert "4 reviews" in anna.open("/reviews").text
    assert "1 review" in anna.open("/reviews?state=approved").text and "Signed" in anna.open("/reviews?state=approved").text
    assert "Outage 1" in anna.open("/reviews?severity=2").text and "Outage 0" not in anna.open("/reviews?severity=2").text
    assert "Signed" not in anna.open("/reviews?mine=1").text
    assert "No review fits this filter." in anna.open("/reviews?state=waived").text
    assert anna.open("/reviews?state=nonsense&severity=9&page=x").status == 200
    assert "6 h 9 min" in anna.open("/reviews").text


def test_statements_do_not_grow_with_the_rows(database, anna, team, review):
    def fill(times: int) -> None:
        with database.unit_of_work() as session:
            row = find(session, team.anna, review)
            for number in range(times):
                make.factor(session, team.anna, row, f"Factor {times} {number}")
            make.add_entries(session, team.anna, review, [
                make.NewEntry(make.at(f"2026-11-20 14:{m:02}"), f"Entry {times} {m}", "Europe/London", evidence=(f"log {times} {m}",)) for m in range(20, 20 + times)
            ])
            for number in range(times):
                make.review(session, team.anna, title=f"More {times} {number}")

    for part in ("", "/timeline", "/sign-off", "/actions", "/history"):
        anna.open(f"/reviews/{review}{part}")  # warm: compiled statements, the seen mark of the cookie
    fill(2)
    pages = [f"/reviews/{review}{part}" for part in ("", "/timeline", "/sign-off", "/actions", "/history", "/timeline/paste")] + ["/reviews"]
    few = [statements(database, lambda url=url: anna.open(url)) for url in pages]
    fill(12)
    many = [statements(database, lambda url=url: anna.open(url)) for url in pages]
    assert dict(zip(pages, few, strict=True)) == dict(zip(pages, many, strict=True))

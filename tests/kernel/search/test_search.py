"""The index follows the writes, and shows nobody what is not theirs; on both databases."""

from __future__ import annotations

import make
import pytest
import sqlalchemy as sa

import wiring
from actions.service.add import add_action
from kernel import audit
from kernel.db import Database
from kernel.permission import machine
from kernel.search import asked, jump, rebuild, search
from kernel.search.index import SearchText
from pir.service import content
from pir.service.attachments import attach, remove_piece
from pir.service.timeline import NewEntry, add_entries, of_review, remove_entry


@pytest.fixture(autouse=True)
def _wired():
    wiring.connect()


def told(database: Database, actor, typed: str, **more) -> list[tuple[str, str]]:
    with database.unit_of_work(write=False) as session:
        return [(hit.source, hit.title) for hit in search(session, actor, asked(typed), **more).hits]


def counts(database: Database, actor, typed: str) -> dict[str, int]:
    with database.unit_of_work(write=False) as session:
        return dict(search(session, actor, asked(typed)).counts)


@pytest.fixture
def anna(database: Database):
    with database.unit_of_work() as session:
        return make.facilitator(session)


@pytest.fixture
def ref(database: Database, anna):
    with database.unit_of_work() as session:
        return make.review(session, anna, title="Übergabe der Kasse failed").record.ref


def test_the_index_follows_what_is_written(database: Database, anna, ref: str) -> None:
    assert ("review", "Übergabe der Kasse failed") in told(database, anna, "ubergabe kas")
    with database.unit_of_work() as session:
        version = session.execute(sa.text("SELECT version FROM record WHERE ref = :r"), {"r": ref}).scalar()
        content.edit_story(session, anna, ref, version, {"title": "Till handover failed", "summary": "Nobody could pay for the quagmire."})
    assert told(database, anna, "ubergabe") == [("incident", "Übergabe der Kasse failed")]
    assert told(database, anna, "quagmire") == [("review", "Till handover failed")]
    with database.unit_of_work() as session:
        content.set_findings(session, anna, ref, version + 1, {"well": ["The zeppelin held"], "badly": [], "lucky": []})
    assert told(database, anna, "zeppelin") == [("review", "Till handover failed")]
    with database.unit_of_work() as session:
        content.set_findings(session, anna, ref, version + 2, {"well": [], "badly": [], "lucky": []})
    assert told(database, anna, "zeppelin") == []


def test_parts_of_a_review(database: Database, anna, ref: str) -> None:
    with database.unit_of_work() as session:
        review = next(iter(session.scalars(sa.select(wiring.pir.models.Review))))
        add_entries(session, anna, ref, [NewEntry(make.at("2026-11-20 14:40"), "Quokka escaped", "UTC", actor="zoo keeper")])
        make.factor(session, anna, review, "The quokka pen was open")
        attach(session, anna, ref, files=[make.attachment("quokka.png")])
        add_action(session, anna, ref, {"title": "Lock the quokka pen"})
    found = told(database, anna, "quokka")
    assert sorted(found) == [("action", "Lock the quokka pen"), ("entry", "Quokka escaped"), ("evidence", "quokka.png"), ("factor", "The quokka pen was open")]
    assert told(database, anna, "zoo keep") == [("entry", "Quokka escaped")]
    assert told(database, anna, '"quokka pen"', source="factor") == [("factor", "The quokka pen was open")]
    with database.unit_of_work(write=False) as session:
        hits = {hit.source: hit.address for hit in search(session, anna, asked("quokka")).hits}
        entry = next(e for e in of_review(session, review.id) if e.text == "Quokka escaped")
    assert hits == {
        "action": "/actions/ACT-0001", "entry": f"/reviews/{ref}/timeline#entry-{entry.id}", "evidence": f"/reviews/{ref}/evidence#evidence-1",
        "factor": f"/reviews/{ref}/why/why#FAC-0001",
    }
    with database.unit_of_work() as session:
        remove_entry(session, anna, ref, entry.id, entry.version)
        remove_piece(session, anna, ref, 1, 1)
    assert counts(database, anna, "quokka") == {"action": 1, "factor": 1}


def test_what_is_rolled_back_is_not_found(database: Database, anna, ref: str) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work() as session:
        add_entries(session, anna, ref, [NewEntry(make.at("2026-11-20 14:40"), "Quokka", "UTC")])
        raise RuntimeError
    assert told(database, anna, "quokka") == []


TYPED = {
    "every word": ("kasse failed", True), "and not": ("kasse mended", False), "prefix": ("uberg", True), "not the middle": ("asse", False),
    "accents": ("ÜBERGABE", True), "phrase": ('"der kasse"', True), "phrase in other order": ('"kasse der"', False),
    "phrase is whole words": ('"der kass"', False), "and a word": ('"der kasse" fail', True),
}


@pytest.mark.parametrize(("typed", "is_found"), TYPED.values(), ids=TYPED)
def test_what_is_typed(database: Database, anna, ref: str, typed: str, is_found: bool) -> None:
    assert bool(told(database, anna, typed, source="review")) is is_found


ODD = ['"', "*", "a*", "NEAR(a b)", "title:x", "a OR b", "NOT", "AND", "a AND", "(", "^a", "{a b}:c", "'; DROP TABLE record;--", "a:*", "!a", "a & b", "<->",
       "\\", "%", "_", "'''", "’", "\ud800", "\x00", "🔥", "日本語", "x" * 1000, "a " * 500, "1e400", "12e3x", "-5", "0x1f", "a\x00b", "é́́", "ﬁ"]


@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_is_an_error(database: Database, anna, ref: str, typed: str) -> None:
    told(database, anna, typed)
    with database.unit_of_work(write=False) as session:
        jump(session, anna, asked(typed))


def test_numbers_and_ids_are_found_as_they_were_written(database: Database, anna, ref: str) -> None:
    texts = ["db-primary-01 lost 12e3x", "Host 10.2.3.4 and CHG0051207", "HTTP/503 at https://x.example.com/a?b=1", "5xx 1e400"]
    with database.unit_of_work() as session:
        add_entries(session, anna, ref, [NewEntry(make.at(f"2026-11-20 15:0{n}"), text, "UTC") for n, text in enumerate(texts)])
    for typed, text in (("primary-01", texts[0]), ("12e3x", texts[0]), ("10.2.3.4", texts[1]), ("chg0051", texts[1]), ("http/503", texts[2]),
                        ("x.example.com/a", texts[2]), ("5xx", texts[3]), ("1e400", texts[3])):
        assert told(database, anna, typed, source="entry") == [("entry", text)], typed


def test_a_reference_leads_straight_to_its_record(database: Database, anna, ref: str) -> None:
    with database.unit_of_work() as session:
        review = session.scalars(sa.select(wiring.pir.models.Review)).one()
        factor = make.factor(session, anna, review, "The pen was open")
    with database.unit_of_work(write=False) as session:
        assert jump(session, anna, asked(f"  {ref.lower()} ")) == f"/reviews/{ref}"
        assert jump(session, anna, asked(factor)) == f"/reviews/{ref}/why/why#{factor}"
        assert jump(session, anna, asked("PIR-2026-9999")) is None


def test_an_outsider_finds_and_counts_nothing(database: Database, anna) -> None:
    with database.unit_of_work() as session:
        hidden = make.review(session, anna, title="Quokka down", classification="restricted")
        make.factor(session, anna, hidden, "The quokka pen was open")
        attach(session, anna, hidden.record.ref, files=[make.attachment("quokka.png")])
        add_entries(session, anna, hidden.record.ref, [NewEntry(make.at("2026-11-20 14:40"), "Quokka seen", "UTC")])
        add_action(session, anna, hidden.record.ref, {"title": "Lock the quokka pen"})
        vera, ref = make.viewer(session), hidden.record.ref
    assert counts(database, anna, "quokka") == {"review": 1, "incident": 1, "action": 1, "factor": 1, "entry": 1, "evidence": 1}
    assert (counts(database, vera, "quokka"), told(database, vera, ref)) == ({}, [])
    with database.unit_of_work(write=False) as session:
        assert (jump(session, anna, asked(ref)), jump(session, vera, asked(ref))) == (f"/reviews/{ref}", None)


def test_a_review_that_becomes_restricted_is_gone_for_outsiders(database: Database, anna, ref: str) -> None:
    from pir.rules.marking import Classification
    from pir.service.people import classify

    with database.unit_of_work() as session:
        vera = make.viewer(session)
    assert told(database, vera, "kasse")
    with database.unit_of_work() as session:
        version = session.execute(sa.text("SELECT version FROM record WHERE ref = :r"), {"r": ref}).scalar()
        classify(session, anna, ref, version, Classification.RESTRICTED)
    assert told(database, vera, "kasse") == []


def test_paging_and_order(database: Database, anna, ref: str) -> None:
    with database.unit_of_work() as session:
        add_entries(session, anna, ref, [NewEntry(make.at(f"2026-11-20 15:{n:02}"), f"quokka {n}", "UTC") for n in range(45)])
    pages = [told(database, anna, "quokka", offset=offset) for offset in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 20, 5]
    titles = [title for page in pages for _, title in page]
    assert titles == [f"quokka {n}" for n in reversed(range(45))]


def test_a_rebuild_writes_what_the_writes_wrote(database: Database, anna, ref: str) -> None:
    with database.unit_of_work() as session:
        review = session.scalars(sa.select(wiring.pir.models.Review)).one()
        make.factor(session, anna, review, "The pen was open")
        attach(session, anna, ref, files=[make.attachment()])
    assert rows(database) == rebuilt(database)


def rows(database: Database) -> set[tuple]:
    columns = (SearchText.source, SearchText.source_id, SearchText.record_id, SearchText.place, SearchText.title, SearchText.body)
    with database.unit_of_work(write=False) as session:
        return {tuple(row) for row in session.execute(sa.select(*columns))}


def rebuilt(database: Database) -> set[tuple]:
    with database.unit_of_work() as session:
        rebuild(session)
        audit.note(session, machine("test"), "rebuild")
    return rows(database)

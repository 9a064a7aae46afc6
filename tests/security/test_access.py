"""Every route, every role, every part in a record, open and restricted: each cell tried on real data (S4)."""

from __future__ import annotations

import pytest

from tests.security.access import ALLOWED, SIGN_IN, Row, expected
from tests.security.cells import TABLE, knock, word_of
from tests.security.doors import Doors
from tests.security.test_requests import contents as stored
from tests.security.world import PARTS, ROLES

PEOPLE: tuple[str | None, ...] = (None, *ROLES, *PARTS)
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def test_every_route_has_a_row_and_every_row_a_route(doors: Doors) -> None:
    routes = {(m, rule.rule) for rule in doors.app.url_map.iter_rules() for m in (rule.methods or ()) if m not in {"HEAD", "OPTIONS"}}
    rows = {(row.method, row.rule) for row in TABLE}
    assert sorted(routes - rows) == [], "write a row in tests/security/access_*.py for each of these"
    assert sorted(rows - routes) == [], "these rows have no route any more"


def contents(doors: Doors) -> dict[str, tuple[object, ...]]:
    """All that is stored, but for the access log."""
    return {table: facts for table, facts in stored(doors).items() if table != "record_access"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_row(doors: Doors, row: Row) -> None:
    found, wanted, built = {}, {}, contents(doors)
    doors.changed()
    for scope in ("open", "restricted") if row.on else ("open",):
        for who in PEOPLE:
            answer = knock(doors, row, who, scope)
            word = word_of(answer, row)
            answer.close()
            changed = doors.changed()
            if changed and row.method in UNSAFE:
                if word != ALLOWED:
                    word += ", and something was written"
                doors.put_back()
            elif changed:
                # those who may read a restricted record are written down in its access log, and nowhere else
                is_logged = scope == "restricted" and word == ALLOWED and contents(doors) == built
                word += "" if is_logged else ", and a read wrote something"
            found[scope, who], wanted[scope, who] = word, expected(row, who, scope)
    wrong = {cell: (found[cell], "expected " + wanted[cell]) for cell in found if found[cell] != wanted[cell]}
    assert not wrong, "\n".join(f"{cell}: {words}" for cell, words in wrong.items())


def test_the_four_words_are_told_apart() -> None:
    """The law of the table on one row, written out: nobody can bend ``expected`` unseen."""
    row = next(r for r in TABLE if (r.method, r.rule) == ("POST", "/reviews/<ref>/story"))
    cells = {
        ("open", None): SIGN_IN, ("open", "viewer"): "forbidden", ("open", "administrator"): "forbidden",
        ("open", "facilitator"): ALLOWED, ("open", "as_scribe"): ALLOWED, ("open", "as_observer"): "forbidden",
        ("restricted", None): SIGN_IN, ("restricted", "administrator"): "absent", ("restricted", "problem_manager"): "absent",
        ("restricted", "facilitator"): "absent", ("restricted", "as_action_owner"): "absent", ("restricted", "as_scribe"): ALLOWED,
        ("restricted", "as_observer"): "forbidden",
    }  # fmt: skip
    assert {cell: expected(row, who, scope) for cell in cells for scope, who in [cell]} == cells

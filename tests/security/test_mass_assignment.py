"""Every column of every model sent to every form and every body: what the form does not list is not written (S14).

The change is made twice from the same world: with the fields of the form, and with all other columns beside them.
Both leave the same rows, column by column, or the second is refused and leaves none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from kernel.db import Base
from tests.security.access import Row
from tests.security.cells import TABLE, facts_of, knock, url_of
from tests.security.doors import Doors
from tests.security.test_requests import somebody

NO_FIELDS = {
    "/api/v1/actions/import",  # a table: a column with a known name is a fact, and tests/actions shows which are read
    "/sign-in", "/sign-in/demo", "/sign-out", "/profile/password",
    "/api/v1/incidents/import",  # a table: every column is kept with the row, and one with a known name is a fact
}
#: What is refused for everybody (422, for want of a second review in the world) writes nothing whatever is sent.
UNSAFE = [row for row in TABLE if row.method != "GET" and row.rule not in NO_FIELDS and row.status != 422]
#: Random by their nature; everything else has to be equal.
RANDOM = {("account", "password_hash"), ("api_token", "token_hash"), ("chat_channel", "sealed"), ("hook", "sealed"), ("message", "key"), ("message", "message_id"), ("audit_entry", "mac"), ("audit_head", "mac")}

#: The page on which a form stands, where that is another one than the address it is sent to.
STANDS_ON = {
    "/people/<int:person_id>/deputies": "/people/<int:person_id>", "/release/<path:ref>": "/hold/<path:ref>",
    "/people/<int:person_id>/password": "/people/<int:person_id>", "/people/<int:person_id>/back": "/people/<int:person_id>",
    "/profile/tokens": "/profile", "/profile/tokens/<int:token_id>/revoke": "/profile",
    "/teams/<int:team_id>/chat/test": "/teams/<int:team_id>/chat", "/teams/<int:team_id>/chat/remove": "/teams/<int:team_id>/chat",
    "/messages/<int:number>/again": "/messages", "/messages/<int:number>/give-up": "/messages",
    **{f"/reviews/<ref>/clocks/{act}": "/reviews/<ref>/clocks" for act in ("pause", "resume", "extend", "reopened")},
    **{f"/reviews/<ref>/severity/{act}": "/reviews/<ref>/severity" for act in ("warranted", "changes", "follow", "keep")},
    "/calendars/<int:calendar_id>/default": "/calendars",
    "/reviews/<ref>/session/plan": "/reviews/<ref>/session", "/reviews/<ref>/session/held": "/reviews/<ref>/session",
    "/reviews/<ref>/session/pre-read": "/reviews/<ref>/session", "/reviews/paste/open": "/reviews/new",
    "/reviews/<ref>/comments/<int:thread_id>/reply": "/reviews/<ref>/comments",
    "/reviews/<ref>/comments/<int:thread_id>/<any(resolve,carry,reopen):act>": "/reviews/<ref>/comments",
    "/reviews/<ref>/timeline/paste/add": "/reviews/<ref>/timeline/paste", "/reviews/of/<path:incident_ref>": "/reviews/new",
    "/reporting-codes/<code>/<any(up,down,retire,restore):act>": "/reporting-codes/<code>",
    "/reviews/<ref>/why/<question>/import/add": "/reviews/<ref>/why/<question>/import",
    **{f"/causes/<ref>/{act}": "/causes/<ref>" for act in ("retire", "bring-back")},
    "/reviews/<ref>/why/dismissals/<int:dismissal_id>/restore": "/reviews/<ref>/why",
    "/actions/meeting/decide": "/actions/meeting", "/actions/views": "/actions",
    "/reviews/<ref>/why/factors/<factor_ref>/unlink": "/reviews/<ref>/why/factors/<factor_ref>/links",
    "/reviews/<ref>/why/factors/<factor_ref>/reinstate": "/reviews/<ref>/why/factors/<factor_ref>/refute",
    **{f"/reviews/<ref>/why/{at}": "/reviews/<ref>/why/<question>" for at in ("factors/<factor_ref>/place", "factors/<factor_ref>/category", "<question>/undo")},
}  # fmt: skip


def columns() -> dict[str, Any]:
    """Each column's name with a value that its type takes and that nobody of the world has."""
    values: dict[str, Any] = {}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            values[column.name] = _value(column)
    values.update(id=2, roles=["administrator"], role="administrator", scope="restricted", state="approved", person_id=9, actor_id=9)
    return values


def _value(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.Enum):
        return kind.enums[-1]
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Integer | sa.Float):
        return 7
    if isinstance(kind, sa.Date):
        return "2031-05-05"
    return "2031-05-05T05:05:05Z" if column.name.endswith("_at") or column.name == "at" else "Mass assigned"


COLUMNS = columns()
DESCRIBED: dict[str, Any] = {}
#: Fields that a form hides while they cannot be changed; sending one is refused, and tests/actions shows how.
REFUSED = {"/actions/<ref>/edit": {"due"}, "/profile/reminders": {"channel"}}
#: Hidden fields of a page that is reached by sending a form only.
SENT_ON = {"/reviews/<ref>/why/<question>/import/add": {"source", "effect"}}


def listed(doors: Doors, row: Row) -> set[str]:
    """The names that the form on the page shows, or that the published description of the API lists."""
    if row.rule.startswith("/api/"):
        return _of_the_api(doors, row) | _top(row.body or {})
    page = next((r for r in TABLE if r.method == "GET" and r.rule == STANDS_ON.get(row.rule, row.rule) and r.path.get("step_name") == row.path.get("step_name")), None)
    names = _top(row.form) | REFUSED.get(row.rule, set()) | SENT_ON.get(row.rule, set())
    if page is not None:
        html = doors.send(somebody(row), "GET", url_of(page, facts_of(doors, page, somebody(row), "open"))).get_data(as_text=True)
        names |= {name.split("-")[0] for name in re.findall(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"', html)}
    return names


def _top(body: Any) -> set[str]:
    return {str(name).split("-")[0] for name in body}


def _of_the_api(doors: Doors, row: Row) -> set[str]:
    if not DESCRIBED:
        DESCRIBED.update(doors.app.test_client().get("/api/v1/openapi.json").get_json())
    described = DESCRIBED
    path = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", row.rule)
    operation = described["paths"][path][row.method.lower()]
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return set(schema.get("properties", {}))


def rows_of(doors: Doors) -> dict[str, list[dict[str, Any]]]:
    """All that is stored, without what is random. The sealed bytes of the audit trail are part of it."""
    found = {}
    for table in Base.metadata.tables.values():
        names = [c.name for c in table.columns if (table.name, c.name) not in RANDOM]
        quoted = ", ".join(f'"{name}"' for name in names)  # a column may have the name of a word of SQL
        select = f"SELECT {quoted} FROM {table.name} ORDER BY rowid"
        found[table.name] = [dict(zip(names, row, strict=True)) for row in doors.watch.exec_driver_sql(select)]
    return found


@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: row.id)
def test_only_what_is_listed_is_written(doors: Doors, row: Row) -> None:
    before = rows_of(doors)
    known = listed(doors, row)
    more = {name: value for name, value in COLUMNS.items() if name not in known}
    assert len(more) > 60, "the columns are sent"
    with knock(doors, row, somebody(row)) as answer:
        assert answer.status_code == row.status
    wanted = rows_of(doors)
    doors.put_back()
    greedy = _with(row, more)
    with knock(doors, greedy, somebody(row)) as answer:
        status, text = answer.status_code, answer.get_data(as_text=True)
    stored = rows_of(doors)
    doors.put_back()
    if status == 422:
        assert row.rule.startswith("/api/"), "a form ignores what it does not list"
        assert stored == before
    else:
        assert status == row.status, text[-800:]
        assert _differences(wanted, stored) == []


def _with(row: Row, more: dict[str, Any]) -> Row:
    if row.rule.startswith("/api/"):
        return replace(row, body={**more, **(row.body or {})})
    as_text = {name: value if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value) for name, value in more.items()}
    return replace(row, form={**as_text, **row.form})


def _differences(wanted: dict[str, Any], stored: dict[str, Any]) -> list[str]:
    found = []
    for table, rows in wanted.items():
        if len(rows) != len(stored[table]):
            found.append(f"{table}: {len(rows)} rows became {len(stored[table])}")
            continue
        for one, other in zip(rows, stored[table], strict=True):
            found += [f"{table}.{c}: {one[c]!r} became {other[c]!r}" for c in one if one[c] != other[c]]
    return found


@pytest.mark.parametrize("name", ["state", "scope", "policy_id", "edition", "guard_id", "steward_id"])
def test_the_comparison_sees_a_column_that_was_written(doors: Doors, name: str) -> None:
    """The proof that ``_differences`` bites: one column of one row changed by hand."""
    before = rows_of(doors)
    table = "record" if name in {"scope", "guard_id", "steward_id"} else "review"
    with doors.database.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = 1")
        value = "'approved'" if name == "state" else "'restricted'" if name == "scope" else "2"
        connection.exec_driver_sql(f"UPDATE {table} SET {name} = {value} WHERE id = (SELECT min(id) FROM {table})")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = 0")
    after = rows_of(doors)
    doors.put_back()
    assert [d.split(":")[0] for d in _differences(before, after)] == [f"{table}.{name}"]

"""Every route: no change without a CSRF token, none by a read, none by a cookie in the API; headers on every answer (S15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.security.access import ALLOWED, Row, expected
from tests.security.cells import TABLE, facts_of, fill, knock, url_of, version_of, word_of
from tests.security.doors import Doors
from tests.security.world import World

UNSAFE = [row for row in TABLE if row.method != "GET"]
FORMS = [row for row in UNSAFE if not row.rule.startswith("/api/")]
READS = [row for row in TABLE if row.method == "GET"]


def somebody(row: Row) -> str:
    """One who is allowed; a participant of the weakest role where there is one."""
    return sorted(row.who.open, key=lambda name: (not name.startswith("as_"), name))[0]


def contents(doors: Doors) -> dict[str, tuple[object, ...]]:
    """Of every table the number of rows, the greatest version, and the sum of all versions."""
    found = {}
    for (table,) in doors.watch.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all():
        columns = {row[1] for row in doors.watch.exec_driver_sql(f"PRAGMA table_info({table})")}
        versions = "max(version), sum(version)" if "version" in columns else "0, 0"
        found[table] = tuple(doors.watch.exec_driver_sql(f"SELECT count(*), {versions} FROM {table}").one())
    return found


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.id)
@pytest.mark.parametrize("token", ["none", "forged"])
def test_a_form_without_its_token_changes_nothing(doors: Doors, row: Row, token: str) -> None:
    who, before = somebody(row), contents(doors)
    facts = facts_of(doors, row, who, "open")
    typed = {**fill(row.form, facts), "note": "kept «as typed»", "version": str(version_of(doors, row, facts) or 1)}
    if token == "forged":
        typed["csrf_token"] = "ImZvcmdlZCI.aGVsbG8.c2lnbmF0dXJl"
    answer = doors.send(who, row.method, url_of(row, facts), form=typed, csrf=False)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "This form is too old" in page
    assert "kept «as typed»" in page
    assert (contents(doors), doors.changed()) == (before, False)


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.id)
def test_a_token_of_another_session_is_refused(doors: Doors, row: Row) -> None:
    who = somebody(row)
    facts = facts_of(doors, row, who, "open")
    token = doors._cookie("auditor" if who != "auditor" else "leader")[1]
    answer = doors.send(who, row.method, url_of(row, facts), form={**fill(row.form, facts), "csrf_token": token}, csrf=False)
    assert (answer.status_code, doors.changed()) == (400, False)


@pytest.mark.parametrize("row", [r for r in TABLE if r.rule.startswith("/api/") and not r.public], ids=lambda row: row.id)
def test_the_api_knows_no_cookie(doors: Doors, row: Row) -> None:
    """The cookie of somebody who may do it, with and without a CSRF token, opens nothing under /api/."""
    who = somebody(row)
    client = doors.client(who)
    for headers in ({}, {"X-CSRFToken": doors._cookie(who)[1]}):
        answer = knock(doors, row, None, client=client, headers=headers)
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
    assert not doors.changed()


@pytest.mark.parametrize("row", [r for r in TABLE if not r.rule.startswith("/api/") and not r.public], ids=lambda row: row.id)
def test_a_page_knows_no_bearer_token(doors: Doors, row: Row) -> None:
    from tests.security.world import token_of

    url = url_of(row, facts_of(doors, row, somebody(row), "open"))
    headers = {"Authorization": f"Bearer {token_of(somebody(row))}"}
    answer = doors.app.test_client().open(url, method=row.method, headers=headers)
    assert answer.status_code in {303, 401}
    assert urlsplit(answer.headers.get("Location", "/sign-in")).path == "/sign-in"
    assert not doors.changed()


@pytest.mark.parametrize("row", READS, ids=lambda row: row.id)
def test_a_read_changes_no_row(doors: Doors, row: Row) -> None:
    who = somebody(row)
    before = contents(doors)
    for method in ("GET", "HEAD", "OPTIONS"):
        url = url_of(row, facts_of(doors, row, who, "open"))
        with doors.send(who, method, url, headers={"Purpose": "prefetch"}) as answer:
            assert answer.status_code in {200, 303, row.status}
            assert method != "HEAD" or answer.get_data() == b""
    assert (contents(doors), doors.changed()) == (before, False)


@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: row.id)
def test_head_and_options_of_what_writes_write_nothing(doors: Doors, row: Row) -> None:
    url = url_of(row, facts_of(doors, row, somebody(row), "open"))
    for method in ("HEAD", "OPTIONS"):
        doors.send(somebody(row), method, url).close()
    assert not doors.changed()


SEEN = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"}
#: A page may say more than all of them have to.
STRICTER = {"Referrer-Policy": "no-referrer"}
NONCE = re.compile(r"script-src 'self' 'nonce-([\w-]{20,})'")


def faults_of(headers: object, *, https: bool = False) -> list[str]:
    """What is missing from an answer's headers."""
    given = dict(headers)  # type: ignore[call-overload]
    policy = given.get("Content-Security-Policy", "")
    found = [name for name, value in SEEN.items() if given.get(name) not in {value, STRICTER.get(name)}]
    wanted = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'")
    found += [f"policy lacks {part}" for part in wanted if part not in policy]
    found += ["no nonce"] if not NONCE.search(policy) else []
    found += ["unsafe policy"] if "unsafe-" in policy else []
    found += ["no Cache-Control"] if "Cache-Control" not in given else []
    found += ["no HSTS"] if https and "max-age=" not in given.get("Strict-Transport-Security", "") else []
    return found


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_headers_of_every_route_in_every_outcome(doors: Doors, row: Row) -> None:
    """Allowed, forbidden, absent, for strangers, without CSRF, and by a method that it does not take."""
    url = url_of(row, facts_of(doors, row, somebody(row), "open"))
    requests = {
        "stranger": lambda: knock(doors, row, None), "viewer": lambda: knock(doors, row, "viewer"),
        "absent": lambda: knock(doors, row, "administrator", "restricted" if row.on else "open"),
        "no token": lambda: doors.send(somebody(row), row.method, url, csrf=False),
        "method": lambda: doors.send(somebody(row), "TRACE", url), "allowed": lambda: knock(doors, row, somebody(row)),
    }  # fmt: skip
    wrong, words = {}, {}
    for name, send in requests.items():
        answer = send()
        faults = faults_of(answer.headers)
        cached = answer.headers.get("Cache-Control", "")
        if name == "allowed" and not row.public and "no-store" not in cached:
            faults.append(f"personal answer with Cache-Control {cached!r}")
        if faults:
            wrong[name, answer.status_code] = faults
        words[name] = word_of(answer, row)
        answer.close()
        if doors.changed():
            doors.put_back()
    assert not wrong
    assert words["allowed"] == expected(row, somebody(row), "open") == ALLOWED


@pytest.fixture(scope="module")
def small(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Takes requests of up to 2,000 bytes only, and has views that fail."""
    found = Doors.open(world, tmp_path_factory.mktemp("small"), max_upload=2000)

    def broken() -> str:
        raise RuntimeError("Zanzibar: a secret of the stack")

    for rule in ("/broken", "/api/v1/broken"):
        found.app.add_url_rule(rule, rule, broken, methods=["GET", "POST"])
    yield found
    found.close()


@pytest.mark.parametrize("who", [None, "viewer"])
@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/no/such/page", 404), ("GET", "/api/v1/none", 404), ("DELETE", "/reviews", 405), ("PUT", "/api/v1/me", 405),
        ("POST", "/profile", 413), ("POST", "/api/v1/reviews", 413), ("GET", "/broken", 500), ("GET", "/api/v1/broken", 500),
        ("GET", "/static/none.css", 404), ("GET", "/%00", 404), ("GET", "/reviews/%ff", 404),
    ],
)  # fmt: skip
def test_headers_of_errors(small: Doors, who: str | None, method: str, url: str, status: int) -> None:
    big = "x" * 3000 if status == 413 else ""
    with small.send(who, method, url, form={"name": big}, body={"title": big} if big else None) as answer:
        assert answer.status_code in ({status} if who else {status, 303, 401, 400})
        assert faults_of(answer.headers) == []
        text = answer.get_data(as_text=True)
        assert "Traceback" not in text
        assert "Zanzibar" not in text
        assert not url.startswith("/api/") or answer.mimetype == "application/problem+json"


def test_a_nonce_is_used_once(doors: Doors) -> None:
    answers = [doors.send("viewer", "GET", "/help").headers["Content-Security-Policy"] for _ in range(20)]
    assert len({NONCE.search(policy)[1] for policy in answers}) == 20  # type: ignore[index]


@pytest.mark.parametrize("https", [False, True])
def test_cookies(world: World, tmp_path: Path, https: bool) -> None:
    doors = Doors.open(world, tmp_path, https=https, demo=True)
    client = doors.app.test_client()
    scheme = "https" if https else "http"
    page = client.get("/sign-in", base_url=f"{scheme}://localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert token is not None
    form = {"person": str(world.people["viewer"]), "csrf_token": token[1]}
    signed = client.post("/sign-in/demo", data=form, base_url=f"{scheme}://localhost", headers={"Origin": f"{scheme}://localhost"})
    assert signed.status_code == 303
    cookies = [*page.headers.getlist("Set-Cookie"), *signed.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 2
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "path=/"} <= parts
        assert parts & {"samesite=lax", "samesite=strict"}
        assert not any(part.startswith("domain=") for part in parts)
        assert cookie.startswith("__Host-") is https
        assert ("secure" in parts) is https
    assert faults_of(signed.headers, https=https) == []
    doors.close()

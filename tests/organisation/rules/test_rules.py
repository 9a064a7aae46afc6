"""Pure rules: names, passwords, limits, words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from organisation.rules import audit_words
from organisation.rules.names import mail_address, one_line
from organisation.rules.password import weakness
from organisation.rules.policy import SHIPPED
from organisation.rules.policy_words import GATES, in_words
from organisation.rules.sign_in_limit import limits, wait

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Anna  Kowalski ", "Anna Kowalski"),
        ("Anna\r\nKowalski", "Anna Kowalski"),
        ("An\x00na\x1b[31m", "An na [31m"),
        ("Jose\u0301", "Jos\u00e9"),
        ("evil\u202egnp.exe\u2066", "evilgnp.exe"),
        ("\ufeffAnna\uffff", "Anna"),
        ("Anna \ud800", "Anna ?"),
        ("\u00a0\u2003Zoë\u00a0", "Zoë"),
        ("\x00\x07", ""),
    ],
)
def test_one_line(typed: str, stored: str) -> None:
    assert one_line(typed) == stored


def test_mail_addresses_differ_by_letters_only() -> None:
    assert mail_address(" Anna @EXAMPLE.org\n") == "anna@example.org"


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("1234567", "Use 8 characters or more"),
        ("x" * 201, "Use 200 characters or fewer"),
        ("Password1", "Choose a password that is harder to guess"),
        ("ANNA@example.org", "Choose a password that is harder to guess"),
        ("anna kowalski", "Choose a password that is harder to guess"),
        ("anna.kow", "Choose a password that is harder to guess"),
        ("zzzzzzzzzz", "Choose a password that is harder to guess"),
        ("a lamp beside the sea", None),
        ("ßöäü🙂🙂🙂x", None),
    ],
)
def test_weakness(password: str, refused: str | None) -> None:
    email = "anna.kow@example.org" if password == "anna.kow" else "anna@example.org"
    assert weakness(password, email=email, name="Anna Kowalski") == refused


def test_a_person_without_address_may_choose_anything_long() -> None:
    assert weakness("a lamp beside the sea", email=None, name="") is None


def test_the_wait_ends_when_the_oldest_of_the_last_failures_is_fifteen_minutes_old() -> None:
    failures = [NOON - timedelta(minutes=m) for m in (14, 9, 3, 2, 1)]
    assert wait(failures, 5, NOON) == timedelta(minutes=1)
    assert wait(failures, 6, NOON) is None
    assert wait(failures, 3, NOON) == timedelta(minutes=12)
    assert wait([NOON - timedelta(minutes=15)] * 9, 1, NOON) is None


def test_limits_are_counted_by_address_and_ipv6_network() -> None:
    def of(address: str) -> str:
        return limits("a@example.org", address)[1].subject

    assert of("2001:db8::1") == of("2001:db8::ffff:1") != of("2001:db8:0:1::1")
    assert of("192.0.2.1") != of("192.0.2.2")
    assert of("") == of("")
    assert [limit.most for limit in limits("a@example.org", "")] == [5, 20]


def test_every_gate_of_a_shipped_policy_has_words() -> None:
    for terms in SHIPPED.values():
        assert set(terms["gates"]) == set(GATES)


def test_a_policy_in_words() -> None:
    small, regulated = (in_words(terms) for terms in SHIPPED.values())
    assert list(small) == list(regulated)
    assert small["A review opens by itself for"] == "P1"
    assert regulated["A review opens by itself for"] == "P1 and P2"
    assert (small["A review is proposed for"], regulated["A review is proposed for"]) == ("P2 from 2 h", "P3 from 4 h")
    assert small["Approval by"] == "1 person, not the submitter"
    assert small["Stops a review from being submitted when missing"] == "nothing"
    assert small["Is only pointed out when missing"] == "all parts"
    assert regulated["Probabilities and DORA codes shown"] == "probabilities and DORA codes"


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (None, None, []),
        (None, {"severity": 1, "person": 9}, ["Person: person 9", "Severity: 1"]),
        ({"owner_id": None}, {"owner_id": 3}, ["Owner: empty → Raj Patel"]),
        ({"title": "a"}, {}, ["Title: a → removed"]),
        ({"roles": ["viewer"]}, {"roles": ["problem_manager", "viewer"]}, ["Roles: viewer → problem manager, viewer"]),
        (None, {"summary": "x" * 200}, [f"Summary: {'x' * 79}…"]),
        (None, {"at": "2026-11-20T14:03:59.123456Z"}, ["At: 2026-11-20 14:03 UTC"]),
        (None, {"is_key": False, "number": 0, "note": "", "owner": None, "tags": []}, ["Is key: no", "Number: 0"]),
        ({"note": "a"}, {"note": ""}, ["Note: a → empty"]),
        ({"effect": "focus", "gate": "all"}, {"effect": "focus", "gate": "any"}, ["Effect: focus", "Gate: all → any"]),
        (None, {"people": [3, 4]}, ["People: Raj Patel, person 4"]),
    ],
)
def test_audit_words(before: object, after: object, lines: list[str]) -> None:
    assert audit_words.changes({"before": before, "after": after}, {3: "Raj Patel"}) == lines


def test_people_in_an_entry() -> None:
    fact = {"actor": 1, "before": {"owner_id": 2}, "after": {"owner_id": 3, "severity": 7, "people": [4]}}
    assert audit_words.people_in(fact) == {1, 2, 3, 4}
    assert audit_words.people_in({"actor": None, "before": None, "after": None}) == set()

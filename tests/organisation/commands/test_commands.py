"""``debrief user`` and ``debrief token``: JSON on standard output, messages on standard error, exit codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kernel.db import Database
from kernel.permission import Role
from organisation.commands import commands, token_group, user_group
from organisation.models import Person
from organisation.queries.account import actor_of_token
from organisation.queries.person import by_email, roles_of
from organisation.service.sign_in import Admitted, sign_in


@dataclass
class Hands:
    database: Database


@pytest.fixture
def call(installed: Database) -> Any:
    def run(*words: str, **environment: str) -> Result:
        group = {"user": user_group, "token": token_group}[words[0]]
        return CliRunner().invoke(group, words[1:], obj=Hands(installed), env=environment)

    return run


def test_both_groups_are_exported() -> None:
    assert [group.name for group in commands] == ["user", "token"]


def test_a_user_is_added_with_roles_and_account(call: Any, installed: Database) -> None:
    done = call(
        "user", "add", "--name", "Raj Patel", "--email", "RAJ@example.org", "--role", "facilitator", "--role", "auditor",
        "--password-env", "RAJ", RAJ="two boats and a bell",
    )
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Raj Patel was added with an account.\n")
    with installed.unit_of_work(write=False) as session:
        person = by_email(session, "raj@example.org")
        assert person is not None
        assert roles_of(person) == [Role.FACILITATOR, Role.AUDITOR]
    assert sign_in(installed, "raj@example.org", "two boats and a bell", "::1") == Admitted(2, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "Raj", "--email", "anna@example.org"), "anna@example.org is already the mail address of Anna Kowalski"),
        (("--name", "Raj", "--email", "raj"), "Enter a mail address in the form name@example.org"),
        (("--name", " ", "--email", "raj@example.org"), "Enter a name"),
        (("--name", "Raj", "--email", "raj@example.org", "--password-env", "NONE"), "NONE is empty or not set"),
        (("--name", "Raj", "--email", "raj@example.org", "--password-env", "WEAK"), "Use 8 characters or more"),
        (("--name", "Raj", "--email", "raj@example.org", "--role", "king"), "'king' is not one of"),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_added(call: Any, installed: Database, words: tuple[str, ...], said: str) -> None:
    done = call("user", "add", *words, WEAK="short")
    assert done.exit_code != 0
    assert said in done.stderr
    assert done.stdout == ""
    with installed.unit_of_work(write=False) as session:
        assert session.get(Person, 2) is None


def test_the_list_as_json_and_as_a_table(call: Any) -> None:
    call("user", "add", "--name", "Raj [b]Patel", "--email", "raj@example.org")
    found = json.loads(call("user", "list", "--format", "json").stdout)
    assert found == [
        {"name": "Anna Kowalski", "email": "anna@example.org",
         "roles": ["facilitator", "incident_manager", "problem_manager", "administrator"], "account": "open", "left_on": None},
        {"name": "Raj [b]Patel", "email": "raj@example.org", "roles": ["contributor"], "account": "none", "left_on": None},
    ]
    table = call("user", "list").stdout
    assert "Raj [b]Patel" in table
    assert table.startswith("Name")


def test_disabling_and_a_new_password(call: Any, installed: Database) -> None:
    assert "Nobody has the mail address x@example.org" in call("user", "disable", "--email", "x@example.org").stderr
    only = call("user", "disable", "--email", "anna@example.org")
    assert only.exit_code == 1
    assert "only administrator" in only.stderr
    call("user", "add", "--name", "Raj", "--email", "raj@example.org", "--password-env", "P", P="two boats and a bell")
    assert call("user", "disable", "--email", "raj@example.org").exit_code == 0
    assert not isinstance(sign_in(installed, "raj@example.org", "two boats and a bell", "::1"), Admitted)
    assert call("user", "password", "--email", "raj@example.org", "--password-env", "P", P="another good one").exit_code == 0
    assert sign_in(installed, "raj@example.org", "another good one", "::1") == Admitted(2, 3)


def test_a_token_is_all_of_standard_output(call: Any, installed: Database) -> None:
    done = call("token", "create", "--user", "ANNA@example.org", "--name", "export", "--days", "7")
    assert done.exit_code == 0
    plain = done.stdout.strip()
    assert done.stdout == plain + "\n"
    assert plain not in done.stderr
    with installed.unit_of_work(write=False) as session:
        actor = actor_of_token(session, plain)
        assert actor is not None
        assert actor.person_id == 1
    listed = json.loads(call("token", "list", "--user", "anna@example.org", "--format", "json").stdout)
    assert [(row["id"], row["name"]) for row in listed] == [(1, "export")]
    assert call("token", "revoke", "1").exit_code == 0
    with installed.unit_of_work(write=False) as session:
        assert actor_of_token(session, plain) is None
    assert json.loads(call("token", "list", "--user", "anna@example.org", "--format", "json").stdout) == []


def test_unknown_users_and_tokens_exit_with_one(call: Any) -> None:
    for words in (("token", "create", "--user", "x@example.org"), ("token", "list", "--user", "x@example.org"), ("token", "revoke", "99")):
        done = call(*words)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("Error: ")

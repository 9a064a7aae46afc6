"""``debrief user``: people and accounts from the command line."""

from __future__ import annotations

import os

import click
from marshmallow import ValidationError

from kernel.permission import Role, machine
from organisation.commands.hands import Hands, format_option, person_of, show, unit_of_work
from organisation.queries.person import count_people, directory, roles_of
from organisation.rules.password import weakness
from organisation.schemas.person import NewPersonWithRoles
from organisation.service.account import set_password
from organisation.service.passwords import hash_password
from organisation.service.person import add_person
from organisation.service.roles import disable_account

COLUMNS = ("name", "email", "roles", "account", "left_on")


@click.group("user")
def user_group() -> None:
    """People and their accounts."""


@user_group.command("add")
@click.option("--name", required=True, help="Full name.")
@click.option("--email", required=True, help="Mail address; people sign in with it.")
@click.option("--role", "roles", multiple=True, type=click.Choice([r.value for r in Role]), help="May be repeated. Default: contributor.")
@click.option("--password-env", metavar="NAME", help="Environment variable with the password. Without it the person has no account.")
@click.pass_obj
def add(hands: Hands, name: str, email: str, roles: tuple[str, ...], password_env: str | None) -> None:
    """Add a person, and an account when a password is given.

    \b
    RAJ_PASSWORD=… debrief user add --name "Raj Patel" --email raj@example.org --role facilitator --password-env RAJ_PASSWORD
    """
    try:
        body = NewPersonWithRoles().load({"name": name, "email": email, **({"roles": list(roles)} if roles else {})})
    except ValidationError as wrong:
        raise click.ClickException("; ".join(t for texts in wrong.messages_dict.values() for t in texts)) from None
    hashed = None if password_env is None else _hashed(password_env, body["email"], body["name"])
    with unit_of_work(hands) as session:
        person = add_person(session, machine(), **body)
        if hashed is not None:
            set_password(session, machine(), person, hashed)
    click.echo(f"{person.name} was added{' with an account' if hashed else ''}.", err=True)


@user_group.command("list")
@click.option("--all", "everyone", is_flag=True, help="Those who have left too.")
@format_option
@click.pass_obj
def list_people(hands: Hands, everyone: bool, form: str) -> None:
    """Everybody with roles and account."""
    state = "all" if everyone else "active"
    with unit_of_work(hands, write=False) as session:
        found = directory(session, state=state, size=count_people(session, state=state))
        rows = [
            {
                "name": person.name,
                "email": person.email,
                "roles": [role.value for role in roles_of(person)],
                "account": "none" if account is None else "disabled" if account.disabled_at else "open",
                "left_on": person.left_on,
            }
            for person, account in found
        ]
    show(rows, COLUMNS, form)


@user_group.command("disable")
@click.option("--email", required=True, help="Mail address of the person.")
@click.pass_obj
def disable(hands: Hands, email: str) -> None:
    """End all sessions and tokens of a person at once. A new password opens the account again."""
    with unit_of_work(hands) as session:
        person = person_of(session, email)
        disable_account(session, machine(), person)
    click.echo(f"The account of {person.name} is disabled.", err=True)


@user_group.command("password")
@click.option("--email", required=True, help="Mail address of the person.")
@click.option("--password-env", metavar="NAME", required=True, help="Environment variable with the new password.")
@click.pass_obj
def password(hands: Hands, email: str, password_env: str) -> None:
    """Set a password: makes the account, or opens it again. Ends all sessions."""
    with unit_of_work(hands, write=False) as session:
        person = person_of(session, email)
    hashed = _hashed(password_env, person.email, person.name)
    with unit_of_work(hands) as session:
        set_password(session, machine(), person_of(session, email), hashed)
    click.echo(f"The password of {person.name} is set.", err=True)


def _hashed(variable: str, email: str | None, name: str) -> str:
    """Before any transaction that writes (decision 26)."""
    chosen = os.environ.get(variable)
    if not chosen:
        raise click.ClickException(f"The environment variable {variable} is empty or not set.")
    why = weakness(chosen, email=email, name=name)
    if why:
        raise click.ClickException(f"Password: {why}.")
    return hash_password(chosen)

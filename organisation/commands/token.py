"""``debrief token``: bearer tokens for the API."""

from __future__ import annotations

import click

from kernel import clock
from kernel.permission import machine
from organisation.commands.hands import Hands, format_option, person_of, show, unit_of_work
from organisation.queries.account import tokens_of
from organisation.service.token import create_token, revoke_token

user_option = click.option("--user", "email", required=True, metavar="EMAIL", help="Mail address of the person.")


@click.group("token")
def token_group() -> None:
    """Bearer tokens for /api/v1."""


@token_group.command("create")
@user_option
@click.option("--name", default="command line", show_default=True, help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="Days it works.")
@click.pass_obj
def create(hands: Hands, email: str, name: str, days: int) -> None:
    """Print a new token on standard output. It is shown this once and kept only as a hash.

    \b
    TOKEN=$(debrief token create --user anna@example.org)
    curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/api/v1/me
    """
    with unit_of_work(hands) as session:
        person = person_of(session, email)
        token, plain = create_token(session, machine(), person, name=name[:80], days=days)
    click.echo(plain)
    click.echo(f"Token {token.id} of {person.name} works for {days} days.", err=True)


@token_group.command("list")
@user_option
@format_option
@click.pass_obj
def list_tokens(hands: Hands, email: str, form: str) -> None:
    """The tokens of a person that work now."""
    with unit_of_work(hands, write=False) as session:
        found = tokens_of(session, person_of(session, email).id)
        rows = [
            {"id": t.id, "name": t.name, "created_at": clock.stamp(t.created_at), "expires_at": clock.stamp(t.expires_at)}
            for t in found
        ]
    show(rows, ("id", "name", "created_at", "expires_at"), form)


@token_group.command("revoke")
@click.argument("token_id", type=int)
@click.pass_obj
def revoke(hands: Hands, token_id: int) -> None:
    """End the token with this number (see 'debrief token list')."""
    with unit_of_work(hands) as session:
        revoke_token(session, machine(), token_id)
    click.echo(f"Token {token_id} no longer works.", err=True)

"""Composition root for hands: the ``debrief`` command. JSON goes to standard output, messages to standard error."""

from __future__ import annotations

import getpass
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import click

import incidents.commands
import migrations
import wiring
from kernel import audit, clock, event, outbox, search
from kernel.config import Misconfigured, Settings
from kernel.db import Database
from kernel.errors import DebriefError
from kernel.permission import Actor, machine
from organisation.service.install import is_installed


@dataclass
class Hands:
    """What every command gets: settings, database and the machine as actor, made when first asked for."""

    @cached_property
    def settings(self) -> Settings:
        try:
            return Settings.from_environment()
        except Misconfigured as wrong:
            raise click.ClickException(str(wrong)) from None

    @cached_property
    def database(self) -> Database:
        """The migrated database, with the audit key in place."""
        settings = self.settings
        if not settings.audit_key_file.is_file():
            raise click.ClickException(f"There is no audit key at {settings.audit_key_file}. Run 'debrief init' first.")
        audit.use_key(audit.read_key(settings.audit_key_file))
        outbox.use_origin(settings)
        wiring.connect()
        event.subscribe(wiring.SUBSCRIBERS)
        database = Database(settings.database_url)
        if migrations.current(database) != migrations.head(database):
            raise click.ClickException("The database is not at the schema of this version. Run 'debrief init'.")
        with database.unit_of_work(write=False) as session:
            if not is_installed(session):
                raise click.ClickException("The database holds no organisation yet. Run 'debrief init'.")
        return database

    @property
    def actor(self) -> Actor:
        return machine("command")


class Debrief(click.Group):
    """Turns what a service refuses into one line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DebriefError as refused:
            raise click.ClickException(str(refused)) from None
        except BrokenPipeError:
            sys.exit(0)


@click.group(cls=Debrief, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="debrief", prog_name="debrief")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Post-incident reviews, from a resolved major incident to verified actions and a Word report.

    \b
    First steps:
      debrief init --admin "Anna Kowalski" --email anna@example.com
      debrief serve
      debrief import servicenow incidents.csv --zone Europe/London

    Settings come from the environment: DEBRIEF_HOME (default ./var), DEBRIEF_DATABASE_URL,
    DEBRIEF_SECRET_KEY, DEBRIEF_AUDIT_KEY_FILE, DEBRIEF_HTTPS, DEBRIEF_DEMO, DEBRIEF_URL,
    DEBRIEF_SMTP_HOST and DEBRIEF_MAIL_FROM (docs/delivery.md).
    """
    ctx.obj = Hands()


@main.command()
@click.option("--admin", required=True, help="Name of the first administrator.")
@click.option("--email", required=True, help="Mail address that the administrator signs in with.")
@click.option("--organisation", default="Our organisation", show_default=True, help="Name on reports.")
@click.option("--zone", default="UTC", show_default=True, help="IANA time zone of the organisation.")
def init(admin: str, email: str, organisation: str, zone: str) -> None:
    """Make keys, bring the database to the newest schema, and add the first administrator.

    The password comes from DEBRIEF_ADMIN_PASSWORD or a prompt. Running it again upgrades the schema and
    changes nothing else.
    """
    settings = prepare()
    database = Database(settings.database_url)
    migrations.upgrade(database)
    from organisation.service.install import install
    from organisation.service.passwords import hash_password

    with database.unit_of_work(write=False) as session:
        installed = is_installed(session)
    if installed:
        _fill_search(database)
        click.echo("The schema is up to date. The organisation was set up before; nothing else was changed.", err=True)
        return
    hashed = hash_password(_password(email, admin))
    with database.unit_of_work() as session:
        install(session, machine("command"), name=admin, email=email, password_hash=hashed, zone=zone,
                organisation=organisation)
    click.echo(f"Ready. {email} can sign in; start with 'debrief serve'.", err=True)


def _fill_search(database: Database) -> None:
    """An installation from before there was an index gets its first one."""
    wiring.connect()
    with database.unit_of_work() as session:
        if not search.is_filled(session):
            search.rebuild(session)


def _password(email: str, name: str) -> str:
    """From the environment as it is, with a warning when it is weak; at the prompt a weak one is asked for again."""
    from organisation.rules.password import weakness

    given = os.environ.get("DEBRIEF_ADMIN_PASSWORD")
    if given:
        weak = weakness(given, email=email, name=name)
        if weak:
            click.echo(f"Warning: the administrator's password is weak. {weak}.", err=True)
        return given
    while True:
        typed = getpass.getpass("Password of the administrator: ")
        weak = weakness(typed, email=email, name=name)
        if weak is None:
            return typed
        click.echo(f"{weak}.", err=True)


def prepare() -> Settings:
    """Home folder, secret key and audit key; made when they are not there, never overwritten."""
    home = Path(os.environ.get("DEBRIEF_HOME", "var")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    _make_secret(home)
    settings = Settings.from_environment()
    audit.use_key(audit.make_key(settings.audit_key_file))
    outbox.use_origin(settings)
    return settings


def _make_secret(home: Path) -> None:
    secret = home / "secret.key"
    if not secret.exists() and not os.environ.get("DEBRIEF_SECRET_KEY"):
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--scheduler/--no-scheduler", default=True, show_default=True, help="Run the scheduler beside the web.")
@click.pass_obj
def serve(hands: Hands, host: str, port: int, workers: int, scheduler: bool) -> None:
    """Serve the product, with its scheduler as a process of its own beside it."""
    from serving import serve as run

    hands.database.dispose()  # checked; each process opens its own
    run(replace(hands.settings), host=host, port=port, workers=workers, with_scheduler=scheduler)


@main.command()
@click.option("--once", is_flag=True, help="One sweep: every job, then everything that is due goes out.")
@click.option("--at", "moment", metavar="TIME", help="With --once: the time that it is meanwhile, ISO 8601 with a zone, as 2026-11-27T09:00:00+01:00.")
@click.pass_obj
def scheduler(hands: Hands, *, once: bool, moment: str | None) -> None:
    """Decide what is due and send it, until stopped. Start as many as you like: one leads, the others stand by.

    --once makes one sweep and ends. With --at it is made as if it were that time: what is due by then is really sent.
    """
    import scheduler as time_root

    if not once:
        if moment:
            raise click.UsageError("--at needs --once.")
        hands.database.dispose()  # checked; the scheduler opens its own
        time_root.run(hands.settings)
        return
    database = hands.database
    with clock.told(_instant(moment) if moment else clock.real()):
        sent = time_root.sweep(database, hands.settings)
    click.echo(json.dumps({"sent": sent}))


def _instant(text: str) -> datetime:
    try:
        return clock.utc(datetime.fromisoformat(text))
    except ValueError:
        raise click.BadParameter(f"{text!r} is no time with a zone. Write it as 2026-11-27T09:00:00+01:00.", param_hint="--at") from None


@main.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when there is an organisation already.")
def demo(*, if_empty: bool) -> None:
    """Set up the demo organisation: a year of incidents, three reviews, actions in every state.

    Everybody's password is "demo"; with DEBRIEF_DEMO=1 the sign-in page offers the demo people.
    """
    from demo import is_empty, load

    settings = prepare()
    database = Database(settings.database_url)
    migrations.upgrade(database)
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    if not is_empty(database):
        if if_empty:
            return
        raise click.ClickException("There is an organisation already. The demo needs an empty database.")
    load(database)
    click.echo("The demo organisation is ready. Start with 'DEBRIEF_DEMO=1 debrief serve'.", err=True)


@main.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def back_up(hands: Hands, file: Path) -> None:
    """Write a consistent copy of the database and the audit key to FILE while the product runs.

    The audit key is inside: keep the file as safe as the database.
    """
    import backup

    with _progress() as told:
        counts = backup.back_up(hands.database, hands.settings.audit_key_file, file, told)
    click.echo(f"{file} written: {sum(counts.values()):,} rows of {len(counts)} tables", err=True)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE into an empty database, and check counts, checksums and the audit chain."""
    import backup

    home = Path(os.environ.get("DEBRIEF_HOME", "var")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    _make_secret(home)
    settings = Settings.from_environment()
    database = Database(settings.database_url)
    try:
        with _progress() as told:
            counts = backup.restore(database, settings.audit_key_file, file, told)
    except backup.Unrestorable as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(f"Restored {sum(counts.values()):,} rows of {len(counts)} tables; the audit chain holds.", err=True)


@main.group("search")
def search_group() -> None:
    """The index of the search. The writes themselves keep it."""


@search_group.command("rebuild")
@click.pass_obj
def rebuild_search(hands: Hands) -> None:
    """Throw the index away and write it anew, in one transaction; prints how many texts of each kind there are."""
    with hands.database.unit_of_work() as session:
        counts = search.rebuild(session)
    for name, count in counts.items():
        click.echo(f"{name:<10}{count:>10,}")


@main.group("audit")
def audit_group() -> None:
    """The append-only trail of who did what."""


@audit_group.command()
@click.pass_obj
def anchor(hands: Hands) -> None:
    """Print the end of the chain as one line of JSON. Kept elsewhere, it shows later that nothing before it was changed.

    \b
      debrief audit anchor >> /elsewhere/anchors.jsonl
      debrief audit verify --anchor /elsewhere/anchors.jsonl
    """
    with hands.database.unit_of_work(write=False) as session:
        seq, mac = audit.head(session)
    click.echo(json.dumps({"seq": seq, "mac": mac, "at": clock.stamp(clock.now())}))


@audit_group.command()
@click.option("--anchor", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file of anchors; the last line counts.")
@click.pass_obj
def verify(hands: Hands, kept: Path | None) -> None:
    """Walk the whole audit chain; exit code 1 and every fault in words when it does not hold.

    Without an anchor, a chain that was cut or hashed anew by somebody who has the key looks sound.
    """
    with hands.database.unit_of_work(write=False) as session:
        found = audit.verify(session, audit.read_key(hands.settings.audit_key_file), _anchor_in(kept) if kept else None)
    for fault in found.faults:
        click.echo(fault, err=True)
    click.echo(f"{found.entries:,} entries, head {found.head[:16]}", err=True)
    sys.exit(0 if found.sound else 1)


def _anchor_in(kept: Path) -> tuple[int, str]:
    lines = [line for line in kept.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    try:
        last = json.loads(lines[-1])
        return int(last["seq"]), str(last["mac"])
    except (IndexError, KeyError, TypeError, ValueError):
        raise click.ClickException(f"{kept} holds no anchor. Write one with 'debrief audit anchor'.") from None


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """A bar on standard error where that is a terminal; otherwise silence."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=len(wiring.MODELS) * 5)

        def told(name: str, rows: int) -> None:
            bar.update(task, advance=1, description=f"{name} ({rows:,})")

        yield told


for command in wiring.COMMANDS:
    main.add_command(command)
for command in wiring.IMPORTS:
    incidents.commands.import_group.add_command(command)

if __name__ == "__main__":
    main()

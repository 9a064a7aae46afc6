"""Messages a second: our sender (claim, text, frozen, sent, settled, two durable commits) beside two bare loops, in one run.

    python benchmarks/bench_delivery.py [messages]

*bare*: sqlite3 and smtplib by hand, two commits for each message and a fixed text, as ``../shared/baselines/bench_nudge.py`` does.
*bare, same mail*: the same with the mail built as ours is. All against one sink (aiosmtpd) in a process of its own; SQLite with
synchronous=FULL, one sender; on PostgreSQL (when DEBRIEF_TEST_POSTGRES names one) ours alone.
"""

from __future__ import annotations

import smtplib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kernel import outbox
from kernel.delivery.mail import written
from kernel.delivery.outcome import Outgoing
from kernel.delivery.sender import Sender
from kernel.delivery.smtp import SmtpChannel
from kernel.outbox import MAIL
from tests.chaos.__main__ import POSTGRES, fresh
from tests.chaos.ground import KIND, Ground, says

SENDER = "debrief@example.org"


def fixed(number: int, message_id: str) -> bytes:
    return f"From: {SENDER}\r\nTo: o{number}@example.org\r\nMessage-ID: {message_id}\r\nSubject: action {number}\r\n\r\nplease\r\n".encode()


def same_mail(number: int, message_id: str) -> bytes:
    text = f"{number}/owner is overdue.\n\n.a line that begins with a dot\n"
    return written(Outgoing(number, 1, 1, MAIL, f"o{number}@example.org", message_id, f"action {number}", text, None), f"Debrief <{SENDER}>")


def bare(folder: Path, port: int, count: int, build: Callable[[int, str], bytes]) -> float:
    """Seconds."""
    connection = sqlite3.connect(folder / f"bare-{build.__name__}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE nudge (action INTEGER PRIMARY KEY, mid TEXT, state TEXT, tries INT DEFAULT 0)")
    connection.execute("CREATE INDEX waiting ON nudge (state, action)")
    connection.executemany("INSERT INTO nudge (action, mid, state) VALUES (?, ?, 'queued')", [(n, f"<n-{n}@pir>") for n in range(count)])
    relay, began = smtplib.SMTP("127.0.0.1", port, local_hostname="localhost"), time.perf_counter()
    claim = ("UPDATE nudge SET state='sending', tries=tries+1 WHERE action=(SELECT action FROM nudge WHERE state='queued' ORDER BY action LIMIT 1)"
             " RETURNING action, mid")
    while row := connection.execute(claim).fetchall():
        relay.sendmail(SENDER, [f"o{row[0][0]}@example.org"], build(*row[0]))
        connection.execute("UPDATE nudge SET state='sent' WHERE action=?", (row[0][0],))
    lasted = time.perf_counter() - began
    relay.quit()
    connection.close()
    return lasted


def ours(field: Ground, count: int) -> float:
    """Seconds."""
    outbox.RENDERERS[KIND] = says
    field.fill([f"o{n}@example.org" for n in range(count)])
    with field.database() as database:
        sender, began = Sender(database, {MAIL: SmtpChannel(field.settings.relay)}), time.perf_counter()
        assert sender.drain() == count
        return time.perf_counter() - began


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(f"{count} messages, one sender")
    with fresh("sqlite") as field, tempfile.TemporaryDirectory() as name:
        base = bare(Path(name), field.port, count, fixed)
        equal = bare(Path(name), field.port, count, same_mail)
        mine = ours(field, count)
    for label, seconds in (("bare loop, fixed text", base), ("bare loop, same mail", equal), ("ours, SQLite", mine)):
        print(f"{label:<24}{count / seconds:8.0f} messages/s   {seconds / equal:5.2f} x the bare loop with the same mail")
    if POSTGRES:
        with fresh("postgresql") as field:
            print(f"{'ours, PostgreSQL':<24}{count / ours(field, count):8.0f} messages/s")


if __name__ == "__main__":
    main()

"""The delivery page: what failed is seen and tried again; the chat channel: set, tested, never shown again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from browser import Browser

from kernel import outbox
from kernel.audit import AuditEntry
from kernel.db import Database
from kernel.delivery.outcome import Outcome, Verdict
from kernel.delivery.patience import Patience
from kernel.delivery.queue import claim, settle
from kernel.outbox import Message, Rendered, State
from kernel.sealed import Unreadable, seal, unseal
from organisation.models import ChatChannel
from organisation.queries.channel import TEST
from organisation.service.channel import letter_of_test

SLACK = "https://hooks.slack.com/services/T0001/B0002/abcdefgh12345678"


@pytest.fixture
def refused(installed: Database, monkeypatch) -> int:
    """A message to Anna whose address the relay refused."""
    monkeypatch.setitem(outbox.RENDERERS, "note", lambda *_: Rendered("Secret subject", "Secret text"))
    with installed.unit_of_work() as session:
        number = outbox.put(session, kind="note", key="1", recipient_id=1, channel="mail", address="old@example.org", payload={}).id
    found = claim(installed, "a", Patience())
    settle(installed, found, Outcome(Verdict.BOUNCED, "The relay said: 550 no such user"), Patience())
    return number


def stored(database: Database, number: int) -> Message:
    with database.unit_of_work(write=False) as session:
        return session.get_one(Message, number)


def verbs(database: Database) -> list[str]:
    with database.unit_of_work(write=False) as session:
        return list(session.scalars(sa.select(AuditEntry.verb).order_by(AuditEntry.seq)))


def test_what_was_refused_is_seen_and_tried_again_at_the_new_address(browser: Browser, installed: Database, refused: int) -> None:
    page = browser.open("/messages")
    for words in ("Failed 1", "Address refused", "old@example.org", "550 no such user", "No scheduler gives a sign of life", "No mail server is set up"):
        assert words in page.text, words
    assert "Secret" not in page.text
    page = page.form("Try again").submit("Try again")
    assert "The message to Anna Kowalski waits to be sent again." in page.text
    found = stored(installed, refused)
    assert (found.state, found.attempts, found.bounced, found.address) == (State.WAITING, 0, False, "anna@example.org")
    assert verbs(installed)[-1] == "try a message again"


def test_what_is_given_up_is_sent_by_nobody(browser: Browser, installed: Database, refused: int) -> None:
    browser.open("/messages").form("Give up").submit("Give up")
    found = stored(installed, refused)
    assert (found.state, found.body_text) == (State.DROPPED, None)
    assert claim(installed, "a", Patience()) is None
    assert verbs(installed)[-1] == "give up a message"


def test_somebody_was_faster(browser: Browser, installed: Database, refused: int) -> None:
    page = browser.open("/messages")
    with installed.unit_of_work() as session:
        session.get_one(Message, refused).state = State.SENT
    assert page.form("Try again").submit("Try again").status == 409


def test_a_chat_channel_is_sealed_tested_and_removed(browser: Browser, installed: Database, monkeypatch) -> None:
    monkeypatch.setitem(outbox.RENDERERS, TEST, letter_of_test)
    page = browser.open("/profile").click("Your chat channel").form("Save").fill({"Address of the webhook": SLACK}).submit("Save")
    assert "Slack, hooks.slack.com/…5678" in page.text
    assert "abcdefgh" not in page.html
    with installed.unit_of_work(write=False) as session:
        channel = session.scalars(sa.select(ChatChannel)).one()
        assert "abcdefgh" not in channel.sealed
        assert b"abcdefgh" not in b"".join(session.scalars(sa.select(AuditEntry.canonical)))
    page = page.form("Send a test message").submit("Send a test message")
    assert "waits for the scheduler" in page.text
    test = claim(installed, "a", Patience(), resting={"mail"})
    assert (test.address, test.subject) == (str(channel.id), "Debrief can write here")
    settle(installed, test, Outcome(Verdict.LATER, "The chat did not take it: it answered 403"), Patience(limit=1))
    page = browser.open("/profile/chat")
    assert "was not taken" in page.text
    assert "it answered 403" in page.text
    page.form("Remove it").submit("Remove it")
    with installed.unit_of_work(write=False) as session:
        assert session.scalars(sa.select(ChatChannel)).all() == []


def test_a_webhook_of_nobody_we_know_is_refused_at_its_field(browser: Browser, installed: Database) -> None:
    page = browser.open("/profile/chat").form("Save").fill({"Address of the webhook": "https://169.254.169.254/latest"}).submit("Save")
    assert page.status == 422
    assert page.errors == ["This is no webhook of Slack, Microsoft Teams, Google Chat, Discord, Webex. Paste the whole address, as the chat shows it."]


def test_outside_the_demo_there_is_no_mail_box(browser: Browser) -> None:
    assert browser.open("/demo/mailbox").status == 404


def test_who_is_forgotten_gets_nothing_and_leaves_no_address(installed: Database, refused: int) -> None:
    with installed.unit_of_work() as session:
        outbox.forget_recipient(session, 1)
    found = stored(installed, refused)
    assert (found.state, found.address, found.body_text, found.last_error) == (State.DROPPED, "", None, None)


def test_a_seal_opens_with_its_key_and_for_its_purpose_only() -> None:
    sealed = seal("key", "chat channel", SLACK)
    assert unseal("key", "chat channel", sealed) == SLACK
    for key, purpose, text in (("other", "chat channel", sealed), ("key", "other", sealed), ("key", "chat channel", sealed[:-4] + "AAAA")):
        with pytest.raises(Unreadable):
            unseal(key, purpose, text)



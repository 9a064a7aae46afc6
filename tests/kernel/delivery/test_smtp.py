"""The relay by SMTP against a real server: what it takes arrives as it was written; protection, sign-in, idle connections."""

from __future__ import annotations

import socket
import ssl
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from kernel.delivery.outcome import Outgoing, Verdict
from kernel.delivery.smtp import MOST_PER_CONNECTION, SmtpChannel
from kernel.relay import Relay


class Taken:
    """What the server took, and over how many connections."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.peers: set[object] = set()

    async def handle_DATA(self, server: SMTP, session, envelope) -> str:
        self.mails.append(envelope.content)
        self.peers.add(session.peer)
        return "250 OK"


class Server(Controller):
    """aiosmtpd in a thread, on a port that is free."""

    def __init__(self, handler: object, context: ssl.SSLContext | None = None, **more: object) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=0, **more)
        self.implicit = context

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, host="127.0.0.1", port=0, ssl=self.implicit)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        with socket.create_connection(("127.0.0.1", self.port), 5) as plain:
            if self.implicit is not None:
                ssl._create_unverified_context().wrap_socket(plain).close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(of the server, of a client that trusts it)."""
    folder: Path = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cafile=str(folder / "cert.pem"))


@pytest.fixture
def running():
    servers: list[Server] = []

    def start(handler: object, **more: object) -> Server:
        server = Server(handler, **more)
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


def relay(server: Server, security: str = "none", **more: object) -> Relay:
    return Relay("127.0.0.1", server.port, security, "Debrief <debrief@example.com>", timeout=5, **more)


def note(number: int = 1, **given: object) -> Outgoing:
    values = {"address": "anna@example.com", "subject": "Überfällig: Maßnahme", "text": "Hallo\n.ein Punkt\n..zwei\n", "html": "<p>Hallo Jürgen</p>"}
    return Outgoing(id=number, fence=1, attempt=1, channel="mail", message_id=f"<{number}@debrief.example.com>", **{**values, **given})


def test_a_mail_arrives_as_it_was_written(running) -> None:
    taken = Taken()
    channel = SmtpChannel(relay(running(taken)))
    assert channel.send(note()).verdict is Verdict.SENT
    channel.close()
    mail = message_from_bytes(taken.mails[0].replace(b"\r\n", b"\n"), policy=policy.default)
    assert (mail["From"], mail["To"], mail["Subject"]) == ("Debrief <debrief@example.com>", "anna@example.com", "Überfällig: Maßnahme")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<1@debrief.example.com>", "auto-generated")
    assert mail.get_body(("plain",)).get_content() == "Hallo\n.ein Punkt\n..zwei\n"
    assert mail.get_body(("html",)).get_content() == "<p>Hallo Jürgen</p>\n"
    assert mail.defects == []
    assert taken.mails[0].isascii()


def test_many_mails_share_a_connection(running) -> None:
    taken = Taken()
    channel = SmtpChannel(relay(running(taken)))
    for number in range(MOST_PER_CONNECTION + 3):
        assert channel.send(note(number)).verdict is Verdict.SENT
    channel.close()
    assert (len(taken.mails), len(taken.peers)) == (MOST_PER_CONNECTION + 3, 2)


def test_an_idle_connection_that_was_closed_costs_nothing(running) -> None:
    taken = Taken()
    channel = SmtpChannel(relay(running(taken)))
    channel.send(note(1))
    channel.abort()  # the other end is gone, as after an idle hour
    assert channel.send(note(2)).verdict is Verdict.SENT
    channel.close()
    assert len(taken.mails) == 2


def test_starttls_and_sign_in(running, certificate) -> None:
    taken, (server, client) = Taken(), certificate

    def check(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"debrief", b"right"), handled=False)

    started = running(taken, tls_context=server, require_starttls=True, authenticator=check, auth_required=True)
    channel = SmtpChannel(relay(started, "starttls", user="debrief", password="right"), client)
    assert channel.send(note()).verdict is Verdict.SENT
    channel.close()
    refused = SmtpChannel(relay(started, "starttls", user="debrief", password="wrong"), client).send(note())
    assert (refused.verdict, "535" in refused.error, "wrong" in refused.error) == (Verdict.UNAVAILABLE, True, False)
    assert len(taken.mails) == 1


def test_tls_from_the_first_byte(running, certificate) -> None:
    taken, (server, client) = Taken(), certificate
    channel = SmtpChannel(relay(running(taken, context=server), "tls"), client)
    assert channel.send(note()).verdict is Verdict.SENT
    channel.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(running, certificate) -> None:
    taken, (server, _) = Taken(), certificate
    outcome = SmtpChannel(relay(running(taken, tls_context=server), "starttls")).send(note())
    assert (outcome.verdict, "certificate" in outcome.error) == (Verdict.UNAVAILABLE, True)
    assert taken.mails == []


def test_a_relay_without_starttls_gets_nothing(running) -> None:
    taken = Taken()
    outcome = SmtpChannel(relay(running(taken), "starttls")).send(note())
    assert outcome.verdict is Verdict.UNAVAILABLE
    assert taken.mails == []


def test_no_relay_is_no_fault_of_the_message() -> None:
    outcome = SmtpChannel(Relay("127.0.0.1", 9, "none", "debrief@example.com", timeout=1)).send(note())
    assert outcome.verdict is Verdict.UNAVAILABLE
    assert "127.0.0.1:9" in outcome.error


def test_a_sender_that_is_not_liked_is_no_fault_of_the_message(running) -> None:
    class Picky(Taken):
        async def handle_MAIL(self, server, session, envelope, address, options) -> str:
            return "553 5.7.1 Sender address rejected"

    channel = SmtpChannel(relay(running(Picky())))
    outcome = channel.send(note())
    channel.close()
    assert (outcome.verdict, "553" in outcome.error) == (Verdict.UNAVAILABLE, True)


@pytest.mark.parametrize("address", ["jürgen@example.com", "anna@example.com\r\nBcc: eve@example.com", "no address", "a@b@c"])
def test_an_address_that_cannot_be_mailed_is_refused_for_good(running, address: str) -> None:
    taken = Taken()
    server = running(taken, enable_SMTPUTF8=False)
    outcome = SmtpChannel(relay(server)).send(note(address=address))
    assert outcome.verdict in {Verdict.REFUSED, Verdict.BOUNCED}
    assert taken.mails == []


def test_text_that_no_mail_can_hold_is_refused_for_good(running) -> None:
    outcome = SmtpChannel(relay(running(Taken()))).send(note(text="half a pair: \ud83d"))
    assert outcome.verdict is Verdict.REFUSED

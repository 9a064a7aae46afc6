"""The relay by SMTP (RFC 5321): one connection for many messages, and an exact answer to "was it taken?".

Before the final dot nothing counts as taken, so whatever goes wrong there is safe to repeat. Between the dot and the
answer to it nobody knows (§6.1, RFC 1047): only what goes wrong there leaves a message in doubt.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from email.utils import parseaddr

from kernel.delivery.mail import UNWRITABLE, written
from kernel.delivery.outcome import Outcome, Outgoing, Verdict
from kernel.relay import Relay

MOST_PER_CONNECTION = 100
SERVICE_CLOSES = 421

_DOT = re.compile(rb"(?m)^\.")


class SmtpChannel:
    """One sender's way to the relay; not for several threads, but ``abort`` may come from another."""

    def __init__(self, relay: Relay, context: ssl.SSLContext | None = None) -> None:
        self.relay = relay
        self._context = context or ssl.create_default_context()
        self._connection: smtplib.SMTP | None = None
        self._handed_over = 0

    def send(self, message: Outgoing) -> Outcome:
        try:
            content = written(message, self.relay.sender)
        except UNWRITABLE as wrong:
            return Outcome(Verdict.REFUSED, f"No mail can be made of it: {wrong}")
        was_open = self._connection is not None
        outcome = self._attempt(message, content)
        if outcome is None and was_open:  # the relay had closed an idle connection: nothing of this message was said
            outcome = self._attempt(message, content)
        return outcome or Outcome(Verdict.LATER, "The relay closed the connection")

    def _attempt(self, message: Outgoing, content: bytes) -> Outcome | None:
        """None when the connection was gone at the first command."""
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException) as wrong:
            self._drop()
            return Outcome(Verdict.UNAVAILABLE, f"The relay {self.relay.host}:{self.relay.port} cannot be used: {_words(wrong)}")
        try:
            return self._hand_over(connection, message, content)
        except smtplib.SMTPServerDisconnected:
            self._drop()
            return None
        except (OSError, smtplib.SMTPException) as wrong:
            self._drop()
            return Outcome(Verdict.LATER, f"The relay broke off: {_words(wrong)}")

    def _hand_over(self, connection: smtplib.SMTP, message: Outgoing, content: bytes) -> Outcome:
        """The envelope, the text, and what the relay says to it."""
        options = []
        if not message.address.isascii():
            if not connection.has_extn("smtputf8"):
                return Outcome(Verdict.BOUNCED, "The relay takes no address with other letters than ASCII (SMTPUTF8)")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code, answer = connection.mail(parseaddr(self.relay.sender)[1], options)
        if code != 250:  # it is the sender that is not liked, whatever the message: none is to blame
            return self._refused(code, answer, Verdict.UNAVAILABLE)
        try:
            code, answer = connection.rcpt(message.address)
            if code not in {250, 251}:
                return self._refused(code, answer, Verdict.BOUNCED)
            code, answer = connection.docmd("DATA")
            if code != 354:
                return self._refused(code, answer, Verdict.REFUSED)
            connection.send(_DOT.sub(b"..", content) + b".\r\n")  # in one piece: what fails in here did not bring the dot
        except smtplib.SMTPServerDisconnected as wrong:
            self._drop()
            return Outcome(Verdict.LATER, f"The relay broke off: {_words(wrong)}")
        return self._answer_to_the_dot(connection)

    def _answer_to_the_dot(self, connection: smtplib.SMTP) -> Outcome:
        if connection.sock:
            connection.sock.settimeout(4 * self.relay.timeout)
        try:
            code, answer = connection.getreply()
        except (OSError, smtplib.SMTPException) as wrong:
            self._drop()
            return Outcome(Verdict.IN_DOUBT, f"The text was out, and no answer came: {_words(wrong)}")
        if connection.sock:
            connection.sock.settimeout(self.relay.timeout)
        self._handed_over += 1
        if code == 250:
            return Outcome(Verdict.SENT)
        if not 400 <= code <= 599:
            self._drop()
            return Outcome(Verdict.IN_DOUBT, f"The text was out, and the answer made no sense: {_said(code, answer)}")
        return self._refused(code, answer, Verdict.REFUSED)

    def _refused(self, code: int, answer: bytes, for_good: Verdict) -> Outcome:
        """5yz is for good, all else for now; afterwards the connection is ready for the next message, or gone."""
        verdict = for_good if 500 <= code <= 599 else Verdict.LATER
        if code == SERVICE_CLOSES or not self._is_reset():
            self._drop()
        return Outcome(verdict, _said(code, answer))

    def _is_reset(self) -> bool:
        try:
            return self._connection is not None and self._connection.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _connected(self) -> smtplib.SMTP:
        if self._handed_over >= MOST_PER_CONNECTION:
            self.close()
        if self._connection is None:
            self._handed_over = 0
            self._connection = self._open()
        return self._connection

    def _open(self) -> smtplib.SMTP:
        relay, name = self.relay, socket.gethostname()
        if relay.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, name, timeout=relay.timeout, context=self._context)
        else:
            connection = smtplib.SMTP(relay.host, relay.port, name, timeout=relay.timeout)
        try:
            if relay.security == "starttls":
                connection.starttls(context=self._context)
            connection.ehlo_or_helo_if_needed()
            if relay.user and relay.password:
                connection.login(relay.user, relay.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Say goodbye; a relay that does not answer is left without."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
        self._drop()

    def abort(self) -> None:
        sock = self._connection.sock if self._connection else None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _said(code: int, answer: bytes) -> str:
    return f"The relay said: {code} {answer.decode('utf-8', 'replace')}"


def _words(wrong: Exception) -> str:
    if isinstance(wrong, smtplib.SMTPResponseException):
        answer = wrong.smtp_error
        return f"{wrong.smtp_code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"
    return str(wrong) or type(wrong).__name__

"""A message as RFC 5322 wants it."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from kernel import clock
from kernel.delivery.outcome import Outgoing

#: What ``written`` raises for what no mail can hold.
UNWRITABLE = (ValueError, LookupError, MessageError)
# Seven bits, so that no relay on the way has to know 8BITMIME.
_PLAIN, _UNICODE = SMTP.clone(cte_type="7bit"), SMTPUTF8.clone(cte_type="7bit")


def written(message: Outgoing, sender: str) -> bytes:
    """The mail, ready for DATA but for its dots: UTF-8, text first and HTML beside it.

    It says that a machine wrote it, so that nobody's absence note answers (RFC 3834). Raises one of
    ``UNWRITABLE`` for what no mail can hold.
    """
    name, address = parseaddr(sender)
    mail = EmailMessage(policy=_PLAIN if message.address.isascii() else _UNICODE)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=message.address)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(message.text)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html")
    return mail.as_bytes()

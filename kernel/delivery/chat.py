"""Chats, through Apprise. Imported by whoever sends, nowhere else: the import is slow and brings an HTTP client."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from apprise import Apprise, AppriseAsset, AppriseResult, AppriseResultStatus, NotifyFormat

from kernel.delivery.outcome import Outcome, Outgoing, Verdict

#: No redirect is followed and no attachment is fetched: an address leads where it says, or nowhere.
_ASSET = AppriseAsset(http_redirects=False, app_id="Debrief", app_desc="Debrief", app_url="", async_mode=False)
_STATUS = re.compile(r"error=(\d{3})\b")
logging.getLogger("apprise").propagate = False  # its lines may hold addresses, which are secrets


class ChatChannel:
    """``address_of`` opens the secret address of a channel by its number, None when there is none any more."""

    def __init__(self, address_of: Callable[[str], str | None]) -> None:
        self._address_of = address_of

    def send(self, message: Outgoing) -> Outcome:
        address = self._address_of(message.address)
        if address is None:
            return Outcome(Verdict.BOUNCED, "The chat channel was removed, or its address has to be entered again")
        chat = Apprise(asset=_ASSET)
        if not chat.add(address):
            return Outcome(Verdict.BOUNCED, "The address of the chat channel is not understood any more; enter it again")
        answer = chat.notify(title=message.subject, body=message.text, body_format=NotifyFormat.TEXT)
        if answer:
            return Outcome(Verdict.SENT)
        if answer.status is AppriseResultStatus.TIMEOUT:
            return Outcome(Verdict.IN_DOUBT, "The chat did not answer in time")
        return Outcome(Verdict.LATER, f"The chat did not take it{_code(answer)}")

    def close(self) -> None:
        """Nothing is held open."""

    def abort(self) -> None:
        """Apprise ends by itself: it gives up after some seconds."""


def _code(answer: AppriseResult) -> str:
    """The status that the chat answered with, and nothing else of Apprise's words: they may hold the address."""
    found = [number for entry in answer.logs() for number in _STATUS.findall(str(entry))]
    return f": it answered {found[-1]}" if found else ""

"""What a meeting may decide about an action, as data: the words on the form, what each needs, what the minutes say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple


class Choice(NamedTuple):
    """``hint`` says what to enter, ``needs`` are the fields for it; ``said`` is the sentence of the minutes, filled from the facts.

    A key of ``CHOICES`` that is a transition of the lifecycle is that transition.
    """

    label: str
    said: str
    needs: tuple[str, ...] = ()
    hint: str = ""


#: In the order of the form.
CHOICES: Mapping[str, Choice] = {
    "grant_move": Choice("Move the date as asked", "New date, as it was asked for: {due}, was {was}"),
    "decline_move": Choice("Keep the date", "The date stays: {was}. {due} was asked for", ("words",), "Say why"),
    "keep_owner": Choice("It stays with its owner", "It stays with {owner}", ("words",), "Say why"),
    "confirm": Choice("Confirm it as it is", "Confirmed as it was brought in"),
    "verify": Choice("It was done as agreed", "Checked: it was done as agreed"),
    "send_back": Choice("Send it back", "Sent back to its owner", ("words",), "Say what is missing"),
    "await_effect": Choice("Its effect can be checked now", "Its effect is to be checked now"),
    "find_effective": Choice("It worked", "Its effect was checked: it worked"),
    "find_partly_effective": Choice("It worked in part", "Its effect was checked: it worked in part", ("words",), "Say what worked, and what did not"),
    "find_not_effective": Choice("It did not work", "Its effect was checked: it did not work, and it is open again", ("words",), "Say what shows it. It is open again"),
    "risk_expires": Choice("Bring it back as an action", "Brought back: the risk is no longer accepted"),
    "new_date": Choice("Give it a new date", "New date: {due}, was {was}", ("day", "words"), "Enter the date, and why"),
    "new_owner": Choice("Give it to somebody else", "New owner: {owner}, was {was_owner}", ("owner",), "Select who"),
    "start": Choice("Work goes on", "Work goes on"),
    "accept_risk": Choice("Accept the risk", "The risk is accepted until {until}", ("day", "words"), "Enter until when, and why"),
    "cancel": Choice("Cancel it", "Cancelled", ("words",), "Say why"),
    "keep": Choice("Leave it as it is", "Left as it is", ("words",), "Say why"),
}
ASKED = "A new date was asked for: {due}, is {was}. It waits for the problem manager"
MISSING = {"day": "Enter the date", "owner": "Select who should own it", "words": "Enter why, or what is missing"}


def missing(decision: str, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """A sentence for each field that the decision needs and that is empty.

    >>> missing("cancel", {"words": ""})
    {'words': ['Enter why, or what is missing']}
    """
    return {name: [MISSING[name]] for name in CHOICES[decision].needs if not given.get(name)}


def sentence(decision: str, facts: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """What the minutes say. Facts hold ids of people and ISO dates.

    >>> sentence("new_date", {"due": "2026-12-11", "was": "2026-12-04"}, {})
    'New date: 11 Dec 2026, was 4 Dec 2026'
    """
    said = ASKED if facts.get("waits") else CHOICES[decision].said
    days = {key: _day(facts.get(key)) for key in ("due", "was", "until")}
    people = {key: names.get(facts.get(key) or 0, "nobody") for key in ("owner", "was_owner")}
    return said.format(**days, **people)


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%-d %b %Y}" if text else "none"

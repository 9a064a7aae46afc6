"""What a ticket of another tool says, in words that all tools share; three shapes of messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class TicketState(StrEnum):
    """How a ticket stands, in words that all tools share."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OPEN, IN_PROGRESS, CLOSED, CANCELLED = (state.value for state in TicketState)

#: States of a ticket by the words that tools use for them. What is not here is under way.
WORDS: Mapping[str, str] = {
    **dict.fromkeys(["open", "new", "to do", "todo", "pending", "draft", "assess", "authorize", "scheduled"], OPEN),
    **dict.fromkeys(["closed", "done", "resolved", "complete", "completed", "closed complete", "closed/resolved", "fixed"], CLOSED),
    **dict.fromkeys(["cancelled", "canceled", "closed incomplete", "closed skipped", "rejected", "won't do", "won’t do", "duplicate"], CANCELLED),
}
#: ServiceNow's numbers, for each kind of record; the rest follows ``TASK``.
TASK: Mapping[str, str] = {"-5": OPEN, "1": OPEN, "2": IN_PROGRESS, "3": CLOSED, "4": CANCELLED, "7": CANCELLED}
NUMBERS: Mapping[str, Mapping[str, str]] = {
    "change_request": {"-5": OPEN, "-4": OPEN, "-3": OPEN, "-2": OPEN, "-1": IN_PROGRESS, "0": IN_PROGRESS, "3": CLOSED, "4": CANCELLED},
    "incident": {"1": OPEN, "2": IN_PROGRESS, "3": IN_PROGRESS, "6": CLOSED, "7": CLOSED, "8": CANCELLED},
    "problem": {"101": OPEN, "102": OPEN, "103": IN_PROGRESS, "104": IN_PROGRESS, "106": CLOSED, "107": CLOSED},
}
#: Jira's three categories of states, whatever a project calls its own.
CATEGORIES = {"new": OPEN, "indeterminate": IN_PROGRESS, "done": CLOSED}
#: Prefix of a number -> kind of record, where the message does not say it.
PREFIXES = {"CHG": "change_request", "INC": "incident", "PRB": "problem"}


@dataclass(frozen=True, slots=True)
class TicketNews:
    """``said`` are the tool's own words about the end; ``evidence`` a link that shows it, "" where there is none."""

    ticket: str
    state: str
    url: str = ""
    said: str = ""
    evidence: str = ""


def generic(body: Mapping[str, Any]) -> TicketNews:
    return TicketNews(body["ticket"], body["state"], body["url"], body["said"], body["evidence"])


def jira(body: Mapping[str, Any]) -> TicketNews:
    """"Done" with a resolution that means "not done" is cancelled."""
    issue = body["issue"]
    told, key = issue["told"], issue["key"]
    status, resolution = told["status"], (told["resolution"] or {}).get("name", "")
    category = (status.get("statusCategory") or {}).get("key", "")
    state = CATEGORIES.get(category) or state_of(status["name"])
    if state == CLOSED and state_of(resolution) == CANCELLED:
        state = CANCELLED
    base = issue["self"].partition("/rest/")
    url = f"{base[0]}/browse/{key}" if base[1] and base[0].startswith(("https://", "http://")) else ""
    return TicketNews(key, state, url, said=resolution or status["name"])


def servicenow(body: Mapping[str, Any]) -> TicketNews:
    number, text = body["number"], body["state"]
    kind = body["sys_class_name"] or PREFIXES.get(number[:3].upper(), "")
    state = NUMBERS.get(kind, TASK).get(text, IN_PROGRESS) if text.lstrip("-").isdigit() else state_of(text)
    return TicketNews(number, state, body["url"], said=body["close_notes"] or body["close_code"])


def state_of(words: str) -> str:
    """
    >>> state_of("Closed Complete"), state_of("In Review")
    ('closed', 'in_progress')
    """
    return WORDS.get(" ".join(words.lower().split()), IN_PROGRESS)


READERS: Mapping[str, Callable[[Mapping[str, Any]], TicketNews]] = {"generic": generic, "jira": jira, "servicenow": servicenow}

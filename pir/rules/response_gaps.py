"""What went wrong in a response, found in the answers of the check and in the updates; each with an action that would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

A_MINUTE = timedelta(minutes=1)
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gap:
    """`key` names the check; `text` says what was found; `action` is a title that begins with a verb, to start from."""

    key: str
    text: str
    action: str


def gaps(document: Document) -> list[Gap]:
    """The gaps of a snapshot document, in the order of the page; none in documents from before the check was kept.

    An analysis is overdue as of the day of the document (UTC).
    """
    check = document.get("response_check")
    if not check:
        return []
    return [
        *_runbook(check), *_called(check), *_severity(check), *_hypotheses(check),
        *_suppliers(check, datetime.fromisoformat(document["as_of"]).date()), *_updates(document.get("communications")),
    ]  # fmt: skip


def minutes_between(start: str, end: str | None) -> int | None:
    """Whole minutes from one written instant to another; None without an end."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)) // A_MINUTE if end else None


def _runbook(check: Document) -> Iterator[Gap]:
    name = check["runbook"].strip() or "the runbook"
    if check["runbook_use"] == "none_existed":
        yield Gap("no_runbook", "No runbook existed for this", "Write the runbook that was missing")
    if check["runbook_use"] == "not_used":
        yield Gap("runbook_not_used", f"A runbook existed and was not used{_because(check['runbook_note'])}", f"Link {name} from the alert that asks for it")
    if check["runbook_right"] in {"no", "partly"} and check["runbook_use"] != "none_existed":
        how = "not right" if check["runbook_right"] == "no" else "only partly right"
        yield Gap("runbook_wrong", f"The runbook was {how}{_because(check['runbook_note'])}", f"Correct {name} and try it once")


def _called(check: Document) -> Iterator[Gap]:
    limit = check["on_call_minutes"]
    for row in check["on_call"]:
        minutes = minutes_between(row["paged_at"], row["reached_at"])
        if minutes is None:
            yield Gap("on_call", f"{row['who']} was paged and not reached", f"Name a second person to page when {row['who']} does not answer")
        elif minutes > limit:
            yield Gap("on_call", f"{row['who']} was reached after {minutes} min; the policy asks for {limit}", f"Shorten the way to reach {row['who']}")


def _severity(check: Document) -> Iterator[Gap]:
    if check["severity_right"] in {"no", "partly"}:
        yield Gap("severity", f"The severity was not right in the first ten minutes{_because(check['severity_note'])}",
                  "Show in the first alert what decides the severity")  # fmt: skip


def _hypotheses(check: Document) -> Iterator[Gap]:
    rows = check["hypotheses"]
    for row in rows:
        if row["outcome"] == "open":
            yield Gap("hypothesis", f"Never settled: {row['statement']}", f"Test whether it holds: {row['statement']}")
    timed = sorted((row for row in rows if row["opened_at"]), key=lambda row: datetime.fromisoformat(row["opened_at"]))
    one_by_one = all(a["closed_at"] and datetime.fromisoformat(a["closed_at"]) <= datetime.fromisoformat(b["opened_at"]) for a, b in pairwise(timed))
    if len(timed) > 1 and one_by_one:
        yield Gap("one_by_one", f"{len(timed)} hypotheses were followed one after another, never two at once", "Have a second person follow a second hypothesis from the start")


def _suppliers(check: Document, today: date) -> Iterator[Gap]:
    for row in check["suppliers"]:
        name = row["supplier"]
        if not row["requested_on"]:
            yield Gap("supplier", f"No analysis was requested of {name} yet", f"Request an analysis of {name}, with a date")
        elif row["due_on"] and not row["received_on"] and date.fromisoformat(row["due_on"]) < today:
            yield Gap("supplier", f"The analysis of {name} is overdue since {_written(row['due_on'])}", f"Escalate the overdue analysis at {name}")
        elif row["received_on"] and not row["accepted_on"]:
            yield Gap("supplier", f"The analysis of {name} was received and not accepted", f"Accept or return the analysis of {name}")
        if not row["owner"]:
            yield Gap("supplier_owner", f"Nobody of us follows the analysis of {name}", f"Name an owner for the analysis of {name}")


def _updates(told: Document | None) -> Iterator[Gap]:
    """The cadence of all updates together; where one audience was kept waiting, its own."""
    target = told["target"] if told else None
    if not told or not target:
        return
    rows = told["audiences"]
    for row in rows if len(rows) == 1 else rows[1:]:
        whom = {"all": "stakeholders", "": "stakeholders"}.get(row["audience"], row["audience"])
        if row["first_late"]:
            when = f"after {row['first_minutes']} min" if row["count"] else "never"
            yield Gap("first_update", f"First update to {whom}: {when}; the policy asks for {target['first_minutes']} min",
                      f"Prepare a first update to {whom} that can be sent at once")  # fmt: skip
        longest = max((s["minutes"] for s in row["silences"] if s["long"]), default=None)
        if longest:
            yield Gap("silence", f"{whom.capitalize()} heard nothing for {longest} min; the policy asks for an update every {target['every_minutes']} min",
                      f"Name who sends the updates to {whom} while others repair")  # fmt: skip
        if row["count"] and row["all_clear_missing"]:
            yield Gap("all_clear", f"No all-clear to {whom} is recorded", f"Send the all-clear to {whom} before the incident is closed")


def _because(note: str) -> str:
    said = " ".join(note.split()).rstrip(".")
    return f": {said}" if said else ""


def _written(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b %Y}"

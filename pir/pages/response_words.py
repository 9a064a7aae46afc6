"""The response check in words, for its page, the overview and frozen versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from incidents.rules.written import day_text
from pir.rules.response_gaps import gaps, minutes_between
from pir.schemas.response import ANSWERS, OUTCOMES, RUNBOOK_USES, STEPS
from web.filters import local


def told(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answers in words; None for frozen versions from before the check was kept."""
    check = shown.get("response_check")
    if not check:
        return None
    zone, limit = shown["zone"], check["on_call_minutes"]
    return {
        "answered": any(check[name] for name in ("runbook_use", "severity_right", "on_call", "hypotheses", "suppliers")),
        "runbook": RUNBOOK_USES.get(check["runbook_use"], ""), "runbook_name": check["runbook"], "runbook_right": ANSWERS.get(check["runbook_right"], ""),
        "runbook_note": check["runbook_note"], "severity": ANSWERS.get(check["severity_right"], ""), "severity_note": check["severity_note"], "limit": limit,
        "on_call": [{**row, "minutes": minutes_between(row["paged_at"], row["reached_at"])} for row in check["on_call"]],
        "hypotheses": [{**row, "outcome": OUTCOMES[row["outcome"]], "from": _clock(row["opened_at"], zone), "to": _clock(row["closed_at"], zone)}
                       for row in check["hypotheses"]],
        "suppliers": [{**row, **{step: day_words(row[step]) for step in STEPS}} for row in check["suppliers"]], "steps": list(STEPS),
    }  # fmt: skip


def with_actions(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each gap with the action of the review that has its title, where there is one."""
    made = {action["title"]: action["ref"] for action in shown["actions"]}
    return [{"text": gap.text, "action": gap.action, "ref": made.get(gap.action[:140])} for gap in gaps(shown)]


def _clock(at: str | None, zone: str) -> str:
    return local(at, zone, "short") if at else ""


def day_words(day: str | None) -> str:
    """A date of the document as it is read and typed."""
    return day_text(date.fromisoformat(day)) if day else ""

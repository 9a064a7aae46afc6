"""The document's terms in the words of a reader; tables, so that a new term is one line."""

from __future__ import annotations

from collections.abc import Sequence

from exports.model import Tone

NONE_RECORDED = "None recorded."
NOTHING = "–"

KIND = {"incident": "Post-incident review", "near_miss": "Near-miss review", "exercise": "Exercise review"}
KIND_OF_EVENT = {"incident": "Incident", "near_miss": "Near miss", "exercise": "Exercise"}
SEVERITY = {1: "critical", 2: "high", 3: "moderate", 4: "low"}
STATE = {
    "draft": "draft",
    "in_review": "in review",
    "approved": "approved",
    "published": "published",
    "waived": "waived",
}
APPROVED = ("approved", "published")

PRECISION = {"exact": "Exact", "about": "About", "unknown": "Unknown"}
CLOCK = {"session": "Review session", "approval": "Approval", "pre_read": "Pre-read"}
BASIS = {"restored": "restored", "resolved": "resolved", "opened": "review opened"}
SOURCE = {"servicenow": "ServiceNow", "form": "Entered by hand", "paste": "Pasted text"}
PERSON_ROLE = {
    "facilitator": "Facilitator",
    "scribe": "Scribe",
    "service_owner": "Service owner",
    "approver": "Approver",
    "participant": "Participant",
    "observer": "Observer",
    "problem_manager": "Problem manager",
}
PHASE = {
    "latent": ("Latent", Tone.LATENT),
    "undetected": ("Undetected", Tone.UNDETECTED),
    "diagnosis": ("Diagnosis", Tone.DIAGNOSIS),
    "mitigation": ("Mitigation", Tone.MITIGATION),
    "recovery": ("Recovery", Tone.RECOVERY),
    "after": ("After", Tone.AFTER),
}

STRENGTH = {
    "eliminate": "Eliminate",
    "engineer": "Engineer",
    "detect": "Detect",
    "administrative": "Administrative",
}
EFFECT = {"eliminates": "Eliminates", "reduces": "Reduces", "detects": "Detects"}
SHOWN_AS = {"to_do": "to do", "doing": "doing", "done": "done and not checked yet", "checked": "checked", "dropped": "dropped"}
ACTION_STATE = {
    "proposed": ("Proposed", Tone.ON_TRACK),
    "accepted": ("Accepted", Tone.ON_TRACK),
    "in_progress": ("On track", Tone.ON_TRACK),
    "blocked": ("Blocked", Tone.RISK),
    "done": ("Done, not checked", Tone.RISK),
    "verified": ("Done, checked", Tone.GOOD),
    "effectiveness_due": ("Done, effect due", Tone.GOOD),
    "effective": ("Effective", Tone.GOOD),
    "partly_effective": ("Partly effective", Tone.RISK),
    "not_effective": ("Not effective", Tone.LATE),
    "refused": ("Refused", Tone.DROPPED),
    "cancelled": ("Cancelled", Tone.DROPPED),
    "risk_accepted": ("Risk accepted", Tone.RISK),
    "superseded": ("Replaced", Tone.DROPPED),
}
OPEN_ACTION = ("to_do", "doing")

DECISION = {"submitted": "Submitted", "approved": "Approved", "returned": "Returned"}
METHOD = {"sign-in": "Sign-in", "link": "Mail link", "api": "API"}


def sentence(text: str) -> str:
    """Return text that ends like a sentence.

    >>> sentence("Logs were full"), sentence("Why?")
    ('Logs were full.', 'Why?')
    """
    trimmed = text.strip()
    return trimmed if trimmed.endswith((".", "!", "?", ":", "…")) else f"{trimmed}."


def listed(names: Sequence[str], limit: int = 6) -> str:
    """Return "a, b and c", or "a, b and 3 more" beyond the limit.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(list("abcde"), 2)
    ('a', 'a, b and c', 'a, b and 3 more')
    """
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return "1 action" or "8 actions".

    >>> count(1, "action"), count(0, "entry", "entries")
    ('1 action', '0 entries')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def plain(text: str | None, absent: str = NOTHING) -> str:
    """Return text without blanks around it, or what stands for nothing: no cell is ever empty."""
    return (text or "").strip() or absent

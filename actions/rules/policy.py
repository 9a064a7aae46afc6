"""What a policy expects of the actions of one source record (decision 17): plain questions over its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Strongest first (screens.md, strength of actions).
STRENGTHS = ("eliminate", "engineer", "detect", "administrative")
#: What prevents: these get the full effectiveness check.
STRONG = frozenset({"eliminate", "engineer"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """``severity`` of the source, None where it has none; ``terms`` are the group "actions" of its policy."""

    severity: int | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)


def due_days(expected: Expectation, kind: str) -> int | None:
    """Days within which an action of this kind is due; the shorter of what severity and kind say, None for neither.

    >>> due_days(Expectation(1, {"due_days": {"1": 90}, "due_days_by_kind": {"repair": 30}}), "repair")
    30
    """
    by_severity = expected.terms.get("due_days", {}).get(str(expected.severity))
    by_kind = expected.terms.get("due_days_by_kind", {}).get(kind)
    return min((days for days in (by_severity, by_kind) if days), default=None)


def needs_evidence(expected: Expectation) -> bool:
    """True where "done" without evidence is not enough to be checked."""
    return expected.severity in expected.terms.get("evidence_for_severity", ())


def counts_as_strong(expected: Expectation) -> frozenset[str]:
    """The strengths that stop a root cause: the weakest that the policy takes, and all above it."""
    weakest = expected.terms.get("least_strength", "engineer")
    return frozenset(STRENGTHS[: STRENGTHS.index(weakest) + 1])


def effect_days(expected: Expectation, strength: str | None, *, on_root: bool) -> int | None:
    """Days after which the effect of an action is checked; None when being checked as done is its end.

    ``on_root``: it eliminates or reduces a root cause.
    """
    wanted = {
        "all": True, "strong": strength in STRONG, "root_strong": strength in STRONG and on_root,
    }.get(expected.terms.get("full_check", "none"), False)
    return expected.terms.get("effect_days") if wanted else None


def may_verify(rule: str, *, raised_it: bool, checks: bool, is_problem_manager: bool) -> bool:
    """Whether somebody may say that an action was done; that it is not the owner, the guards of the lifecycle see to.

    ``rule`` is a term of the policy: ``checker``, ``raiser`` or ``problem_manager``.
    """
    if rule == "problem_manager":
        return is_problem_manager
    return checks or (rule == "raiser" and raised_it)


def verifier(expected: Expectation, *, full: bool) -> str:
    """The rule for an action; ``full``: its effect is checked too."""
    return str(expected.terms.get("full_verifier" if full else "other_verifier", "checker"))

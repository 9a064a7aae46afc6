"""What a policy asks of updates, as a sentence for pages and reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def asked(target: Mapping[str, int | None] | None, severity: int | None) -> str:
    """The policy as a sentence.

    >>> asked({"first_minutes": None, "every_minutes": 60}, 1).replace("\\xa0", " ")
    'At P1 the policy asks for an update every 60 min until the all-clear.'
    """
    if target is None:
        return "The policy asks for no updates at this severity."
    return f"At P{severity} the policy asks " + " and ".join(_parts(target)) + "."


def _parts(target: Mapping[str, int | None]) -> Iterator[str]:
    if target["first_minutes"]:
        yield f"for a first update within {target['first_minutes']}\N{NO-BREAK SPACE}min of detection"
    if target["every_minutes"]:
        yield f"for an update every {target['every_minutes']}\N{NO-BREAK SPACE}min until the all-clear"

"""3 Impact: each measure with its unit, its source and how exact it is."""

from __future__ import annotations

from exports.model import Paragraph, Part, Text, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import in_utc, instant

_REPORTABLE = {"yes": "Reportable", "no": "Not reportable", "not_decided": "Not decided yet whether it is reportable"}


def part(facts: Facts) -> Part:
    """Return the impact; a review always says what it was, or that nobody has recorded it."""
    measures = facts.document["impact"]
    if not measures:
        return Part("impact", "Impact", (paragraph(words.NONE_RECORDED), *_regulator(facts)))
    made = table(
        "impact-measures",
        "Impact by measure",
        "Measure, value, unit, source and precision of each impact",
        (("Measure", 58), ("Value", 28, True), ("Unit", 24), ("Source", 38), ("Precision", 22)),
        [
            (
                words.plain(measure["measure"]),
                words.plain(measure["value"]),
                words.plain(measure["unit"]),
                facts.role_of(measure["source"], "Not stated"),
                words.PRECISION.get(measure["precision"], "Unknown"),
            )
            for measure in measures
        ],
        head_column=True,
    )
    return Part("impact", "Impact", (made, *_regulator(facts)))


def _regulator(facts: Facts) -> list[Paragraph]:
    """Return the sentence about the regulator; nothing where nobody has said anything."""
    told = facts.document["regulator"]
    if told["reportable"] is None:
        return []
    said = [f"{_REPORTABLE[told['reportable']]}{_to(told['authority'])}"]
    said += [f"reference {told['reference']}"] if told["reference"] else []
    said += [f"report due {in_utc(instant(told['due_at']))} UTC"] if told["due_at"] else []
    return [Paragraph((Text("Regulator. ", bold=True), Text(words.sentence(", ".join(said)))))]


def _to(authority: str) -> str:
    return f" to {authority}" if authority else ""

"""3 Impact: each measure with its unit, its source and how exact it is."""

from __future__ import annotations

from exports.model import Part, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts


def part(facts: Facts) -> Part:
    """Return the impact; a review always says what it was, or that nobody has recorded it."""
    measures = facts.document["impact"]
    if not measures:
        return Part("impact", "Impact", (paragraph(words.NONE_RECORDED),))
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
    return Part("impact", "Impact", (made,))

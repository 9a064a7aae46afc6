"""What a pasted ticket or chat says of itself: title, severity, reference, milestones. Guesses for a form, never stored as such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from incidents.rules.times import MILESTONES, PAIRS
from pir.rules.line_shape import shaped

LONGEST_TITLE, LONGEST_REFERENCE = 120, 30
REFERENCE = re.compile(r"\b[A-Z]{2,10}-?[0-9]{4,12}\b")
#: "P1", "Sev 2", "SEV-1", "Severity: 3", "Priority 1 - Critical"; or the words of a ServiceNow priority alone.
SEVERITY = re.compile(r"\b(?:P|(?:SEV|Severity|Priority|Prio)\s*[:=#-]?\s*)(?P<number>[1-4])\b", re.IGNORECASE)
PRIORITY = re.compile(
    r"\b(?:(?:Severity|Priority|Prio)\s*[:=]?\s*)?(?P<number>[1-4])\s*[-–—]\s*(?:Critical|High|Moderate|Medium|Low)\b", re.IGNORECASE
)
LABEL = re.compile(r"^(?:title|subject|summary|short description|incident|betreff)\s*[:=]\s*", re.IGNORECASE)

#: The first line with one of these words gives the milestone; for restored the last one does.
WORDS: Mapping[str, re.Pattern[str]] = {
    "detected": re.compile(r"\b(?:detected|alert(?:ed|s)?|alarm|paged?|probe failed|monitoring)\b", re.IGNORECASE),
    "acknowledged": re.compile(r"\b(?:acknowledged|ack(?:'?e?d)?)\b", re.IGNORECASE),
    "mitigated": re.compile(r"\b(?:mitigated|work-?around (?:in place|active)|accept(?:s|ed) writes again)\b", re.IGNORECASE),
    "restored": re.compile(r"\b(?:restored|recovered|resolved|back to normal|all clear)\b", re.IGNORECASE),
}
#: A milestone is not read out of a sentence that says that it has not come.
NOT_YET = re.compile(r"\b(?:not|no|never|isn't|wasn't|until|before|cannot|can't)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """One understood line."""

    at: datetime
    text: str
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """``times`` gives for a milestone the instant and whether it is about."""

    title: str = ""
    severity: int | None = None
    reference: str = ""
    times: Mapping[str, tuple[datetime, bool]] = field(default_factory=dict)


def guess(text: str, told: Iterable[Told]) -> Guess:
    """Read the pasted text; ``told`` are its understood lines in their order.

    The title is the first line that says something, without list marks, label, reference and severity.
    """
    titles = (_title(line) for line in text.splitlines()[:20])
    reference = REFERENCE.search(text[:2000])
    return Guess(
        title=next((title for title in titles if title), ""), severity=_severity(text), reference=reference[0] if reference and len(reference[0]) <= LONGEST_REFERENCE else "",
        times=_milestones(list(told)),
    )


def _title(line: str) -> str:
    body = LABEL.sub("", shaped(line).body)
    body = REFERENCE.sub(" ", SEVERITY.sub(" ", PRIORITY.sub(" ", body)))
    words = " ".join(re.sub(r"\[\s*\]|\(\s*\)", " ", body).split()).strip(" -–—:|,;/·")
    if len(words) <= LONGEST_TITLE:
        return words
    return words[:LONGEST_TITLE].rpartition(" ")[0] or words[:LONGEST_TITLE]


def _severity(text: str) -> int | None:
    found = [m for m in (SEVERITY.search(text), PRIORITY.search(text)) if m]
    return int(min(found, key=lambda m: m.start())["number"]) if found else None


def _milestones(told: list[Told]) -> dict[str, tuple[datetime, bool]]:
    """The first line is when the impact started, about; the others by their words, as long as their order can be."""
    if not told:
        return {}
    start = min(told, key=lambda line: line.at)
    found = {"occurred": (start.at, True)}
    for name, pattern in WORDS.items():
        saying = [line for line in told if pattern.search(line.text) and not NOT_YET.search(line.text)]
        if saying:
            line = saying[-1] if name == "restored" else saying[0]
            found[name] = (line.at, line.is_about)
    for earlier, later in PAIRS:
        if later in found and earlier in found and found[later][0] < found[earlier][0]:
            del found[later]
    return {name: found[name] for name in MILESTONES if name in found}

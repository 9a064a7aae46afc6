"""What several parts ask of a snapshot document: its lead incident, its zone, its people's roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from exports.reports.pir import words
from exports.reports.pir.moments import LocalTime, instant, maybe
from incidents.rules import times
from rca.causal_graph import CausalGraph
from rca.document import read

Document = Mapping[str, Any]


_NAME = re.compile(r"(\d\d:\d\d|E \d+)(?= |$)")


@dataclass(frozen=True)
class Facts:
    """A snapshot document with the answers that more than one part needs."""

    document: Document

    @property
    def review(self) -> Document:
        """The review's own members."""
        review: Document = self.document["review"]
        return review

    @property
    def title(self) -> str:
        """The title of the review."""
        return words.plain(self.review["title"], "Untitled")

    @cached_property
    def as_of(self) -> datetime:
        """When the document was made."""
        return instant(self.document["as_of"])

    @cached_property
    def lead(self) -> Document | None:
        """The lead incident, or the first, or None."""
        incidents = self.document["incidents"]
        return next((incident for incident in incidents if incident["lead"]), incidents[0] if incidents else None)

    @cached_property
    def times(self) -> dict[str, datetime]:
        """The known times of the lead incident by their name."""
        written = self.lead["times"] if self.lead else {}
        found = {name: maybe((written.get(name) or {}).get("at")) for name in times.NAMES}
        return {name: moment for name, moment in found.items() if moment}

    @cached_property
    def entry_times(self) -> list[datetime]:
        """The instants of the timeline's entries, in their order."""
        return [instant(entry["at"]) for entry in self.document["timeline"]["entries"]]

    @cached_property
    def local(self) -> LocalTime:
        """How times of the incident and its timeline are written."""
        return LocalTime.over(self.document["zone"], [*self.times.values(), *self._timeline()])

    @cached_property
    def calendar(self) -> LocalTime:
        """How the times of the review are written; they lie days after the incident."""
        return LocalTime.over(self.document["zone"], [self.as_of])

    @cached_property
    def is_approved(self) -> bool:
        """Whether this version carries its approval."""
        return self.review["state"] in words.APPROVED

    @cached_property
    def version(self) -> str:
        """The version in words: "1.0"."""
        return f"{self.review['version']}.0"

    @cached_property
    def end(self) -> tuple[str, datetime] | None:
        """The moment that ended the impact, by name: restored, or resolved where restored is unknown."""
        return next(((name, self.times[name]) for name in ("restored", "resolved") if name in self.times), None)

    @cached_property
    def start(self) -> tuple[str, datetime] | None:
        """The moment from which the impact is counted: occurred, or detected where that is unknown."""
        return next(((name, self.times[name]) for name in ("occurred", "detected") if name in self.times), None)

    @cached_property
    def _roles(self) -> dict[str, str]:
        actions = {action["owner"]: "action owner" for action in self.document["actions"] if action["owner"]}
        signed = {row["name"]: row["role"].replace("_", " ") for row in self.document["approvals"]}
        people = {
            person["name"]: words.PERSON_ROLE.get(person["role"], person["role"]).lower()
            for person in self.document["people"]
        }
        return {**actions, **signed, **people}

    def role_of(self, actor: str | None, absent: str = words.NOTHING) -> str:
        """Return a person's role instead of the name, and any other actor as it stands.

        Names belong in document control, actions and sign-off; everywhere else a reader needs the role.
        """
        name = words.plain(actor, absent)
        known = self._roles.get(name)
        return known[0].upper() + known[1:] if known else name

    @cached_property
    def graphs(self) -> dict[str, CausalGraph]:
        """The graph of each question that has factors, in the document's order."""
        return {
            asked["question"]: read(_worded(asked["causes"]))
            for asked in self.document["analysis"]["questions"]
            if asked["causes"]["factors"]
        }

    @cached_property
    def no_action_reasons(self) -> dict[str, str]:
        """By cause why it has no action, where that was recorded."""
        factors = (factor for asked in self.document["analysis"]["questions"] for factor in asked["causes"]["factors"])
        return {factor["id"]: factor["no_action_reason"] for factor in factors if factor.get("no_action_reason")}

    @cached_property
    def signed_reasons(self) -> dict[str, Document]:
        """By root cause who signed, and why, that it is left without a strong action."""
        return {row["factor"]: row for asked in self.document["analysis"]["questions"] for row in asked.get("left", ())}

    def question_name(self, question: str) -> str:
        """Return the question in words."""
        asked = self.document["analysis"]["questions"]
        return words.plain(next(item["name"] for item in asked if item["question"] == question), "Another question")

    def _timeline(self) -> Iterator[datetime]:
        yield from self.entry_times
        yield from (instant(entry["until"]) for entry in self.document["timeline"]["entries"] if entry["until"])


def _worded(causes: Document) -> Document:
    """Return causes in which each factor has a statement, and names its evidence instead of repeating it.

    What was nothing but control characters has no statement left.
    """
    return {
        **causes,
        "factors": [
            {
                **factor,
                "statement": words.plain(factor["statement"], "No readable statement"),
                **{name: list(dict.fromkeys(map(_named, factor.get(name) or []))) for name in ("evidence", "refuted_by")},
            }
            for factor in causes["factors"]
        ],
    }


def _named(evidence: str) -> str:
    """Return the time of a timeline entry or the number of a registered piece: what they say stands in the timeline and the register.

    >>> _named("14:03 Log volume full"), _named("E 4 Disk graph"), _named("Ticket CHG1")
    ('14:03', 'E4', 'Ticket CHG1')
    """
    found = _NAME.match(evidence)
    return found[0].replace(" ", "") if found else evidence


def marking(facts: Facts) -> str:
    """Return the classification in words; who may read is another matter and is not printed."""
    return str(facts.review["classification"]).capitalize()

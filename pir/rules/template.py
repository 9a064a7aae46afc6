"""A template of reviews: which parts there are in which order, what each asks, and how the session's time is spent.

The task list, the pages that edit a part and the report follow it. A review keeps the version under which it was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Every part there is -> its name, in the order of a full review.
PARTS: Mapping[str, str] = {
    "summary": "Summary", "impact": "Impact", "timeline": "Timeline", "trigger": "Trigger", "detection": "Detection",
    "response": "Response", "recovery": "Recovery", "session": "Session", "causes": "Why", "findings": "What was learned",
    "actions": "Corrective actions",
}

#: Part -> the section of the page in which it is read; the session has none of its own.
SECTIONS: Mapping[str, str] = {
    "summary": "story", "trigger": "story", "detection": "story", "response": "story", "recovery": "story",
    "impact": "impact", "timeline": "timeline", "causes": "causes", "findings": "findings", "actions": "actions",
}

#: Gate of a policy -> the parts that it asks for. A gate that is not here asks for no part.
GATED: Mapping[str, tuple[str, ...]] = {
    "impact": ("summary", "impact"), "milestones": ("timeline",), "timeline": ("timeline",), "session_held": ("session",),
    "factor": ("causes",), "decided_gates": ("causes",), "root_cause": ("causes",), "strong_action": ("causes",),
    "checks": ("causes",), "warnings": ("causes",), "open_combination": ("causes",),
    "action": ("actions",),
}


@dataclass(frozen=True, slots=True)
class Part:
    """``prompt`` is the hint at its field or on its page."""

    key: str
    is_required: bool = True
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    minutes: int
    item: str
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """``most_actions``: more of them are pointed out. ``classification`` None: what the policy says."""

    name: str
    version: int
    parts: tuple[Part, ...]
    agenda: tuple[AgendaItem, ...] = ()
    classification: str | None = None
    most_actions: int | None = None

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.agenda)

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def prompt(self, key: str) -> str:
        """What a part asks; "" for one that the template does not have."""
        found = self.part(key)
        return found.prompt if found else ""


#: For documents and tests from before there were templates.
WHOLE = Template("Full review", 0, tuple(Part(key) for key in PARTS))


def read(name: str, version: int, body: Mapping[str, Any]) -> Template:
    """A stored version.

    >>> read("Short", 1, {"parts": [{"key": "summary", "required": True, "prompt": "?"}], "agenda": []}).parts[0].prompt
    '?'
    """
    return Template(
        name, version,
        tuple(Part(p["key"], p["required"], p["prompt"]) for p in body["parts"] if p["key"] in PARTS),
        tuple(AgendaItem(a["minutes"], a["item"], a.get("prompt", "")) for a in body.get("agenda", ())),
        body.get("classification"), body.get("most_actions"),
    )


def written(template: Template) -> dict[str, Any]:
    """The body that is stored; ``read`` gives the same template back."""
    return {
        "parts": [{"key": p.key, "required": p.is_required, "prompt": p.prompt} for p in template.parts],
        "agenda": [{"minutes": a.minutes, "item": a.item, "prompt": a.prompt} for a in template.agenda],
        "classification": template.classification,
        "most_actions": template.most_actions,
    }


def sections(parts: Iterable[str], filled: Iterable[str] = ()) -> tuple[str, ...]:
    """The sections of a page, each where its first part stands. What holds something is shown although no part asks for it.

    >>> sections(["summary", "causes"], ["timeline"])
    ('story', 'causes', 'timeline')
    """
    asked = list(dict.fromkeys(SECTIONS[key] for key in parts if key in SECTIONS))
    rest = [section for section in dict.fromkeys(SECTIONS.values()) if section in set(filled) and section not in asked]
    return (*asked, *rest)


def gates(template: Template, terms: Mapping[str, str]) -> dict[str, str]:
    """The gates of a policy as this template leaves them: off where no part of it is asked for, a hint where all are optional."""
    found = dict(terms)
    for gate, keys in GATED.items():
        asked = [part for part in template.parts if part.key in keys]
        if not asked:
            found[gate] = "off"
        elif found.get(gate) == "block" and not any(part.is_required for part in asked):
            found[gate] = "hint"
    return found


def moved(rows: Sequence[Any], number: int, step: int) -> list[Any]:
    """The rows with one of them a place further up (-1) or down (+1); at the ends nothing moves.

    >>> moved("abc", 2, -1), moved("abc", 0, -1)
    (['a', 'c', 'b'], ['a', 'b', 'c'])
    """
    found = list(rows)
    other = number + step
    if 0 <= number < len(found) and 0 <= other < len(found):
        found[number], found[other] = found[other], found[number]
    return found

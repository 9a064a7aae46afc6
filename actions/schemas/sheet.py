"""One row of a table of actions that somebody kept elsewhere. Every field takes the text of one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from actions.rules.lifecycle import ActionState
from actions.rules.words import KINDS, STRENGTHS
from actions.schemas.action import VERB_FIRST
from organisation.schemas.day import Day
from organisation.schemas.fields import Line
from organisation.schemas.text import Lines

S = ActionState
#: How spreadsheets say where an action stands. Done is a claim here too: somebody else still checks it.
STATES: Mapping[str, ActionState] = {
    "to do": S.PROPOSED, "todo": S.PROPOSED, "open": S.PROPOSED, "new": S.PROPOSED, "not started": S.PROPOSED,
    "doing": S.IN_PROGRESS, "in progress": S.IN_PROGRESS, "started": S.IN_PROGRESS, "ongoing": S.IN_PROGRESS,
    "done": S.DONE, "closed": S.DONE, "complete": S.DONE, "completed": S.DONE, "finished": S.DONE,
}  # fmt: skip


class Word(fields.String):
    """One of a few words, whatever its capitals, hyphens and underlines; what is stored for it."""

    def __init__(self, words: Mapping[str, Any], shown: str, **more: Any) -> None:
        super().__init__(**more)
        self.words, self.shown = words, shown

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Any:
        plain = " ".join(str(value).casefold().replace("_", " ").replace("-", " ").split())
        if plain not in self.words:
            raise ValidationError(f"“{str(value)[:40]}” is none of {self.shown}")
        return self.words[plain]


def _text(label: str, longest: int, kind: type[fields.String] = Line, **more: Any) -> Any:
    return kind(validate=validate.Length(max=longest, error=f"{label} must be {longest} characters or fewer"), **more)


class ActionRow(Schema):
    """An action is recognised by its ticket, or by its review and what will be done."""

    title = Line(
        required=True, error_messages={"required": VERB_FIRST, "null": VERB_FIRST}, metadata={"hint": "what will be done, starting with a verb"},
        validate=validate.Length(max=140, error="What will be done must be 140 characters or fewer"),
    )  # fmt: skip
    review = Line(allow_none=True, metadata={"hint": "PIR-2026-0014, or the number of its incident; empty: the review chosen above"})
    owner = Line(allow_none=True, metadata={"hint": "mail address, the name of exactly one person, or Name <mail address> for somebody new"})
    due = Day(allow_none=True, metadata={"hint": "2026-12-04 or 4 Dec 2026; may be past"})
    original_due = Day(allow_none=True, metadata={"hint": "the first date, when it was moved since; kept for ever"})
    kind = Word({k: k for k in KINDS}, ", ".join(KINDS), metadata={"hint": ", ".join(KINDS), "keeps": True})
    strength = Word({s: s for s in STRENGTHS}, ", ".join(STRENGTHS), allow_none=True, metadata={"hint": ", ".join(STRENGTHS)})
    state = Word(STATES, "to do, doing, done", metadata={"hint": "to do, doing or done", "keeps": True})
    measure = _text("The measure", 500, Lines, metadata={"hint": "how we will know that it worked"})
    external_ref = _text("Ticket", 120, allow_none=True, metadata={"hint": "ticket or change"})
    created = Day(allow_none=True, metadata={"hint": "the day on which it was agreed"})


class SheetQuery(Schema):
    """What an import may be told beside the file."""

    review = Line(load_default="", validate=validate.Length(max=40, error="Enter a reference like PIR-2026-0014"),
                  metadata={"label": "Review of rows that name none", "hint": "PIR-2026-0014, or the number of its incident"})
    dry_run = fields.Boolean(load_default=False, metadata={"description": "say what it would do, and store nothing"})


class RejectShown(Schema):
    row = fields.Integer(required=True)
    column = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)


class SheetAnswer(Schema):
    """Rows as the spreadsheet counts them; the head is row 1."""

    created = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    rejected = fields.List(fields.Nested(RejectShown), required=True)

"""A sent table of actions, with the machinery of the organisation's tables. What is here already is never changed by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action
from actions.queries.rows import visible_actions
from actions.queries.today import today
from actions.rules.lifecycle import ActionState
from actions.rules.words import word_of
from actions.schemas.sheet import ActionRow
from actions.service.bring_in import bring_in
from actions.service.values import FARTHEST
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Record
from organisation.rules.names import mail_address
from organisation.schemas.sheets import PersonRow
from organisation.service.sheets import Sheet
from organisation.service.shelves import Found, People

IMPORT = "import actions"
NO_REVIEW = "Enter the review that it comes from, or choose one for all rows that name none"
NO_OWNER = "Enter who owns it: somebody is doing it, or has done it"
UNKNOWN = "There is no review “{}”. Enter its reference, or the number of its incident"


@dataclass(frozen=True, slots=True)
class Owner:
    """A person who is here, or the name and mail address of somebody new."""

    id: int | None
    name: str
    email: str = ""

    def __str__(self) -> str:
        return self.name if self.id else f"{self.name}, new here"


def action_sheet(actor: Actor, review: str = "") -> Sheet:
    """The kind of table. ``review``: reference or incident number for the rows that name none; ``Invalid`` when there is none."""
    return Sheet("actions", ("action", "actions"), IMPORT, "title", ("title",), ActionRow, lambda session: ActionShelf(session, actor, review))


class ActionShelf:
    """Actions that the actor may see, by ticket and by review and title; four statements, whatever the number of rows."""

    def __init__(self, session: Session, actor: Actor, review: str = "") -> None:
        self.people = People(session)
        self.day = today(session).day
        self.reviews = {name.casefold(): record for name, record in sources.NAMES(session, actor).items()}
        self.default = self._review(review) if review else None
        held = session.execute(visible_actions(actor, Action.source_id, Record.title, Action.external_ref)).all()
        self.titles = {_place(source_id, title) for source_id, title, _ in held}
        self.tickets = {ticket.casefold() for _, _, ticket in held if ticket}

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        values = {"state": ActionState.PROPOSED, **cells}
        values["review"] = self._review(cells["review"]) if cells.get("review") else self.default
        if values["review"] is None:
            raise Invalid({"review": [NO_REVIEW]})
        values["owner"] = self._owner(cells["owner"]) if cells.get("owner") else None
        if values["owner"] is None and values["state"] is not ActionState.PROPOSED:
            raise Invalid({"owner": [NO_OWNER]})
        self._check_days(values)
        if values.get("due") or values.get("original_due"):
            values["due"], values["original_due"] = values.get("due") or values["original_due"], values.get("original_due") or values["due"]
        return values

    def key(self, values: Mapping[str, Any]) -> str:
        return values.get("external_ref") or _place(values["review"].id, values["title"])

    def find(self, values: Mapping[str, Any]) -> Found | None:
        """What is here stays as it is: people have worked on it since, and the file has not."""
        is_here = (values.get("external_ref") or "").casefold() in self.tickets or _place(values["review"].id, values["title"]) in self.titles
        return Found(None, values) if is_here else None

    def add(self, session: Session, actor: Actor, values: Mapping[str, Any]) -> None:
        owner: Owner | None = values["owner"]
        said = {k: v for k, v in values.items() if k not in {"review", "owner"}}
        if owner is not None:
            said |= {"owner": owner.id} if owner.id else {"owner_name": owner.name, "owner_email": owner.email}
        bring_in(session, actor, values["review"], said)

    def edit(self, session: Session, actor: Actor, found: Found, values: Mapping[str, Any]) -> None:
        raise NotImplementedError("an import changes no action that is here")

    def told(self, key: str, value: Any) -> str:
        if key == "review":
            return str(value.ref)
        if key == "state":
            return word_of(value).lower()
        return f"{value:%-d %b %Y}" if isinstance(value, date) else str(value)

    def _review(self, text: str) -> Record:
        found = self.reviews.get(text.strip().casefold())
        if found is None:
            raise Invalid({"review": [UNKNOWN.format(text[:40])]})
        return found

    def _owner(self, text: str) -> Owner:
        """``Raj Patel <raj@example.com>`` who is not here is somebody new; a name or an address alone has to be known."""
        name, address = parseaddr(text)
        email = mail_address(address) if "@" in address else ""
        if not (name and email) or email in self.people.by_mail:
            known = self.people.id_of("owner", email or text)
            return Owner(known, self.people.told(known))
        try:
            new = PersonRow(only=("name", "email")).load({"name": name, "email": address})
        except ValidationError as wrong:
            raise Invalid({"owner": [text for texts in wrong.messages_dict.values() for text in texts]}) from None
        return Owner(None, new["name"], new["email"])

    def _check_days(self, values: Mapping[str, Any]) -> None:
        """Past dates are what is brought in; a year that is a slip of the keyboard is not."""
        days = {name: values[name] for name in ("due", "original_due", "created") if values.get(name)}
        wrong = {name: ["Enter a date within 10 years of today"] for name, day in days.items() if abs(day - self.day) > FARTHEST}
        if "created" in days and days["created"] > self.day:
            wrong["created"] = ["It cannot have been agreed after today"]
        if wrong:
            raise Invalid(wrong)


def _place(source_id: int, title: str) -> str:
    return f"{source_id} {title.casefold()}"

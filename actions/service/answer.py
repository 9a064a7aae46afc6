"""An answer from a mail, given and taken back. The key in the link says who answers, and for what.

Each answer is one of the writes that a signed-in owner has, with its rules and its audit entry; the door is ``link``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, GivenAnswer
from actions.queries.action import waiting_move
from actions.rules.answers import UNDONE_FOR, Answer, offered
from actions.service.answer_undo import kept, put_back
from actions.service.dispute import dispute_owner
from actions.service.due import move_due
from actions.service.lifecycle import transition
from actions.service.receipt import send_receipt
from kernel import audit, clock
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.intake.attachment import Attachment
from kernel.permission import Actor
from kernel.record import Record, Scope, lock, touch
from nudges.models import LinkToken
from nudges.service import pause, tokens
from organisation.models import Person

NO_EVIDENCE = "Reported done from the mail; nothing was said about where it can be seen."
CHANGED = "It was changed after your answer, so the answer can no longer be taken back here. Sign in, or ask whoever follows it up."


def actor_of(session: Session, token: LinkToken) -> Actor:
    """Whoever holds the key, with no role: what they may do here comes from owning the action."""
    person = session.get_one(Person, token.person_id)
    return Actor(person.id, person.name, frozenset(), "link", person.zone)


def action_of(session: Session, token: LinkToken) -> Action:
    """The action of a key. ``NotFound`` where it is gone, or restricted meanwhile: that asks for signing in."""
    action = session.get(Action, token.item_id)
    if action is None or action.record.erased_at is not None or action.record.scope is Scope.RESTRICTED:
        raise NotFound("answer")
    return action


def ref_of(session: Session, token: LinkToken) -> str:
    return session.get_one(Record, token.item_id).ref


def waits(session: Session, action: Action) -> bool:
    """Whether the date that was asked for has to be decided by somebody else."""
    return waiting_move(session, action.id) is not None


def give(session: Session, raw: str, said: Mapping[str, Any], files: Sequence[Attachment] = ()) -> GivenAnswer:
    """Answer with a good key. A second sending of the same page finds the first answer and changes nothing.

    ``said`` is the loaded ``AnswerFields``. Raises ``NotFound`` for a key that is not good, ``Invalid`` and ``Refused``.
    """
    token = _locked(session, raw)
    action, actor = action_of(session, token), actor_of(session, token)
    given = last_given(session, token)
    if token.used_at is not None and given is not None:
        return given
    answer: Answer = said["answer"]
    today = clock.now().astimezone(ZoneInfo(actor.zone)).date()
    if answer not in offered(action.state, action.due, today):
        raise Invalid({"answer": ["That cannot be said of it any more. Choose another answer"]})
    before = kept(action)
    _GIVE[answer](session, actor, action, said, files)
    tokens.use(token)
    given = GivenAnswer(token_id=token.id, action_id=action.id, person_id=token.person_id, answer=answer,
                        version=action.record.version, before=before, given_at=clock.now())
    session.add(given)
    session.flush()
    send_receipt(session, given)
    return given


def take_back(session: Session, raw: str) -> GivenAnswer:
    """Put the action back as it was before the answer. ``Refused`` after seven days, or when somebody changed it since."""
    token = _locked(session, raw)
    action, actor = action_of(session, token), actor_of(session, token)
    given = last_given(session, token)
    if given is None:
        raise NotFound("answer")
    if not may_take_back(given, action):
        raise Refused([Obstacle(CHANGED)])
    if given.answer is Answer.ON_TRACK:
        pause.undo_on_track(session, actor, action.record.ref)
    before = action.state
    put_back(session, action, given.before, waiting_move(session, action.id))
    given.taken_back_at = clock.now()
    tokens.unuse(token)
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "take back answer", record_id=action.id, before={"state": before}, after={"state": action.state})
    send_receipt(session, given)
    return given


def last_given(session: Session, token: LinkToken) -> GivenAnswer | None:
    """The answer that stands for this key."""
    return session.scalar(
        sa.select(GivenAnswer).where(GivenAnswer.token_id == token.id, GivenAnswer.taken_back_at.is_(None)).order_by(GivenAnswer.id.desc())
    )


def may_take_back(given: GivenAnswer, action: Action) -> bool:
    return action.record.version == given.version and clock.now() < given.given_at + UNDONE_FOR


def _locked(session: Session, raw: str) -> LinkToken:
    """The key with its action's row held, so that of two answers at once the second sees the first."""
    found = tokens.read(session, raw)
    if not isinstance(found, tokens.Found | tokens.Used):
        raise NotFound("answer")
    lock(session, action_of(session, found.token).record)
    session.refresh(found.token)
    if found.token.ended is not None:
        raise NotFound("answer")
    return found.token


Given = Callable[[Session, Actor, Action, Mapping[str, Any], Sequence[Attachment]], object]


def _accept(session: Session, actor: Actor, action: Action, _said: Mapping[str, Any], _files: Sequence[Attachment]) -> None:
    transition(session, actor, action.record.ref, "accept")


def _done(session: Session, actor: Actor, action: Action, said: Mapping[str, Any], files: Sequence[Attachment]) -> None:
    evidence = said["evidence"]
    transition(session, actor, action.record.ref, "claim_done", claim=evidence or NO_EVIDENCE, evidence=evidence, files=files)


def _on_track(session: Session, actor: Actor, action: Action, _said: Mapping[str, Any], _files: Sequence[Attachment]) -> None:
    pause.on_track(session, actor, action.record.ref)


def _more_time(session: Session, actor: Actor, action: Action, said: Mapping[str, Any], _files: Sequence[Attachment]) -> None:
    if said["due"] is None:
        raise Invalid({"due": ["Enter a date after today"]})
    move_due(session, actor, action.record.ref, action.record.version, due=said["due"], reason=said["reason"])


def _blocked(session: Session, actor: Actor, action: Action, said: Mapping[str, Any], _files: Sequence[Attachment]) -> None:
    if not said["help"].strip():
        raise Invalid({"help": ["Enter what blocks it"]})
    transition(session, actor, action.record.ref, "block", reason=said["help"])


def _not_mine(session: Session, actor: Actor, action: Action, said: Mapping[str, Any], _files: Sequence[Attachment]) -> None:
    """Names of people are not offered to whoever holds a link, so a suggestion is words."""
    suggestion = said["suggestion"].strip()
    dispute_owner(session, actor, action.record.ref, reason=f"Suggested: {suggestion}"[:300] if suggestion else "")


_GIVE: Mapping[Answer, Given] = {
    Answer.ACCEPT: _accept, Answer.DONE: _done, Answer.ON_TRACK: _on_track, Answer.MORE_TIME: _more_time,
    Answer.BLOCKED: _blocked, Answer.NOT_MINE: _not_mine,
}

"""What reviews and actions ask of one person, in one list by urgency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from actions.queries.waiting import Waiting as ActionWaiting
from actions.queries.waiting import waiting_for as actions_waiting
from kernel.permission import Actor, may
from organisation.queries.messages import VERB as LOOK_AFTER
from organisation.queries.messages import failed_count
from pir.queries.waiting import Waiting as ReviewWaiting
from pir.queries.waiting import waiting_for as reviews_waiting
from web import filters

GROUPS = (("now", "Now"), ("this_week", "This week"), ("later", "Later"))


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the page. ``left`` is the bold line at the right, ``when`` the date under it."""

    group: str
    order: float
    what: str
    ref: str
    why: str
    endpoint: str
    values: Mapping[str, str]
    left: str
    when: str
    is_late: bool


def items(session: Session, actor: Actor, now: datetime) -> list[Item]:
    """Most urgent first; the number of statements does not grow with the rows."""
    found = [_of_review(w, actor, now) for w in reviews_waiting(session, actor)]
    found += [_of_action(w, now) for w in actions_waiting(session, actor)]
    found += _of_delivery(session, actor)
    names = [name for name, _ in GROUPS]
    return sorted(found, key=lambda item: (names.index(item.group), item.order, item.ref))


def _of_review(waiting: ReviewWaiting, actor: Actor, now: datetime) -> Item:
    due = waiting.due_at
    left = filters.time_left(due) if due else None
    return Item(
        group=_group(due, now), order=(due - now).total_seconds() if due else 1e12, what=waiting.what, ref=waiting.ref,
        why=f"P{waiting.severity} · {waiting.why}", endpoint="pir.overview", values={"ref": waiting.ref},
        left=_left(waiting, left), is_late=bool(left and left.is_passed and not waiting.stands_still),
        when=filters.local(due, actor.zone, "short") if due else "nothing to count from",
    )


def _left(waiting: ReviewWaiting, left: filters.Left | None) -> str:
    if left is None:
        return "No clock"
    return "Clock stands still" if waiting.stands_still else left.text


def _of_action(waiting: ActionWaiting, now: datetime) -> Item:
    days = (waiting.due - now.date()).days if waiting.due else None
    if waiting.days_late:
        left = f"{filters.counted(waiting.days_late, 'working day', 'working days')} late"
    elif waiting.days_left is not None:
        left = f"{filters.counted(waiting.days_left, 'working day', 'working days')} left"
    else:
        left = ""
    return Item(
        group=waiting.group, order=days * 86400.0 if days is not None else 1e11, what=waiting.what, ref=waiting.ref,
        why=waiting.why, endpoint=waiting.endpoint, values=waiting.values, left=left, is_late=waiting.days_late > 0,
        when=f"due {filters.day(waiting.due)}" if waiting.due else "",
    )


def _of_delivery(session: Session, actor: Actor) -> list[Item]:
    """One row for all that could not be delivered, for those who look after it."""
    failed = failed_count(session) if may(actor, LOOK_AFTER) else 0
    if not failed:
        return []
    what = f"{filters.counted(failed, 'message', 'messages')} could not be delivered"
    return [Item("now", 0.0, what, "Delivery", "an address was refused, or it was tried too often", "organisation.messages", {}, "", "", is_late=True)]


def _group(due: datetime | None, now: datetime) -> str:
    if due is None:
        return "this_week"
    if due <= now + timedelta(days=1):
        return "now"
    return "this_week" if due <= now + timedelta(days=7) else "later"

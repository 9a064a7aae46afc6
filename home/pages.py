"""The start page."""

from __future__ import annotations

from flask import Blueprint, render_template

from home.recent import changes, my_reviews
from home.waiting import GROUPS, items
from kernel import clock
from kernel.permission import Actor, may
from pir.pages.head import STATE_MARKS
from pir.queries.proposals import Proposal, proposals
from pir.service.proposals import DECLINE
from web.session import current_actor
from web.unit import session

bp = Blueprint("home", __name__, template_folder="templates")

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")

ENDPOINTS = {"review": "pir.overview", "action": "actions.show"}


@bp.get("/")
def start() -> str:
    actor = current_actor()
    found = items(session(), actor, clock.now())
    groups = [(words, [i for i in found if i.group == key]) for key, words in GROUPS]
    return render_template(
        "home/start.html", heading=_heading(len(found)), groups=[g for g in groups if g[1]], changes=changes(session(), actor),
        endpoints=ENDPOINTS, mine=my_reviews(session(), actor), marks=STATE_MARKS, may_open=may(actor, "open a review"),
        proposed=_proposed(actor),
    )


def _proposed(actor: Actor) -> list[Proposal]:
    """Reviews that the rule asks for, for those who decide about them."""
    return proposals(session(), actor) if may(actor, DECLINE) else []


def _heading(count: int) -> str:
    """In words up to twelve: "Six things wait for you"."""
    if not count:
        return "Nothing waits for you"
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} {'thing waits' if count == 1 else 'things wait'} for you"

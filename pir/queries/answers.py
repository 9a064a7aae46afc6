"""What the causes of a review and its actions say together, read from the document, so that page and report say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from actions.queries import for_document
from pir.queries.causes import graph_of
from rca.causal_graph import CausalGraph
from rca.coverage import Coverage, Effect, Stop
from rca.errors import TooLarge
from rca.occurrence import Day
from rca.stopping import Stopped, stopped_by
from rca.telling import Telling, tell
from rca.vocabulary import Question

#: Words of an action's state in the document: checked by somebody else, and not to be counted at all.
CHECKED, DROPPED = "checked", "dropped"

#: Factors of a graph that a page answers for; a larger one was imported, and its answers may take minutes.
MOST_TOLD = 150


def coverage(graph: CausalGraph, actions: Sequence[Mapping[str, Any]]) -> Coverage:
    """The actions of the document held against the causes of one question."""
    return Coverage(Day(graph), [stop for stop in stops(actions) if stop.factor in graph])


def stops(actions: Sequence[Mapping[str, Any]]) -> Iterator[Stop]:
    """Each link of a live action to a factor; a claim of "done" is open until somebody else has checked it."""
    for action in actions:
        if action["shown_as"] == DROPPED:
            continue
        for link in action["factors"]:
            yield Stop(action["ref"], link["ref"], Effect(link["effect"]), action["shown_as"] == CHECKED, link.get("to"))


def stopped(session: Session, record_id: int, action: str) -> Stopped | None:
    """What one action stops of what brought the incident about; None where no cause is linked, or there are too many to tell."""
    graph = graph_of(session, record_id, Question.WHY)
    if not graph.causes_of(graph.focus.id) or len(graph.factors) > MOST_TOLD:
        return None
    try:
        return stopped_by(coverage(graph, for_document(session, record_id)), action)
    except TooLarge:
        return None


def telling(graph: CausalGraph, actions: Sequence[Mapping[str, Any]]) -> Telling | None:
    """The answers in plain words; None when there are more combinations than can be told one by one."""
    if len(graph.factors) > MOST_TOLD:
        return None
    try:
        return tell(coverage(graph, actions))
    except TooLarge:
        return None

"""Every verb that the audit trail of a review can hold has its sentence."""

from __future__ import annotations

from actions.rules.lifecycle import ACTION_LIFECYCLE
from pir.queries.history import VERBS
from pir.rules.lifecycle import REVIEW_LIFECYCLE


def test_every_step_of_a_review_and_of_its_actions_has_words():
    steps = {f"{t.name.replace('_', ' ')} {kind}" for kind, flow in (("review", REVIEW_LIFECYCLE), ("action", ACTION_LIFECYCLE))
             for t in flow.transitions}
    assert steps - set(VERBS) == set()

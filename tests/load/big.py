"""One organisation of any size: so many entries, factors, actions, incidents, people, services and reviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import make
from sqlalchemy.orm import Session

from actions.service import add_action, transition
from kernel import clock
from kernel.permission import Role
from kernel.record import Part
from pir.service import causes, content, lifecycle
from pir.service.timeline import NewEntry, add_entries, of_review

ZONE = "Europe/London"


def build(session: Session, *, entries: int, factors: int, actions: int, others: int) -> dict[str, Any]:
    """One live review with all of it, ``others`` more incidents, people, services and reviews; names for the addresses."""
    boss = make.actor(make.person(session, "Bo Everything", *Role))
    people = [make.person(session, f"Person {n:03}", Role.CONTRIBUTOR) for n in range(others)]
    services = [make.service(session, f"Service {n:03}") for n in range(others)]
    start = clock.now().replace(second=0, microsecond=0) - timedelta(hours=30)
    review = make.review(
        session, boss, times=make.times_of(start, minutes=entries + 60), entries=(), service_ids=[s.id for s in services],
        people=[(boss.person_id, Part.FACILITATOR), *((p.id, Part.PARTICIPANT) for p in people)],
    )
    ref = review.record.ref
    add_entries(session, boss, ref, [
        NewEntry(start + timedelta(minutes=n), f"Entry {n}: the value of the probe was written down by the tool", ZONE,
                 actor="monitoring", typed=f"{n}", evidence=[f"https://example.com/{n % 40}"] if n % 3 == 0 else ())
        for n in range(entries)
    ])  # fmt: skip
    ids = [e.id for e in of_review(session, review.id)]
    refs: list[str] = []
    for n in range(factors):
        effect = "focus" if n < 3 else refs[(n - 3) // 2]
        refs.append(make.factor(session, boss, review, f"Statement {n} about what had to be true", effect,
                                evidence=[f"entry:{ids[n % len(ids)]}"]))
    causes.set_focus(session, boss, ref, "why", "Checkout answered 503")
    made = []
    for n in range(actions):
        owner = people[n % len(people)] if people and n % 2 else None
        action = add_action(session, boss, ref, {
            "title": f"Add guard number {n}", "owner": owner.id if owner else boss.person_id,
            "due": date.today() + timedelta(days=20 + n % 60), "kind": "prevent", "strength": "engineer",
            "measure": "Shown by a test", "factors": [{"factor": refs[n % len(refs)], "effect": "eliminates"}],
        })  # fmt: skip
        made.append(action.record.ref)
    for number, name in enumerate(made):
        if number % 4 == 1:
            transition(session, boss, name, "claim_done", claim="Done, see the change")
    content.set_impact(session, boss, ref, review.record.version, [
        {"measure": f"Measure {n}", "value": str(n), "unit": "users", "precision": "about"} for n in range(max(1, others // 3))])  # fmt: skip
    signed = None
    for _ in range(max(1, others)):
        other = make.review(session, boss)
        signed = signed or other.record.ref
    lifecycle.transition(session, boss, signed, "submit")
    return {
        "boss": boss.person_id, "ref": ref, "signed": signed, "factor": refs[0], "action": made[0], "entry": ids[0],
        "incident": next(link for link in review.incidents).incident_id, "review": review.id,
    }

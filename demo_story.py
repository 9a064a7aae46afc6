"""One review of the demo organisation, told step by step at its own moments from its file in ``demo_data``."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.queries.action import find as find_action
from actions.service.add import add_action
from actions.service.dispute import dispute_owner
from actions.service.due import move_due
from actions.service.lifecycle import transition as move_action
from incidents.models import TimelineEntry
from incidents.rules.times import TimeFact
from kernel import clock
from kernel.db import Database
from kernel.intake import kinds
from kernel.intake.attachment import look_at
from kernel.permission import Actor, machine
from kernel.record import Part
from organisation.models import Organisation, Person, Service
from organisation.queries.account import actor_of
from organisation.queries.policy import the_organisation
from organisation.service.deputy import add_deputy
from organisation.service.settings import choose_policy_set
from pir.models import Review
from pir.queries.known_causes import same_name
from pir.queries.review import find, people_of
from pir.rules.impact import ImpactKind
from pir.rules.result import Result
from pir.schemas.causes import FactorForm, values_of
from pir.service import causes, checks, clock_acts, comments, lifecycle, severity
from pir.service import content as story
from pir.service.attachments import attach
from pir.service.corrections import correct
from pir.service.opening import open_review
from pir.service.response import set_response_check
from pir.service.session import hold_session, plan_session, send_pre_read
from pir.service.timeline import NewEntry, add_entries, of_review

FACTS = Path(__file__).resolve().parent / "demo_data"


def facts_of(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


def local_time(now: datetime, days: int, clock_time: str) -> datetime:
    """The given time of day in the organisation's zone, so many days from today."""
    zone = ZoneInfo(facts_of("organisation")["zone"])
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock_time), zone)


class Story:
    """One review, from its first minute to the state that its file names."""

    def __init__(self, database: Database, facts: dict[str, Any], now: datetime) -> None:
        self.database, self.facts, self.now = database, facts, now
        self.start = local_time(now, -facts["days_ago"], facts["clock"])
        self.restored = self.start + timedelta(minutes=facts["times"]["restored"])
        self.ref = ""
        self.factors: dict[str, str] = {}

    def tell(self) -> None:
        steps = [
            (timedelta(hours=2), self._open), (timedelta(hours=5), self._write), (timedelta(hours=26), self._explain),
            (timedelta(hours=28), self._attach), (timedelta(hours=30), self._act),
            (timedelta(hours=31), self._look_over),
        ]
        for after, step in steps:
            self._at(self.restored + after, step)
        self._severity()
        self._clocks()
        self._session()
        self._sign()
        self._at(self.now - timedelta(minutes=40), self._discuss)
        if self.facts["state"] == "published":
            self._at(self.restored + timedelta(days=45), self._follow_up)

    def _severity(self) -> None:
        """How the severity changed while the incident lasted, and what the review thinks of it."""
        told = self.facts.get("severity_story")
        if told is None:
            return
        for change in told["changes"]:
            self._at(self.restored + timedelta(hours=28), lambda s, c=change: severity.record_change(
                s, self._anna(s), self.ref, self._version(s), becomes=c["becomes"], at=self._minute(c["at"])))
        self._at(self.restored + timedelta(hours=29), lambda s: severity.judge(
            s, self._anna(s), self.ref, self._version(s), impact=told["impact"], urgency=told["urgency"], severity=None, reason=told["reason"]))

    def _clocks(self) -> None:
        """A pause, and more time that one person asked for and another approved."""
        pause, more = self.facts.get("pause"), self.facts.get("extension")
        if pause:
            begins = self.restored + timedelta(hours=pause["after_hours"])
            self._at(begins, lambda s: clock_acts.pause(s, self._anna(s), self.ref, self._version(s), pause["reason"]))
            self._at(begins + timedelta(hours=pause["hours"]), lambda s: clock_acts.resume(s, self._anna(s), self.ref, self._version(s)))
        if more:
            self._at(self.restored + timedelta(hours=more["after_hours"]), lambda s: clock_acts.extend(
                s, self._actor(s, "Maya Lindqvist"), self.ref, self._version(s), kind=more["kind"],
                due_at=self.restored + timedelta(hours=more["hours"]), asked_by=self._anna(s).person_id or 0, reason=more["reason"]))

    def _at(self, moment: datetime, step: Any) -> None:
        with clock.told(min(moment, self.now)), self.database.unit_of_work() as session:
            step(session)

    def _actor(self, session: Session, name: str) -> Actor:
        person = session.scalars(sa.select(Person).where(Person.name == name)).one()
        for epoch in range(1, 4):
            found = actor_of(session, person.id, epoch)
            if found:
                return found
        return Actor(person.id, person.name, frozenset(r.role for r in person.roles), "form")

    def _anna(self, session: Session) -> Actor:
        return self._actor(session, "Anna Kowalski")

    def _open(self, session: Session) -> None:
        services = session.scalars(sa.select(Service.id).where(Service.name.in_(self.facts["services"])))
        people = [
            (self._actor(session, name).person_id, Part(part))
            for part, names in self.facts["people"].items()
            for name in ([names] if isinstance(names, str) else names)
        ]
        zone = session.get_one(Organisation, 1).zone
        times = {
            moment: TimeFact(moment, "person", self._minute(offset), "exact", zone, self._clock(offset, zone))
            for moment, offset in self.facts["times"].items()
        }
        follows = the_organisation(session).policy_key
        choose_policy_set(session, machine("command"), self.facts.get("policy", follows))
        review = open_review(
            session, self._anna(session), title=self.facts["title"], severity=self.facts["severity"], zone=zone,
            incident_ref=self.facts["ref"], service_ids=list(services), times=times,
            people=[(i, part) for i, part in people if i is not None],
        )
        choose_policy_set(session, machine("command"), follows)
        self.ref = review.record.ref

    def _minute(self, offset: int) -> datetime:
        return self.start + timedelta(minutes=offset)

    def _clock(self, offset: int, zone: str) -> str:
        return f"{self._minute(offset).astimezone(ZoneInfo(zone)):%H:%M}"

    def _version(self, session: Session) -> int:
        return self._review(session).record.version

    def _review(self, session: Session) -> Review:
        return find(session, machine(), self.ref)

    def _write(self, session: Session) -> None:
        anna = self._anna(session)
        zone = self._review(session).zone
        entries = [
            NewEntry(self._minute(e["at"]), e["text"], zone, typed=self._clock(e["at"], zone), actor=e.get("who", ""),
                     phase=e.get("phase"), is_key=e.get("key", False), evidence=e.get("evidence", ()), **_update(e))
            for e in self.facts["entries"]
        ]
        add_entries(session, anna, self.ref, entries)
        told = {k: self.facts[k] for k in ("summary", "trigger", "detection", "response", "recovery")}
        story.edit_story(session, anna, self.ref, self._version(session),
                           {k: v.strip() for k, v in told.items()})
        rows = [
            {**row, "kind": ImpactKind(row.get("kind", "other")), "precision": "exact" if row.get("exact") else "about"}
            for row in self.facts["impact"]
        ]
        story.set_impact(session, anna, self.ref, self._version(session), rows)
        story.set_findings(session, anna, self.ref, self._version(session), self.facts["findings"])
        if "result" in self.facts:
            told = {**self.facts["result"], "result": Result(self.facts["result"]["result"])}
            story.set_result(session, anna, self.ref, self._version(session), **told)
        if "response_check" in self.facts:
            self._check_response(session, self.facts["response_check"])

    def _check_response(self, session: Session, told: dict[str, Any]) -> None:
        """The response check; times in minutes from the beginning, days of suppliers counted from the day of it."""
        def at(row: dict[str, Any], *names: str) -> dict[str, Any]:
            return {**row, **{n: self._minute(row[n]) for n in names if n in row}}

        values = {
            **told,
            "on_call": [at(row, "paged_at", "reached_at") for row in told["on_call"]],
            "hypotheses": [at(row, "opened_at", "closed_at") for row in told["hypotheses"]],
            "suppliers": [
                {**row, "owner": self._actor(session, row["owner"]).person_id,
                 **{n: self._minute(row[n] * 24 * 60).date() for n in ("requested_on", "due_on", "received_on", "accepted_on") if n in row}}
                for row in told["suppliers"]
            ],
        }
        set_response_check(session, self._anna(session), self.ref, self._version(session), values)

    def _explain(self, session: Session) -> None:
        """The causes: factors in order, so that an effect is there before its cause."""
        anna = self._anna(session)
        entry_ids = {e.at: e.id for e in session.scalars(
            sa.select(TimelineEntry).where(TimelineEntry.record_id == self._review(session).id).order_by(TimelineEntry.id.desc()))}
        for question, statement in self.facts["focus"].items():
            causes.set_focus(session, anna, self.ref, question, statement)
        for fact in self.facts["factors"]:
            effect = fact["effect"] if fact["effect"] == "focus" else self.factors[fact["effect"]]
            values = {k: fact[k] for k in ("statement", "state", "confidence", "role", "category", "control", "control_state")
                      if k in fact}
            values["stop_reason"], values["no_action_reason"] = fact.get("stop"), fact.get("no_action")
            if "stop_owner" in fact:
                values["stop_owner_id"] = self._actor(session, fact["stop_owner"]).person_id
            values["evidence"] = [f"entry:{entry_ids[self._minute(m)]}" for m in fact.get("entries", ())]
            values["links"] = "\n".join(fact.get("links", []))
            if "known" in fact:
                values["cause" if same_name(session, fact["known"]) else "new_cause"] = fact["known"]
            loaded = values_of(FactorForm().load(values))
            made = causes.add_factor(session, anna, self.ref, fact.get("question", "why"), loaded, effect)
            self.factors[fact["key"]] = made.record.ref
        for link in self.facts.get("links", ()):
            causes.link_factor(session, anna, self.ref, self.factors[link["cause"]], self.factors[link["effect"]])
        for effect, gate in self.facts["gates"].items():
            name = effect if effect == "focus" else self.factors[effect]
            causes.decide_gate(session, anna, self.ref, "why", name, gate, None)

    def _look_over(self, session: Session) -> None:
        """Let warnings of the checks stand that somebody has looked at."""
        anna = self._anna(session)
        for fact in self.facts.get("dismissed", ()):
            found = next(one for one in checks.findings_for(session, anna, self.ref)
                         if (one.finding.check, one.finding.item) == (fact["check"], self.factors[fact["factor"]]))
            checks.dismiss(session, anna, self.ref, found.question, found.finding.fingerprint, fact["reason"])

    def _attach(self, session: Session) -> None:
        """Files in the register of evidence, each evidence of an entry or of a cause."""
        review = self._review(session)
        entry_ids = {e.at: e.id for e in reversed(of_review(session, review.id))}
        for fact in self.facts.get("files", ()):
            with (FACTS / "files" / fact["name"]).open("rb") as stream:
                sent = look_at(fact["name"], stream, limit=1 << 20, allowed=kinds.USUAL)
            shows = self.factors[fact["factor"]] if "factor" in fact else f"entry:{entry_ids[self._minute(fact['entry'])]}"
            said = {key: fact.get(key, "") for key in ("description", "source", "captured_by")}
            attach(session, self._anna(session), self.ref, files=[sent], shows=shows, facts={**said, "captured_at": self._minute(fact["at"])})

    def _act(self, session: Session) -> None:
        """Write the actions, and for the newer reviews answer for them as far as they have come."""
        self.actions = []
        today = clock.now().date()
        for fact in self.facts["actions"]:
            due = max(self.now.date() + timedelta(days=fact["days"]), today + timedelta(days=1))
            action = add_action(session, self._anna(session), self.ref, {
                "title": fact["title"], "owner": self._actor(session, fact["owner"]).person_id, "due": due,
                "kind": fact["kind"], "strength": fact["strength"], "measure": fact["measure"],
                "factors": [{"factor": self.factors[k], "effect": effect} for k, effect in fact["factors"].items()],
            })  # fmt: skip
            self.actions.append(action.record.ref)
        if self.facts["state"] != "published":
            self._follow_up(session)

    def _follow_up(self, session: Session) -> None:
        for ref, fact in zip(self.actions, self.facts["actions"], strict=True):
            for name in fact["path"]:
                self._answer(session, ref, name, fact)
            owner = self._actor(session, fact["owner"])
            for move in fact.get("moves", ()):
                action = find_action(session, owner, ref)
                later = clock.now().date() + timedelta(days=move["days"])
                move_due(session, owner, ref, action.record.version, reason=move["reason"],
                         due=max(later, (action.due or later) + timedelta(days=1)))
            if "disputed" in fact:
                suggested = self._actor(session, fact["suggested"]).person_id
                dispute_owner(session, owner, ref, reason=fact["disputed"], suggested_owner=suggested)

    def _answer(self, session: Session, ref: str, name: str, fact: dict[str, Any]) -> None:
        owners = {"accept", "start", "block", "claim_done"}
        by = self._actor(session, fact["owner"] if name in owners else "Maya Lindqvist")
        said: dict[str, Any] = {"reason": fact.get("reason", "")}
        if name == "claim_done":
            said = {"claim": fact["claim"], "evidence": fact["evidence"]}
        if name == "accept_risk":
            said["expires_on"] = clock.now().date() + timedelta(days=fact["expires"])
        if name == "supersede":
            said["superseded_by"] = self.actions[fact["superseded_by"]]
        move_action(session, by, ref, name, **said)

    def _session(self) -> None:
        if "session_tomorrow" in self.facts:
            at = local_time(self.now, 1, self.facts["session_tomorrow"])
            self._at(self.now, lambda s: plan_session(s, self._anna(s), self.ref, self._version(s), at))
            self._at(self.now, lambda s: send_pre_read(s, self._anna(s), self.ref, self._version(s)))
            return
        held = self.restored + timedelta(hours=self.facts["session_after_hours"])

        def hold(session: Session) -> None:
            everybody = [p.person_id for p, _ in people_of(session, self._review(session).id)]
            hold_session(session, self._anna(session), self.ref, self._version(session), held, everybody)

        self._at(held + timedelta(hours=1), hold)

    def _discuss(self, session: Session) -> None:
        """Comments with their answers, resolved, carried or open; and a typing error that somebody saw later."""
        for fact in self.facts.get("comments", ()):
            thread = comments.start_thread(session, self._actor(session, fact["by"]), self.ref, fact["part"], "", fact["text"])
            for who, text in fact.get("answers", ()):
                comments.reply(session, self._actor(session, who), self.ref, thread.id, text)
            if "act" in fact:
                comments.settle(session, self._actor(session, fact["by"]), self.ref, thread.id, fact["act"])
        if "correction" in self.facts:
            correct(session, self._anna(session), self.ref, self._version(session), **self.facts["correction"])

    def _sign(self) -> None:
        steps = {"draft": (), "in_review": ("submit",), "published": ("submit", "approve", "publish")}
        for number, name in enumerate(steps[self.facts["state"]]):
            moment = self.restored + timedelta(hours=60 + 6 * number)
            if name != "approve":
                self._at(moment, lambda s, n=name: lifecycle.transition(s, self._anna(s), self.ref, n))
                continue
            self._at(moment, self._deputise)
            for after, who in enumerate(self.facts["signed_by"]):
                self._at(moment + timedelta(hours=after), lambda s, w=who: lifecycle.transition(s, self._actor(s, w), self.ref, "approve"))

    def _deputise(self, session: Session) -> None:
        """Who was away in the days of the signatures, and who answered for them."""
        fact = self.facts["deputy"]
        person, deputy = (session.get_one(Person, self._actor(session, fact[key]).person_id) for key in ("person", "deputy"))
        day = clock.now().date()
        add_deputy(session, machine("command"), person, deputy, starts_on=day - timedelta(days=2), ends_on=day + timedelta(days=5))


def _update(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry with ``update = [kind, audience, channel]`` is: a communication."""
    if "update" not in entry:
        return {}
    kind, audience, channel = entry["update"]
    return {"kind": "communication", "update_kind": kind, "audience": audience, "channel": channel}

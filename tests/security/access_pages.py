"""The table of pages."""

from __future__ import annotations

import json

from organisation.rules.policy import SMALL_TEAM
from organisation.schemas.policy import body_of
from tests.security.access import (
    ACCEPT_RISK,
    ACCESS_LOG,
    ADD_PERSON,
    ANSWER,
    APPROVE,
    AUDIT,
    CHECK,
    COMMENT,
    CONTRIBUTE,
    CORRECT,
    DECIDE_DATE,
    DECLINE,
    DELIVERY,
    EDIT,
    EDIT_ACTION,
    EDIT_INCIDENT,
    EXTEND,
    GIVE,
    HOLD_MEETING,
    IMPORT,
    IMPORT_ACTIONS,
    KNOWN_CAUSES,
    MERGE,
    MOVE,
    OPEN_REVIEW,
    PAUSE,
    PEOPLE,
    POLICIES,
    PROVE,
    PUBLISH,
    PUT_OFF,
    READ,
    READ_ACTION,
    REPORTING_CODES,
    RESTRICT,
    SERVICES,
    SIGN,
    SUBMIT,
    TEMPLATES,
    WAIVE,
    Row,
)  # fmt: skip
from web.forms import filled

STEPS = "/reviews/<ref>/<any(submit,return_to_author,withdraw,approve,publish,amend,waive,unwaive):name>"
ENTRY = {"at-date": "20 Nov 2026", "at-time": "14:30", "text": "Rolled back"}
TIMES = {
    "occurred-at-date": "20 Nov 2026", "occurred-at-time": "14:01", "detected-at-date": "20 Nov 2026", "detected-at-time": "14:14",
    "acknowledged-at-date": "20 Nov 2026", "acknowledged-at-time": "14:17", "mitigated-at-date": "20 Nov 2026",
    "mitigated-at-time": "15:06", "restored-at-date": "20 Nov 2026", "restored-at-time": "15:21",
}  # fmt: skip
NEW_REVIEW = {"title": "Search down", "severity": "2", "zone": "Europe/London", "occurred-at-date": "20 Nov 2026", "occurred-at-time": "09:00"}
PASTE = {"text": "14:03 probe failed\n14:20 rolled back", "day": "20 Nov 2026", "zone": "Europe/London"}
PASTED = {"entries-0-at": "20 Nov 2026 16:03", "entries-0-text": "probe failed"}
SETTINGS = {"name": "Nordwind", "zone": "Europe/London", "policy_key": "regulated"}
MORE_TIME = {"kind": "session", "due_at-date": "1 Dec 2026", "due_at-time": "10:00", "asked_by": "1", "reason": "Supplier"}
SLACK = "https://hooks.slack.com/services/T0001/B0002/abcdefgh12345678"
CALENDAR = {"name": "Service desk", "zone": "Europe/London", "week-monday": "08:00-20:00", "country": "GB", "region": "Scotland"}
POLICY = {**filled(body_of(SMALL_TEAM)).to_dict(), "review-length_minutes": "45", "version": "1"}
CHANGED_PERSON = {"name": "Person Leader", "email": "person.leader@example.com", "zone": "UTC", "roles": ["leader", "viewer"]}
PASSWORD = {"password": "otter ladle quartz plum", "password_again": "otter ladle quartz plum"}

PUBLIC = (
    Row("GET", "/healthz", public=True),
    Row("GET", "/readyz", public=True),
    Row("GET", "/static/<path:filename>", path={"filename": "house.css"}, public=True),
    Row("GET", "/sign-in", public=True),
    Row("POST", "/sign-in", form={"email": "nobody@example.com", "password": "wrong"}, status=422, public=True),
    Row("POST", "/sign-in/demo", form={"person": "1"}, status=404, public=True),
    Row("POST", "/sign-out", status=303, public=True),
    Row("GET", "/answer", query="key=none", status=404, public=True),
    Row("POST", "/answer", form={"key": "none", "answer": "done"}, status=404, public=True),
    Row("POST", "/answer/undo", form={"key": "none"}, status=404, public=True),
    Row("POST", "/answer/new-link", form={"key": "none"}, public=True),
)
GENERAL = (
    Row("GET", "/"),
    Row("GET", "/help"),
    Row("GET", "/search", query="q=probe+fail"),
    Row("GET", "/incidents"),
    Row("GET", "/reviews"),
    Row("GET", "/actions"),
    Row("GET", "/my-actions"),
    Row("GET", "/people"),
    Row("GET", "/people/<int:person_id>", path={"person_id": "7"}),
    Row("GET", "/calendars"),
    Row("GET", "/calendars/new", POLICIES),
    Row("POST", "/calendars/new", POLICIES, form=CALENDAR, status=303),
    Row("GET", "/calendars/<int:calendar_id>", path={"calendar_id": "1"}),
    Row("POST", "/calendars/<int:calendar_id>", POLICIES, path={"calendar_id": "1"}, form=CALENDAR, version="calendar", status=303),
    Row("POST", "/calendars/<int:calendar_id>/default", POLICIES, path={"calendar_id": "1"}, status=303),
    Row("GET", "/templates"),
    Row("GET", "/templates/<key>", TEMPLATES, path={"key": "short"}),
    Row("POST", "/templates/<key>", TEMPLATES, path={"key": "short"}, version="template", status=303, form={
        "name": "Short", "parts-0-key": "summary", "parts-0-used": "true", "parts-0-required": "true", "parts-0-prompt": "What?",
        "agenda-0-minutes": "30", "agenda-0-item": "Talk"}),
    Row("GET", "/audit", AUDIT),
    Row("GET", "/audit.csv", AUDIT),
    Row("GET", "/policies/<key>", POLICIES, path={"key": "small_team"}),
    Row("GET", "/policies/<key>/change", POLICIES, path={"key": "small_team"}),
    Row("POST", "/policies/<key>/change", POLICIES, path={"key": "small_team"}, form={**POLICY, "do": "save"}, status=303),
    Row("GET", "/settings", POLICIES),
    Row("POST", "/settings", POLICIES, form=SETTINGS, version="organisation", status=303),
)
PROFILE = (
    Row("GET", "/profile"),
    Row("POST", "/profile", form={"name": "Me", "zone": "UTC"}, version="oneself", status=303),
    Row("GET", "/profile/reminders"),
    Row("POST", "/profile/reminders", form={"digest_at": "07:30", "quiet_until": "07:00", "quiet_from": "19:00", "version": "0"}, status=303),
    # a weak password is refused: enough to know that the door opens, without 17 slow hashes
    Row("POST", "/profile/password", form={"current_password": "x", "password": "short", "password_again": "short"}, status=422),
    Row("POST", "/profile/tokens", form={"name": "nightly import", "days": "30"}, status=201),
    # everybody may end their own; this one is the viewer's, and absent for all others but the administrator
    Row("POST", "/profile/tokens/<int:token_id>/revoke", path={"token_id": "{token}"}, status=303),
    Row("GET", "/profile/chat"),
    Row("POST", "/profile/chat", form={"address": SLACK}, status=303),
    # nobody of the world has one of their own
    Row("POST", "/profile/chat/test", status=404),
    Row("POST", "/profile/chat/remove", status=404),
    # there is a mail box in the demo only
    Row("GET", "/demo/mailbox", status=404),
    Row("GET", "/demo/mailbox/<name>", path={"name": "0" * 32}, status=404),
    Row("GET", "/demo/mailbox/<name>/html", path={"name": "0" * 32}, status=404),
)
PERSON = (
    Row("GET", "/people/new", ADD_PERSON),
    Row("POST", "/people/new", ADD_PERSON, form={"name": "New Colleague", "email": "new@example.com"}, status=303),
    Row("POST", "/people/<int:person_id>", PEOPLE, path={"person_id": "7"}, form=CHANGED_PERSON, version="leader", status=303),
    Row("POST", "/people/<int:person_id>/password", PEOPLE, path={"person_id": "7"}, form=PASSWORD, status=303),
    Row("GET", "/people/<int:person_id>/disable", PEOPLE, path={"person_id": "7"}),
    Row("POST", "/people/<int:person_id>/disable", PEOPLE, path={"person_id": "7"}, status=303),
    Row("GET", "/people/<int:person_id>/left", PEOPLE, path={"person_id": "7"}),
    Row("POST", "/people/<int:person_id>/left", PEOPLE, path={"person_id": "7"}, form={"left_on": "20 Nov 2026"}, status=303),
    Row("POST", "/people/<int:person_id>/deputies", PEOPLE, path={"person_id": "17"}, form={
        "deputy_id": "7", "starts_on": "1 Dec 2026", "ends_on": "4 Dec 2026"}, status=303),
    Row("POST", "/people/<int:person_id>/deputies/<int:deputy_id>/end", PEOPLE, path={"person_id": "17", "deputy_id": "1"}, status=303),
    Row("GET", "/people/<int:person_id>/hand-over", SERVICES, path={"person_id": "17"}),
    Row("POST", "/people/<int:person_id>/hand-over", SERVICES, path={"person_id": "17"}, form={"to": "7", "keys": ["team:1"]}, status=303),
    Row("GET", "/people/<int:person_id>/anonymise", PEOPLE, path={"person_id": "18"}),
    Row("POST", "/people/<int:person_id>/anonymise", PEOPLE, path={"person_id": "18"}, form={"reason": "Asked for it"}, status=303),
    Row("POST", "/people/<int:person_id>/back", PEOPLE, path={"person_id": "7"}, status=303),
)
CATALOGUE = (
    Row("GET", "/services"),
    Row("GET", "/services/<int:service_id>", path={"service_id": "1"}),
    Row("GET", "/services/new", SERVICES),
    Row("POST", "/services/new", SERVICES, form={"name": "Search", "tier": "1", "owner_id": "7", "team_id": "1"}, status=303),
    Row("GET", "/services/<int:service_id>/edit", SERVICES, path={"service_id": "1"}),
    Row("POST", "/services/<int:service_id>/edit", SERVICES, path={"service_id": "1"}, form={"name": "Basket", "tier": "2"}, version="service", status=303),
    Row("GET", "/teams"),
    Row("GET", "/teams/<int:team_id>", path={"team_id": "1"}),
    Row("GET", "/teams/new", SERVICES),
    Row("POST", "/teams/new", SERVICES, form={"name": "Night desk", "lead_id": "7", "member_ids": ["7"]}, status=303),
    Row("GET", "/teams/<int:team_id>/edit", SERVICES, path={"team_id": "1"}),
    Row("POST", "/teams/<int:team_id>/edit", SERVICES, path={"team_id": "1"}, form={"name": "Payments desk", "member_ids": ["8"]}, version="team", status=303),
)
TARGETS = {"starts_on": "23 Nov 2026", "rows-0-severity": "1", "rows-0-applies_to": "service-1", "rows-0-hours": "support", "rows-0-restore": "4 h"}
SHEET = "/import/<any(services,teams,people):kind>"
CATALOGUE += tuple(
    row
    for kind, who in (("services", SERVICES), ("teams", SERVICES), ("people", PEOPLE))
    for row in (
        Row("GET", SHEET, who, path={"kind": kind}),
        Row("POST", SHEET, who, path={"kind": kind}, form={"file": "{sheet}"}, status=303),
        Row("GET", f"{SHEET}/<token>", who, path={"kind": kind, "token": "{sheet_upload}"}),
        Row("POST", f"{SHEET}/<token>", who, path={"kind": kind, "token": "{sheet_upload}"}, status=303),
    )
)
CATALOGUE += (
    Row("GET", "/hold/<path:ref>", SERVICES, "draft", path={"ref": "{review}"}),
    Row("POST", "/hold/<path:ref>", SERVICES, "draft", path={"ref": "{review}"}, form={"reason": "Court case"}, status=303),
    Row("POST", "/release/<path:ref>", SERVICES, "waived", path={"ref": "{review}"}, form={"reason": "Settled"}, status=303),
    Row("GET", "/messages", DELIVERY),
    Row("POST", "/messages/<int:number>/again", DELIVERY, path={"number": "1"}, status=303),
    Row("POST", "/messages/<int:number>/give-up", DELIVERY, path={"number": "1"}, status=303),
    Row("GET", "/teams/<int:team_id>/chat", SERVICES, path={"team_id": "1"}),
    Row("POST", "/teams/<int:team_id>/chat", SERVICES, path={"team_id": "1"}, form={"address": SLACK}, status=303),
    Row("POST", "/teams/<int:team_id>/chat/test", SERVICES, path={"team_id": "1"}, status=303),
    Row("POST", "/teams/<int:team_id>/chat/remove", SERVICES, path={"team_id": "1"}, status=303),
    Row("GET", "/retention", POLICIES),
    Row("POST", "/retention", POLICIES, form={"incident": "3"}, status=303),
    # nothing is chosen: enough to know that the door opens, and nothing is deleted
    Row("GET", "/retention/delete", SERVICES, status=303),
    Row("POST", "/retention/delete", SERVICES, status=409),
)
CATALOGUE += (
    Row("GET", "/targets"),
    Row("GET", "/targets/new", POLICIES),
    Row("POST", "/targets/new", POLICIES, form=TARGETS, version="targets", status=303),
)
INCIDENT = (
    Row("GET", "/incidents/<path:ref>", READ, "draft", path={"ref": "{incident}"}),
    Row("GET", "/incidents/<path:ref>/times", EDIT_INCIDENT, "loose", path={"ref": "{loose}"}),
    Row("POST", "/incidents/<path:ref>/times", EDIT_INCIDENT, "loose", path={"ref": "{loose}"}, form=TIMES, version="loose", status=303),
    Row("GET", "/incidents/import", IMPORT),
    Row("POST", "/incidents/import", IMPORT, form={"file": "{export}", "zone": "UTC", "date_order": ""}, status=303),
    Row("GET", "/incidents/import/<token>", IMPORT, path={"token": "{upload}"}, query="zone=UTC"),
    Row("POST", "/incidents/import/<token>", IMPORT, path={"token": "{upload}"}, query="zone=UTC", status=303),
)
OPENING = (
    Row("GET", "/reviews/new", OPEN_REVIEW),
    Row("POST", "/reviews/new", OPEN_REVIEW, form=NEW_REVIEW, status=303),
    Row("GET", "/reviews/paste", OPEN_REVIEW),
    Row("POST", "/reviews/paste", OPEN_REVIEW, form=PASTE),
    Row("POST", "/reviews/paste/open", OPEN_REVIEW, form={**NEW_REVIEW, **PASTED, "description": "chat"}, status=303),
    Row("POST", "/reviews/of/<path:incident_ref>", OPEN_REVIEW, "loose", path={"incident_ref": "{loose}"}, status=303, asked_first=True),
)
REVIEW = (
    Row("GET", "/reviews/<ref>", READ, "draft"),
    Row("GET", "/reviews/<ref>/timeline", READ, "draft"),
    Row("GET", "/reviews/<ref>/why", READ, "draft"),
    Row("GET", "/reviews/<ref>/why/<question>", READ, "draft", path={"question": "last"}),
    Row("GET", "/reviews/<ref>/why/<question>/fishbone", READ, "draft", path={"question": "why"}),
    Row("GET", "/reviews/<ref>/why/<question>/fault-tree", READ, "draft", path={"question": "why"}),
    Row("GET", "/reviews/<ref>/why/<question>/<view>.<kind>", READ, "draft", path={"question": "why", "view": "causes", "kind": "json"}),
    Row("GET", "/reviews/<ref>/actions", READ, "draft"),
    Row("GET", "/reviews/<ref>/sign-off", READ, "draft"),
    Row("GET", "/reviews/<ref>/history", READ, "draft"),
    Row("GET", "/reviews/<ref>/access", ACCESS_LOG, "draft"),
    Row("GET", "/reviews/<ref>/difference", READ, "draft"),
    Row("GET", "/reviews/<ref>/correct", CORRECT, "approved"),
    Row("POST", "/reviews/<ref>/correct", CORRECT, "approved", form={
        "part": "finding", "item": "well/0", "text": "The team was calm", "reason": "A word was missing"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/comments", READ, "draft"),
    Row("POST", "/reviews/<ref>/comments", COMMENT, "draft", form={"part": "impact", "text": "From where?"}, status=303),
    Row("POST", "/reviews/<ref>/comments/<int:thread_id>/reply", COMMENT, "draft", form={"text": "The log"}, status=303),
    Row("POST", "/reviews/<ref>/comments/<int:thread_id>/<any(resolve,carry,reopen):act>", COMMENT, "draft", path={"act": "carry"}, status=303),
    Row("GET", "/reviews/<ref>/edition/<int:number>", READ, "approved", path={"number": "1"}),
    Row("GET", "/reviews/<ref>/report.docx", READ, "draft"),
    Row("GET", "/reviews/<ref>/report.json", READ, "draft"),
    Row("GET", "/reviews/<ref>/story", EDIT, "draft"),
    Row("POST", "/reviews/<ref>/story", EDIT, "draft", form={"title": "New", "severity": "2"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/impact", EDIT, "draft"),
    Row("POST", "/reviews/<ref>/impact", EDIT, "draft", form={"impact-0-measure": "Orders", "impact-0-value": "12"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/result", EDIT, "draft"),
    Row("POST", "/reviews/<ref>/result", EDIT, "draft", form={"result": "probable", "continues_in": "PRB-0042"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/response", READ, "draft"),
    Row("GET", "/reviews/<ref>/response/edit", CONTRIBUTE, "draft"),
    Row("POST", "/reviews/<ref>/response/edit", CONTRIBUTE, "draft", form={"runbook_use": "used"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/findings", CONTRIBUTE, "draft"),
    Row("POST", "/reviews/<ref>/findings", CONTRIBUTE, "draft", form={"well": "Calm"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/times", EDIT, "draft"),
    Row("POST", "/reviews/<ref>/times", EDIT, "draft", form=TIMES, version="incident", status=303),
    Row("GET", "/reviews/<ref>/people", EDIT, "draft"),
    Row("POST", "/reviews/<ref>/people", EDIT, "draft", form={
        "people-0-person": "{self}", "people-0-part": "facilitator"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/classification", RESTRICT, "draft"),
    Row("POST", "/reviews/<ref>/classification", RESTRICT, "draft", form={"classification": "confidential"}, version="review", status=303),
    Row("GET", "/reviews/<ref>/session", EDIT, "draft"),
    Row("POST", "/reviews/<ref>/session/plan", EDIT, "draft", form={
        "session_at-date": "24 Nov 2026", "session_at-time": "13:00"}, version="review", status=303),
    Row("POST", "/reviews/<ref>/session/pre-read", EDIT, "draft", version="review", status=303),
    Row("POST", "/reviews/<ref>/session/held", EDIT, "draft", form={
        "held_at-date": "23 Nov 2026", "held_at-time": "09:00"}, version="review", status=303),
)
CLOCKS = (
    Row("GET", "/reviews/<ref>/clocks", READ, "draft"),
    Row("POST", "/reviews/<ref>/clocks/pause", PAUSE, "draft", form={"reason": "Waiting"}, version="review", status=303),
    Row("POST", "/reviews/<ref>/clocks/resume", PAUSE, "draft", version="review", status=409),
    Row("POST", "/reviews/<ref>/clocks/extend", EXTEND, "draft", form=MORE_TIME, version="review", status=303),
    Row("POST", "/reviews/<ref>/clocks/reopened", PAUSE, "draft", form={
        "at-date": "23 Nov 2026", "at-time": "08:00", "reason": "It came back"}, version="review", status=303),
)
SEVERITY = (
    Row("GET", "/reviews/<ref>/severity", READ, "draft"),
    Row("POST", "/reviews/<ref>/severity/warranted", EDIT, "draft", form={"severity": "3", "reason": "Few were touched"}, version="review", status=303),
    Row("POST", "/reviews/<ref>/severity/changes", EDIT, "draft", form={
        "becomes": "3", "at-date": "20 Nov 2026", "at-time": "14:31"}, version="review", status=303),
    # nothing has changed, so there is nothing to decide
    Row("POST", "/reviews/<ref>/severity/follow", EDIT, "draft", version="review", status=409),
    Row("POST", "/reviews/<ref>/severity/keep", EDIT, "draft", form={"reason": "Enough"}, version="review", status=409),
)
JOINING = (
    Row("GET", "/reviews/<ref>/incidents", READ, "draft"),
    Row("POST", "/reviews/<ref>/incidents", EDIT, "draft", form={"incident": "{free}"}, version="review", status=303),
    Row("POST", "/reviews/<ref>/incidents/<path:incident_ref>/lead", EDIT, "draft", path={"incident_ref": "{incident}"}, version="review", status=409),
    Row("POST", "/reviews/<ref>/incidents/<path:incident_ref>/out", EDIT, "draft", path={"incident_ref": "{incident}"}, version="review", status=409),
    Row("POST", "/reviews/<ref>/merge", MERGE, "draft", form={"into": "PIR-nowhere", "reason": "One outage"}, version="review", status=422),
    Row("GET", "/reviews/decline/<path:incident_ref>", DECLINE, "loose", path={"incident_ref": "{loose}"}, asked_first=True),
    Row("POST", "/reviews/decline/<path:incident_ref>", DECLINE, "loose", path={"incident_ref": "{loose}"}, form={"reason": "A drill"},
        status=303, asked_first=True),
)
TIMELINE = (
    Row("POST", "/reviews/<ref>/timeline", CONTRIBUTE, "draft", form=ENTRY, status=303),
    Row("GET", "/reviews/<ref>/timeline/paste", CONTRIBUTE, "draft"),
    Row("POST", "/reviews/<ref>/timeline/paste", CONTRIBUTE, "draft", form=PASTE),
    Row("POST", "/reviews/<ref>/timeline/paste/add", CONTRIBUTE, "draft", form=PASTED, status=303),
    Row("GET", "/reviews/<ref>/timeline/gap", CONTRIBUTE, "draft", query="from={gap_from}"),
    Row("POST", "/reviews/<ref>/timeline/gap", CONTRIBUTE, "draft", form={
        "start": "{gap_from}", "end": "{gap_until}", "text": "Nobody knows"}, status=303),
    Row("GET", "/reviews/<ref>/timeline/<int:entry_id>/edit", CONTRIBUTE, "draft"),
    Row("POST", "/reviews/<ref>/timeline/<int:entry_id>/edit", CONTRIBUTE, "draft", form=ENTRY, version="entry", status=303),
    Row("GET", "/reviews/<ref>/timeline/<int:entry_id>/remove", CONTRIBUTE, "draft"),
    Row("POST", "/reviews/<ref>/timeline/<int:entry_id>/remove", CONTRIBUTE, "draft", version="entry", status=303),
)
PIECE = "/reviews/<ref>/evidence/<int:number>"
EVIDENCE = (
    Row("GET", "/reviews/<ref>/evidence", READ, "draft"),
    Row("POST", "/reviews/<ref>/evidence", CONTRIBUTE, "draft", form={"description": "Paper log", "files": "{file}"}, status=303),
    Row("GET", f"{PIECE}/file", READ, "draft", path={"number": "1"}),
    Row("GET", f"{PIECE}/picture", READ, "draft", path={"number": "1"}),
    Row("GET", f"{PIECE}/edit", CONTRIBUTE, "draft", path={"number": "1"}),
    Row("POST", f"{PIECE}/edit", CONTRIBUTE, "draft", path={"number": "1"}, form={"description": "Orders"}, version="piece", status=303),
    Row("GET", f"{PIECE}/remove", CONTRIBUTE, "draft", path={"number": "1"}),
    Row("POST", f"{PIECE}/remove", CONTRIBUTE, "draft", path={"number": "1"}, version="piece", status=303),
)
WHY = "/reviews/<ref>/why/<question>"
FACTOR = "/reviews/<ref>/why/factors/<factor_ref>"
DRAFT = json.dumps({
    "schema": "debrief/causes@1", "focus": {"id": "focus", "statement": ""}, "factors": [{"id": "a", "statement": "Brought in"}],
    "links": [{"cause": "a", "effect": "focus"}],
})
CAUSES = (
    Row("GET", f"{WHY}/event", CONTRIBUTE, "draft", path={"question": "why"}),
    Row("POST", f"{WHY}/event", CONTRIBUTE, "draft", path={"question": "why"}, form={"statement": "Down"}, version="focus", status=303),
    Row("GET", f"{WHY}/add", CONTRIBUTE, "draft", path={"question": "why"}),
    Row("POST", f"{WHY}/add", CONTRIBUTE, "draft", path={"question": "why"}, form={"statement": "A cause", "effect": "focus"}, status=303),
    Row("GET", f"{WHY}/gate", CONTRIBUTE, "draft", path={"question": "why"}, query="effect=focus"),
    Row("POST", f"{WHY}/gate", CONTRIBUTE, "draft", path={"question": "why"}, form={"effect": "focus", "gate": "all"}, version="focus", status=303),
    Row("GET", f"{WHY}/dismiss", CONTRIBUTE, "draft", path={"question": "why"}, query="found={finding}"),
    Row("POST", f"{WHY}/dismiss", CONTRIBUTE, "draft", path={"question": "why"}, form={"found": "{finding}", "reason": "Looked at"}, status=303),
    Row("POST", "/reviews/<ref>/why/dismissals/<int:dismissal_id>/restore", CONTRIBUTE, "draft", status=303),
    Row("GET", f"{FACTOR}/edit", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/edit", CONTRIBUTE, "draft", form={"statement": "Another"}, version="factor", status=303),
    Row("GET", f"{FACTOR}/links", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/links", CONTRIBUTE, "draft", path={"factor_ref": "{second}"}, form={"effect": "focus"}, status=303),
    Row("GET", f"{FACTOR}/no-action", SIGN, "draft"),
    Row("POST", f"{FACTOR}/no-action", SIGN, "draft", form={"reason": "Out of service in March"}, status=303),
    Row("POST", f"{FACTOR}/take-back-reason", SIGN, "draft", status=303),
    Row("GET", f"{WHY}/import", CONTRIBUTE, "draft", path={"question": "why"}),
    Row("POST", f"{WHY}/import", CONTRIBUTE, "draft", path={"question": "why"}, form={"text": "Writes stopped\n  Volume full"}),
    Row("POST", f"{WHY}/import/add", CONTRIBUTE, "draft", path={"question": "why"}, form={"document": DRAFT}, status=303),
    Row("POST", f"{FACTOR}/unlink", CONTRIBUTE, "draft", form={"effect": "focus"}, status=303),
    Row("GET", FACTOR, READ, "draft", status=303),
    Row("GET", f"{FACTOR}/links/<effect>", CONTRIBUTE, "draft", path={"effect": "focus"}),
    Row("POST", f"{FACTOR}/links/<effect>", CONTRIBUTE, "draft", path={"effect": "focus"}, form={"forward": "yes", "reverse": "no"}, version="link", status=303),
    Row("GET", f"{FACTOR}/split", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/split", CONTRIBUTE, "draft", form={"statement": "One", "second": "Two", "first_causes": ["{second}"]}, version="factor", status=303),
    Row("GET", f"{FACTOR}/merge", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/merge", CONTRIBUTE, "draft", path={"factor_ref": "{second}"}, form={"into": "{factor_ref}"}, version="factor", status=303),
    Row("GET", f"{FACTOR}/between", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/between", CONTRIBUTE, "draft", form={"statement": "Between", "effect": "focus"}, status=303),
    Row("GET", f"{WHY}/several", CONTRIBUTE, "draft", path={"question": "why"}),
    Row("POST", f"{WHY}/several", CONTRIBUTE, "draft", path={"question": "why"}, form={"lines": "A => B", "effect": "focus"}, status=303),
    Row("GET", f"{FACTOR}/refute", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/refute", CONTRIBUTE, "draft", form={"links": "Array log"}, version="factor", status=303),
    Row("POST", f"{FACTOR}/reinstate", CONTRIBUTE, "draft", path={"factor_ref": "{third}"}, version="third", status=303),
    Row("GET", f"{FACTOR}/remove", CONTRIBUTE, "draft"),
    Row("POST", f"{FACTOR}/remove", CONTRIBUTE, "draft", path={"factor_ref": "{second}"}, version="factor", status=303),
    Row("POST", f"{FACTOR}/place", CONTRIBUTE, "draft", path={"factor_ref": "{second}"}, form={"effect": "{factor_ref}", "way": "out"}, status=303),
    Row("POST", f"{FACTOR}/category", CONTRIBUTE, "draft", form={"category": "Supplier"}, version="factor", status=303),
    Row("POST", f"{WHY}/undo", CONTRIBUTE, "draft", path={"question": "why"}, status=409),  # nobody but the author has done anything
)
A_CAUSE = "/causes/<ref>"
KNOWN = (
    Row("GET", "/causes"),
    Row("GET", A_CAUSE, path={"ref": "{cause}"}),
    Row("GET", "/causes/new", KNOWN_CAUSES),
    Row("POST", "/causes/new", KNOWN_CAUSES, form={"name": "Certificate runs out unseen"}, status=303),
    Row("GET", f"{A_CAUSE}/edit", KNOWN_CAUSES, path={"ref": "{cause}"}),
    Row("POST", f"{A_CAUSE}/edit", KNOWN_CAUSES, path={"ref": "{cause}"}, form={"name": "A volume fills"}, version="cause", status=303),
    Row("GET", f"{A_CAUSE}/merge", KNOWN_CAUSES, path={"ref": "{cause}"}),
    Row("POST", f"{A_CAUSE}/merge", KNOWN_CAUSES, path={"ref": "{cause}"}, form={"into": "{other_cause}", "reason": "One alarm"}, version="cause", status=303),
    Row("POST", f"{A_CAUSE}/retire", KNOWN_CAUSES, path={"ref": "{cause}"}, version="cause", status=303),
    Row("POST", f"{A_CAUSE}/bring-back", KNOWN_CAUSES, path={"ref": "{retired_cause}"}, version="retired_cause", status=303),
)
A_CODE = "/reporting-codes/<code>"
CODE = {"code": "human_error"}
KNOWN += (
    Row("GET", "/reporting-codes"),
    Row("GET", "/reporting-codes/new", REPORTING_CODES),
    Row("POST", "/reporting-codes/new", REPORTING_CODES, form={"code": "weather", "label": "Weather", "parent": "external_event"}, status=303),
    Row("GET", A_CODE, REPORTING_CODES, path=CODE),
    Row("POST", A_CODE, REPORTING_CODES, path=CODE, form={"label": "Human action"}, version="code", status=303),
    *(Row("POST", f"{A_CODE}/<any(up,down,retire,restore):act>", REPORTING_CODES, path={**CODE, "act": act}, version="code", status=303)
      for act in ("up", "down", "retire", "restore")),
)
SIGN_OFF = (
    # pages that only ask: those with a reason show its form, the others lead back to the sign-off
    Row("GET", STEPS, READ, "in_review", path={"name": "return_to_author"}),
    Row("GET", STEPS, READ, "draft", path={"name": "submit"}, status=303),
    Row("POST", STEPS, SUBMIT, "draft", path={"name": "submit"}, version="review", status=303),
    Row("POST", STEPS, SUBMIT, "in_review", path={"name": "withdraw"}, version="review", status=303),
    Row("POST", STEPS, APPROVE, "in_review", path={"name": "approve"}, version="review", status=303),
    Row("POST", STEPS, APPROVE, "in_review", path={"name": "return_to_author"}, form={"reason": "Thin"}, version="review", status=303),
    Row("POST", STEPS, PUBLISH, "approved", path={"name": "publish"}, version="review", status=303),
    Row("POST", STEPS, SUBMIT, "approved", path={"name": "amend"}, form={"reason": "New facts"}, version="review", status=303),
    Row("POST", STEPS, WAIVE, "draft", path={"name": "waive"}, form={"reason": "A copy"}, version="review", status=303),
    Row("POST", STEPS, WAIVE, "waived", path={"name": "unwaive"}, form={"reason": "No copy"}, version="review", status=303),
)
STEP = "/actions/<ref>/<step_name>"
WHY_SO = {"reason": "Because"}


def _step(who: object, on: str, name: str, form: dict[str, str] | None = None) -> tuple[Row, Row]:
    """A step is asked about and taken by the same people."""
    path = {"step_name": name}
    return (Row("GET", STEP, who, on, path=path), Row("POST", STEP, who, on, path=path, form=form or {}, status=303))  # type: ignore[arg-type]


ACTIONS = (
    Row("GET", "/actions/meeting", HOLD_MEETING),
    Row("POST", "/actions/meeting", HOLD_MEETING, status=303),
    Row("POST", "/actions/meeting/decide", HOLD_MEETING, "proposed", form={"ref": "{ref}", "decision": "keep", "words": "Waits"}, version="record", status=303,
        asked_first=True),
    Row("GET", "/actions/meeting/close", HOLD_MEETING),
    Row("POST", "/actions/meeting/close", HOLD_MEETING, form={"attendees": ["7"]}, status=303),
    Row("GET", "/actions/meetings"),
    Row("GET", "/actions/meetings/<int:meeting_id>", path={"meeting_id": "1"}),
    Row("GET", "/actions/import", IMPORT_ACTIONS),
    Row("POST", "/actions/import", IMPORT_ACTIONS, form={"file": "{action_sheet}", "review": "{review}"}, status=303),
    Row("GET", "/actions/import/<token>", IMPORT_ACTIONS, path={"token": "{action_upload}"}, query="review={review}"),
    Row("POST", "/actions/import/<token>", IMPORT_ACTIONS, path={"token": "{action_upload}"}, query="review={review}", status=303),
    Row("POST", "/actions/<ref>/confirm", MOVE, "proposed", status=303),
    Row("GET", "/actions/new", CONTRIBUTE, "draft", query="source={review}"),
    Row("POST", "/actions/new", CONTRIBUTE, "draft", form={"title": "Add an alarm", "source": "{review}"}, status=303),
    Row("GET", "/actions/<ref>", READ_ACTION, "proposed"),
    Row("GET", "/actions/<ref>/edit", EDIT_ACTION, "proposed"),
    Row("POST", "/actions/<ref>/edit", EDIT_ACTION, "proposed", form={"title": "Add two alarms"}, version="record", status=303),
    Row("GET", "/actions/<ref>/move-date", MOVE, "proposed"),
    Row("GET", "/reminders/<ref>/later", PUT_OFF, "proposed"),
    Row("POST", "/reminders/<ref>/later", PUT_OFF, "proposed", form={"until": "25 Nov 2026", "reason": "Away"}, status=303),
    Row("POST", "/actions/<ref>/move-date", MOVE, "proposed", form={"due": "11 Dec 2026", "reason": "Change freeze"}, version="record", status=303),
    Row("GET", "/settings/hooks", PEOPLE),
    Row("POST", "/settings/hooks", PEOPLE, form={"name": "jira-payments", "shape": "jira"}, status=201),
    Row("GET", "/settings/hooks/<int:hook_id>", PEOPLE, path={"hook_id": "1"}),
    Row("POST", "/settings/hooks/<int:hook_id>/rotate", PEOPLE, path={"hook_id": "1"}),
    Row("GET", "/settings/hooks/<int:hook_id>/revoke", PEOPLE, path={"hook_id": "1"}),
    Row("POST", "/settings/hooks/<int:hook_id>/revoke", PEOPLE, path={"hook_id": "1"}, status=303),
    Row("GET", "/actions/load"),
    Row("GET", "/actions/to-check"),
    Row("POST", "/actions/views", form={"name": "Mine that is late", "late": "true"}, status=303),
    Row("POST", "/actions/views/<int:view_id>/drop", path={"view_id": "999"}, status=404),
    Row("GET", "/actions/new-owner", GIVE),
    Row("POST", "/actions/new-owner", GIVE, form={"actions": ["{successor}:1"], "owner": "7", "do": "save"}, status=303),
    Row("GET", "/actions/<ref>/link", EDIT_ACTION, "proposed"),
    Row("POST", "/actions/<ref>/link", EDIT_ACTION, "proposed", form={"other": "{successor}"}, status=303),
    Row("GET", "/actions/<ref>/decide-date", DECIDE_DATE, "move_asked"),
    Row("POST", "/actions/<ref>/decide-date", DECIDE_DATE, "move_asked", form={"decision": "accept"}, status=303),
    Row("GET", "/actions/<ref>/not-mine", ANSWER, "proposed"),
    Row("POST", "/actions/<ref>/not-mine", ANSWER, "proposed", form={"reason": "Another team"}, status=303),
    Row("GET", "/actions/<ref>/keep-owner", EDIT_ACTION, "disputed"),
    Row("POST", "/actions/<ref>/keep-owner", EDIT_ACTION, "disputed", form={"reason": "Agreed in the session"}, status=303),
    Row("GET", "/actions/<ref>/evidence", PROVE, "done"),
    Row("POST", "/actions/<ref>/evidence", PROVE, "done", form={"evidence": "CHG3"}, status=303),
    Row("GET", "/actions/<ref>/evidence/<int:number>/file", READ_ACTION, "done", path={"number": "1"}),
    *_step(ANSWER, "proposed", "accept"),
    *_step(ANSWER, "proposed", "start"),
    *_step(ANSWER, "in_progress", "block", WHY_SO),
    *_step(ANSWER, "in_progress", "claim-done", {"claim": "CHG2"}),
    *_step(CHECK, "done", "verify"),
    *_step(CHECK, "done", "send-back", WHY_SO),
    *_step(CHECK, "verified", "await-effect"),
    *_step(CHECK, "effectiveness_due", "find-effective"),
    *_step(CHECK, "effectiveness_due", "find-partly-effective", WHY_SO),
    *_step(CHECK, "effectiveness_due", "find-not-effective", WHY_SO),
    *_step(EDIT_ACTION, "proposed", "refuse", WHY_SO),
    *_step(EDIT_ACTION, "proposed", "cancel", WHY_SO),
    *_step(EDIT_ACTION, "risk_accepted", "risk-expires"),
    *_step(EDIT_ACTION, "proposed", "supersede", {"superseded_by": "{successor}"}),
    *_step(ACCEPT_RISK, "proposed", "accept-risk", {"reason": "Cheap", "expires_on": "30 Jun 2027"}),
)
PAGES = (*PUBLIC, *GENERAL, *PROFILE, *PERSON, *CATALOGUE, *INCIDENT, *OPENING, *REVIEW, *CLOCKS, *SEVERITY, *JOINING, *TIMELINE, *EVIDENCE, *CAUSES, *KNOWN, *SIGN_OFF, *ACTIONS)

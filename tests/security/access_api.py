"""The table of the API: the same people as on the pages, since both doors lead to the same services."""

from __future__ import annotations

from tests.security.access import (
    ACCEPT_RISK,
    ADD_PERSON,
    ANSWER,
    APPROVE,
    CHECK,
    COMMENT,
    CONTRIBUTE,
    CORRECT,
    DECLINE,
    EDIT,
    EDIT_ACTION,
    EDIT_INCIDENT,
    EXTEND,
    IMPORT,
    MERGE,
    MOVE,
    OPEN_REVIEW,
    PAUSE,
    PEOPLE,
    POLICIES,
    PUBLISH,
    READ,
    READ_ACTION,
    RESTRICT,
    SERVICES,
    SUBMIT,
    TEMPLATES,
    WAIVE,
    Row,
    Who,
)  # fmt: skip
from tests.security.access_pages import WHY_SO

V1 = "/api/v1"
REVIEW = f"{V1}/reviews/<ref>"
ACTION = f"{V1}/actions/<ref>"
CALENDAR = {"name": "Service desk", "zone": "Europe/London", "week": {"monday": "08:00-20:00"}, "country": "GB"}
NEW_REVIEW = {"title": "Search down", "severity": 2, "zone": "Europe/London", "occurred": {"at": "2026-11-20T09:00:00Z"}}

EXPORT = [{"number": "INC0900001", "priority": "3", "opened_at": "2026-03-02 10:00:00"}]

#: All five milestones, of which the first is an other one.
TIMES = {name: {"at": f"2026-11-20T{at}:00Z"} for name, at in {
    "occurred": "14:01", "detected": "14:14", "acknowledged": "14:17", "mitigated": "15:06", "restored": "15:21"}.items()}


def _review_step(who: Who, on: str, name: str, body: dict[str, str] | None = None) -> Row:
    return Row("POST", f"{REVIEW}/transitions/<name>", who, on, path={"name": name}, body=body or {}, version="review")


def _action_step(who: Who, on: str, name: str, body: dict[str, str] | None = None) -> Row:
    return Row("POST", f"{ACTION}/transitions/<name>", who, on, path={"name": name}, body=body or {})


API = (
    Row("GET", f"{V1}/openapi.json", public=True),
    Row("GET", f"{V1}/me"),
    Row("GET", f"{V1}/search", query="q=probe"),
    Row("GET", f"{V1}/people"),
    Row("POST", f"{V1}/people", ADD_PERSON, body={"name": "New Colleague"}, status=201),
    Row("GET", f"{V1}/people/<int:person_id>", path={"person_id": "7"}),
    Row("GET", f"{V1}/services"),
    Row("GET", f"{V1}/calendars"),
    Row("POST", f"{V1}/calendars", POLICIES, body=CALENDAR, status=201),
    Row("GET", f"{V1}/calendars/<int:calendar_id>", path={"calendar_id": "1"}),
    Row("PUT", f"{V1}/calendars/<int:calendar_id>", POLICIES, path={"calendar_id": "1"}, body=CALENDAR, version="calendar"),
    Row("POST", f"{V1}/services", SERVICES, body={"name": "Search", "tier": 1}, status=201),
    Row("GET", f"{V1}/services/<int:service_id>", path={"service_id": "1"}),
    Row("PATCH", f"{V1}/services/<int:service_id>", SERVICES, path={"service_id": "1"}, body={"tier": 2}, version="service"),
    Row("GET", f"{V1}/people/<int:person_id>/deputies", path={"person_id": "17"}),
    Row("POST", f"{V1}/people/<int:person_id>/deputies", PEOPLE, path={"person_id": "17"}, body={
        "deputy_id": 7, "starts_on": "2026-12-01", "ends_on": "2026-12-04"}, status=201),
    Row("DELETE", f"{V1}/people/<int:person_id>/deputies/<int:deputy_id>", PEOPLE, path={"person_id": "17", "deputy_id": "1"}, status=204),
    Row("GET", f"{V1}/holds"),
    Row("PUT", f"{V1}/holds/<path:ref>", SERVICES, "draft", path={"ref": "{review}"}, body={"reason": "Court case"}, status=204),
    Row("POST", f"{V1}/holds/<path:ref>/release", SERVICES, "waived", path={"ref": "{review}"}, body={"reason": "Settled"}, status=204),
    Row("GET", f"{V1}/retention", POLICIES),
    Row("PUT", f"{V1}/retention", POLICIES, body={"periods": {"incident": 3}}),
    Row("GET", f"{V1}/targets"),
    Row("PUT", f"{V1}/targets", POLICIES, body={"starts_on": "2026-11-23", "rows": [{"severity": 1, "restore": 240}]}, version="targets"),
    Row("GET", f"{V1}/teams"),
    Row("POST", f"{V1}/teams", SERVICES, body={"name": "Night desk", "lead_id": 7}, status=201),
    Row("GET", f"{V1}/teams/<int:team_id>", path={"team_id": "1"}),
    Row("PATCH", f"{V1}/teams/<int:team_id>", SERVICES, path={"team_id": "1"}, body={"member_ids": [8]}, version="team"),
    Row("GET", f"{V1}/policies/<key>/versions", POLICIES, path={"key": "small_team"}),
    Row("POST", f"{V1}/policies/<key>/versions", POLICIES, path={"key": "small_team"}, body={"terms": {"review": {"length_minutes": 45}}},
        version="policy", status=201),
    Row("GET", f"{V1}/incidents"),
    Row("POST", f"{V1}/incidents/import", IMPORT, body=EXPORT),
    Row("PATCH", f"{V1}/incidents/<path:ref>/times", EDIT_INCIDENT, "loose", path={"ref": "{loose}"}, body=TIMES, version="loose"),
    Row("GET", f"{V1}/incidents/<path:ref>", READ, "draft", path={"ref": "{incident}"}),
    Row("GET", f"{V1}/reviews"),
    Row("POST", f"{V1}/reviews", OPEN_REVIEW, body=NEW_REVIEW, status=201),
    Row("POST", f"{V1}/reviews/of-incident/<path:incident_ref>", OPEN_REVIEW, "loose", path={"incident_ref": "{loose}"},
        status=201, asked_first=True),
    Row("GET", f"{V1}/templates"),
    Row("GET", f"{V1}/templates/<key>", path={"key": "full"}),
    Row("PUT", f"{V1}/templates/<key>", TEMPLATES, path={"key": "full"}, version="template", body={
        "name": "Full", "parts": [{"key": "summary", "prompt": "What?"}], "agenda": [{"minutes": 30, "item": "Talk"}]}),
    Row("GET", REVIEW, READ, "draft"),
    Row("GET", f"{REVIEW}/report", READ, "draft", query="format=json"),
    Row("GET", f"{REVIEW}/evidence", READ, "draft"),
    Row("POST", f"{REVIEW}/evidence", CONTRIBUTE, "draft", body={"link": "https://example.com/chat"}, status=201),
    Row("PATCH", f"{REVIEW}/evidence/<int:number>", CONTRIBUTE, "draft", path={"number": "1"}, body={"description": "Orders"}, version="piece"),
    Row("DELETE", f"{REVIEW}/evidence/<int:number>", CONTRIBUTE, "draft", path={"number": "1"}, version="piece", status=204),
    Row("GET", f"{REVIEW}/evidence/<int:number>/file", READ, "draft", path={"number": "1"}),
    Row("PATCH", f"{REVIEW}/story", EDIT, "draft", body={"title": "New"}, version="review"),
    Row("PUT", f"{REVIEW}/impact", EDIT, "draft", body={"impact": []}, version="review"),
    Row("PUT", f"{REVIEW}/result", EDIT, "draft", body={"result": "unknown", "result_words": "All was tried"}, version="review"),
    Row("PUT", f"{REVIEW}/response", CONTRIBUTE, "draft", body={"runbook_use": "used"}, version="review"),
    Row("PUT", f"{REVIEW}/findings", CONTRIBUTE, "draft", body={"well": ["Calm"]}, version="review"),
    Row("PATCH", f"{REVIEW}/times", EDIT, "draft", body=TIMES, version="incident"),
    Row("PUT", f"{REVIEW}/session", EDIT, "draft", body={"session_at": "2026-11-24T13:00:00Z"}, version="review"),
    Row("PUT", f"{REVIEW}/session/held", EDIT, "draft", body={"held_at": "2026-11-23T09:00:00Z"}, version="review"),
    Row("POST", f"{REVIEW}/clocks/pause", PAUSE, "draft", body={"reason": "Waiting"}, version="review"),
    Row("POST", f"{REVIEW}/clocks/resume", PAUSE, "draft", version="review", status=409),
    Row("POST", f"{REVIEW}/clocks/extend", EXTEND, "draft", body={
        "kind": "session", "due_at": "2026-12-01T10:00:00Z", "asked_by": 1, "reason": "Supplier"}, version="review"),
    Row("POST", f"{REVIEW}/clocks/reopened", PAUSE, "draft", body={"at": "2026-11-23T08:00:00Z", "reason": "It came back"}, version="review"),
    Row("PUT", f"{REVIEW}/severity/warranted", EDIT, "draft", body={"severity": 3, "reason": "Few were touched"}, version="review"),
    Row("POST", f"{REVIEW}/severity/changes", EDIT, "draft", body={"becomes": 3, "at": "2026-11-20T14:31:00Z"}, version="review"),
    Row("POST", f"{REVIEW}/severity/follow", EDIT, "draft", version="review", status=409),
    Row("POST", f"{REVIEW}/severity/keep", EDIT, "draft", body={"reason": "Enough"}, version="review", status=409),
    Row("POST", f"{REVIEW}/incidents", EDIT, "draft", body={"incident": "{free}"}, version="review"),
    Row("DELETE", f"{REVIEW}/incidents/<path:incident_ref>", EDIT, "draft", path={"incident_ref": "{incident}"}, version="review", status=409),
    Row("PUT", f"{REVIEW}/lead", EDIT, "draft", body={"incident": "{incident}"}, version="review", status=409),
    Row("POST", f"{REVIEW}/merge", MERGE, "draft", body={"into": "PIR-nowhere", "reason": "One outage"}, version="review", status=422),
    Row("POST", f"{V1}/reviews/of-incident/<path:incident_ref>/decline", DECLINE, "loose", path={"incident_ref": "{loose}"},
        body={"reason": "A drill"}, status=204, asked_first=True),
    Row("PUT", f"{REVIEW}/classification", RESTRICT, "draft", body={"classification": "confidential"}, version="review"),
    Row("POST", f"{REVIEW}/entries", CONTRIBUTE, "draft", body={"entries": [{"at": "2026-11-20T14:30:00Z", "text": "Rolled back"}]}, status=201),
    Row("PUT", f"{REVIEW}/entries/<int:entry_id>", CONTRIBUTE, "draft", body={"at": "2026-11-20T14:30:00Z", "text": "x"}, version="entry"),
    Row("GET", f"{REVIEW}/difference", READ, "draft"),
    Row("POST", f"{REVIEW}/corrections", CORRECT, "approved", body={
        "part": "finding", "item": "well/0", "text": "The team was calm", "reason": "A word was missing"}, version="review", status=201),
    Row("GET", f"{REVIEW}/comments", READ, "draft"),
    Row("POST", f"{REVIEW}/comments", COMMENT, "draft", body={"part": "impact", "text": "From where?"}, status=201),
    Row("POST", f"{REVIEW}/comments/<int:thread_id>/replies", COMMENT, "draft", body={"text": "The log"}, status=201),
    Row("POST", f"{REVIEW}/comments/<int:thread_id>/<any(resolve,carry,reopen):act>", COMMENT, "draft", path={"act": "resolve"}),
    Row("PUT", f"{REVIEW}/focus", CONTRIBUTE, "draft", body={"statement": "Down"}),
    Row("POST", f"{REVIEW}/factors", CONTRIBUTE, "draft", body={"statement": "A cause"}, status=201),
    Row("PUT", f"{REVIEW}/factors/<factor_ref>", CONTRIBUTE, "draft", body={"statement": "Another"}, version="factor"),
    Row("POST", f"{REVIEW}/factors/<factor_ref>/links", CONTRIBUTE, "draft", path={"factor_ref": "{second}"}, body={"effect": "focus"}, status=201),
    Row("DELETE", f"{REVIEW}/factors/<factor_ref>/links/<effect>", CONTRIBUTE, "draft", path={"effect": "focus"}),
    Row("PUT", f"{REVIEW}/gates", CONTRIBUTE, "draft", body={"effect": "focus", "gate": "all"}),
    _review_step(SUBMIT, "draft", "submit"),
    _review_step(SUBMIT, "in_review", "withdraw"),
    _review_step(APPROVE, "in_review", "approve"),
    _review_step(APPROVE, "in_review", "return_to_author", WHY_SO),
    _review_step(PUBLISH, "approved", "publish"),
    _review_step(SUBMIT, "approved", "amend", WHY_SO),
    _review_step(WAIVE, "draft", "waive", WHY_SO),
    _review_step(WAIVE, "waived", "unwaive", WHY_SO),
    Row("GET", f"{V1}/actions"),
    Row("POST", f"{V1}/actions", CONTRIBUTE, "draft", body={"title": "Add an alarm", "source": "{review}"}, status=201),
    Row("GET", ACTION, READ_ACTION, "proposed"),
    Row("PATCH", ACTION, EDIT_ACTION, "proposed", body={"title": "Add two alarms"}, version="record"),
    Row("POST", f"{ACTION}/due-moves", MOVE, "proposed", body={"due": "2026-12-11", "reason": "Change freeze"}, version="record"),
    _action_step(ANSWER, "proposed", "accept"),
    _action_step(ANSWER, "proposed", "start"),
    _action_step(ANSWER, "in_progress", "block", WHY_SO),
    _action_step(ANSWER, "in_progress", "claim_done", {"claim": "CHG2"}),
    _action_step(CHECK, "done", "verify"),
    _action_step(CHECK, "done", "send_back", WHY_SO),
    _action_step(CHECK, "verified", "await_effect"),
    _action_step(CHECK, "effectiveness_due", "find_effective"),
    _action_step(EDIT_ACTION, "proposed", "refuse", WHY_SO),
    _action_step(EDIT_ACTION, "proposed", "cancel", WHY_SO),
    _action_step(EDIT_ACTION, "risk_accepted", "risk_expires"),
    _action_step(EDIT_ACTION, "proposed", "supersede", {"superseded_by": "{successor}"}),
    _action_step(ACCEPT_RISK, "proposed", "accept_risk", {"reason": "Cheap", "expires_on": "2027-06-30"}),
)

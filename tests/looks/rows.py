"""Every page that a GET answers with HTML: its endpoint, and addresses that show it filled.

``test_every_route_has_a_row`` makes this table from the URL map as far as a machine can: a new route fails until it stands
here. Names in braces are looked up in the demo organisation by ``worlds.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

ANNA, GRACE, RAJ, SAMIR = "Anna Kowalski", "Grace Okafor", "Raj Patel", "Samir Haddad"

#: GET routes that answer no page of ours, and why.
NO_PAGE = {
    "static": "files", "healthz": "JSON for machines", "readyz": "JSON for machines", "exports.word": "a download", "organisation.audit_csv": "a download",
    "pir.evidence_file": "a download", "pir.evidence_picture": "a picture",
    "exports.bundle": "a download", "causes.cause_file": "a download", "api-docs.openapi_json": "JSON for machines",
}

#: endpoint → addresses; a pair says who looks (Anna otherwise).
FILLED: dict[str, list[str | tuple[str, str]]] = {
    "home.start": ["/", ("/", SAMIR)],
    "home.searching": ["/search?q=log+volume", "/search?q=checkout&kind=incident", "/search?q=nothing+has+these", "/search"],
    "incidents.incidents": ["/incidents", "/incidents?q=nothing+has+these+words"],
    "incidents.incident": ["/incidents/{incident}", "/incidents/{reviewed}"],
    "incidents.incident_times": ["/incidents/{incident}/times"],
    "incidents.import_form": [("/incidents/import", GRACE)],
    "incidents.import_preview": [("/incidents/import/{upload}", GRACE)],
    "pir.reviews": ["/reviews", "/reviews?state=waived"],
    "pir.new": ["/reviews/new"],
    "pir.paste": ["/reviews/paste"],
    "pir.overview": ["/reviews/{draft}", "/reviews/{in_review}", ("/reviews/{published}", SAMIR)],
    "pir.story": ["/reviews/{draft}/story"],
    "pir.impact": ["/reviews/{draft}/impact"],
    "pir.result": ["/reviews/{draft}/result"],
    "pir.response": ["/reviews/{draft}/response"],
    "pir.edit_response": ["/reviews/{draft}/response/edit"],
    "pir.findings": ["/reviews/{draft}/findings"],
    "pir.people": ["/reviews/{draft}/people"],
    "pir.session": ["/reviews/{draft}/session"],
    "pir.clocks": ["/reviews/{draft}/clocks", ("/reviews/{in_review}/clocks", "Maya Lindqvist"), ("/reviews/{published}/clocks", SAMIR)],
    "pir.severity": ["/reviews/{draft}/severity", "/reviews/{published}/severity"],
    "pir.incidents": ["/reviews/{draft}/incidents", ("/reviews/{draft}/incidents", "Maya Lindqvist"), "/reviews/{published}/incidents"],
    "pir.decline_review": [("/reviews/decline/{incident}", "Maya Lindqvist")],
    "pir.times": ["/reviews/{draft}/times"],
    "pir.classification": ["/reviews/{draft}/classification"],
    "pir.timeline": ["/reviews/{draft}/timeline", ("/reviews/{published}/timeline", SAMIR)],
    "pir.edit_timeline_entry": ["/reviews/{draft}/timeline/{entry}/edit"],
    "pir.ask_to_remove_entry": ["/reviews/{draft}/timeline/{entry}/remove"],
    "pir.gap": ["/reviews/{draft}/timeline/gap?from={gap}"],
    "pir.evidence": ["/reviews/{draft}/evidence", ("/reviews/{published}/evidence", SAMIR)],
    "pir.edit_evidence": ["/reviews/{draft}/evidence/1/edit"],
    "pir.ask_to_remove_evidence": ["/reviews/{draft}/evidence/1/remove"],
    "pir.paste_timeline": ["/reviews/{draft}/timeline/paste"],
    "pir.actions": ["/reviews/{draft}/actions"],
    "pir.comments": ["/reviews/{in_review}/comments", "/reviews/{draft}/comments?part=summary", "/reviews/{draft}/comments?part=entry&item={entry}"],
    "pir.access": [("/reviews/{draft}/access", GRACE)],
    "pir.difference": ["/reviews/{draft}/difference", "/reviews/{published}/difference"],
    "pir.correct": ["/reviews/{published}/correct", "/reviews/{published}/correct?part=summary"],
    "pir.templates": ["/templates", ("/templates", "Maya Lindqvist")],
    "pir.template": [("/templates/short", "Maya Lindqvist")],
    "pir.history": ["/reviews/{draft}/history"],
    "pir.sign_off": ["/reviews/{draft}/sign-off", ("/reviews/{in_review}/sign-off", "Maya Lindqvist"), "/reviews/{published}/sign-off"],
    "pir.edition": ["/reviews/{published}/edition/1"],
    "pir.ask_step": ["/reviews/{published}/amend", ("/reviews/{in_review}/return_to_author", "Maya Lindqvist"),
                     ("/reviews/{draft}/waive", "Maya Lindqvist")],
    "causes.ladder": ["/reviews/{draft}/why", "/reviews/{draft}/why/seen", ("/reviews/{published}/why", SAMIR)],
    "causes.fishbone": ["/reviews/{draft}/why/why/fishbone", ("/reviews/{published}/why/seen/fishbone", SAMIR)],
    "causes.fault_tree": ["/reviews/{draft}/why/why/fault-tree", "/reviews/{draft}/why/last/fault-tree?shapes=iec&direction=right"],
    "causes.focus": ["/reviews/{draft}/why/why/event"],
    "causes.add": ["/reviews/{draft}/why/why/add?effect={factor}"],
    "causes.edit": ["/reviews/{draft}/why/factors/{factor}/edit"],
    "causes.link": ["/reviews/{draft}/why/factors/{factor}/links"],
    "causes.gate": ["/reviews/{draft}/why/why/gate?effect=focus"],
    "pir.known_causes": ["/causes", ("/causes?q=nothing+has+these+words", "Maya Lindqvist")],
    "pir.known_cause": [("/causes/{cause}", "Maya Lindqvist")],
    "pir.new_cause": [("/causes/new", "Maya Lindqvist")],
    "pir.edit_cause": [("/causes/{cause}/edit", "Maya Lindqvist")],
    "pir.merge_cause": [("/causes/{cause}/merge", "Maya Lindqvist")],
    "pir.reporting_codes": ["/reporting-codes", ("/reporting-codes", "Maya Lindqvist")],
    "pir.reporting_code": [("/reporting-codes/human_error", "Maya Lindqvist")],
    "pir.new_reporting_code": [("/reporting-codes/new", "Maya Lindqvist")],
    "actions.register": ["/actions", "/actions?q=nothing+has+these+words"],
    "actions.mine": [("/my-actions", RAJ)],
    "actions.show": ["/actions/{moved}", ("/actions/{done}", RAJ), ("/actions/{open}", GRACE)],
    "actions.new": ["/actions/new?source={draft}&factor={factor}"],
    "actions.edit": [("/actions/{open}/edit", GRACE)],
    "actions.move": [("/actions/{open}/move-date", GRACE)],
    "actions.step": [("/actions/{open}/" + name, GRACE) for name in (
        "accept", "claim-done", "block", "verify", "find-not-effective", "cancel", "accept-risk", "supersede")],
    "organisation.sign_in": [("/sign-in", "")],
    "organisation.help": ["/help"],
    "organisation.profile": ["/profile"],
    "organisation.people": [("/people", GRACE)],
    "organisation.new_person": [("/people/new", GRACE)],
    "organisation.person": [("/people/{deputised}", GRACE), ("/people/{gone}", GRACE), ("/people/{person}", GRACE)],
    "organisation.ask_disable": [("/people/{person}/disable", GRACE)],
    "organisation.ask_hand_over": [("/people/{person}/hand-over", GRACE), ("/people/{gone}/hand-over", GRACE)],
    "organisation.ask_anonymise": [("/people/{person}/anonymise", GRACE), ("/people/{gone}/anonymise", GRACE)],
    "organisation.ask_hold": [("/hold/{draft}", GRACE), ("/hold/{published}", GRACE)],
    "organisation.retention": [("/retention", GRACE)],
    "organisation.ask_delete": [("/retention/delete?record={due}", GRACE)],
    "organisation.ask_left": [("/people/{person}/left", GRACE)],
    "organisation.calendars": ["/calendars", ("/calendars", GRACE)],
    "organisation.new_calendar": [("/calendars/new", GRACE)],
    "organisation.calendar": ["/calendars/1", ("/calendars/1", GRACE)],
    "organisation.services": ["/services", ("/services?state=all&q=nothing+has+these+words", GRACE)],
    "organisation.service": [("/services/1", GRACE)],
    "organisation.new_service": [("/services/new", GRACE)],
    "organisation.edit_service_form": [("/services/1/edit", GRACE)],
    "organisation.targets": [("/targets", GRACE), "/targets?version=1"],
    "organisation.new_targets": [("/targets/new", GRACE)],
    "organisation.import_sheet": [("/import/services", GRACE), ("/import/people", GRACE)],
    "organisation.preview_sheet": [("/import/services/{sheet}", GRACE)],
    "organisation.teams": ["/teams", "/teams?q=nothing+has+these+words"],
    "organisation.team": [("/teams/1", GRACE)],
    "organisation.new_team": [("/teams/new", GRACE)],
    "organisation.edit_team_form": [("/teams/1/edit", GRACE)],
    "organisation.policy": [("/policies/small_team", GRACE)],
    "organisation.change_policy": [("/policies/regulated/change", GRACE)],
    "organisation.settings": [("/settings", GRACE)],
    "organisation.audit_trail": [("/audit", GRACE), ("/audit?ref={draft}&verb=evidence&since=1+Jan+2020", GRACE)],
}

#: A fresh installation, and a review in it about which one time is known and nothing else.
EMPTY = (
    "/", "/incidents", "/reviews", "/actions", "/my-actions", "/people", "/services", "/teams", "/targets", "/calendars", "/audit", "/profile", "/reviews/new",
    "/reviews/{bare}", "/reviews/{bare}/timeline", "/reviews/{bare}/why", "/reviews/{bare}/actions", "/reviews/{bare}/people",
    "/reviews/{bare}/session", "/reviews/{bare}/sign-off", "/reviews/{bare}/history", "/reviews/{bare}/impact",
    "/actions/new?source={bare}",
    "/reviews/{bare}/evidence", "/search?q=anything", "/causes",
)


@dataclass(frozen=True)
class Wrong:
    """A form sent wrongly: what is typed (the rest is emptied) and the button; ``status`` when no field is to blame."""

    path: str
    button: str
    typed: tuple[tuple[str, str], ...] = ()
    who: str = ANNA
    summary: bool = True


WRONG = (
    Wrong("/sign-in", "Sign in", who=""),
    Wrong("/reviews/new", "Open the review", (("Impact started: time", "25:99"), ("Time zone", "Mars/Olympus"))),
    Wrong("/reviews/paste", "Show what was understood"),
    Wrong("/reviews/{draft}/story", "Save the story"),
    Wrong("/reviews/{draft}/impact", "Save the impact", (("What", "Customers"),)),
    Wrong("/reviews/{draft}/people", "Save the people", (("Mail address", "nobody"),)),
    Wrong("/reviews/{draft}/session", "Record the session"),
    Wrong("/reviews/{draft}/severity", "Record what was warranted"),
    Wrong("/reviews/{draft}/incidents", "Join the incident"),
    Wrong("/reviews/{draft}/clocks", "Pause the clocks"),
    Wrong("/reviews/{draft}/clocks", "Approve the extension", who="Maya Lindqvist"),
    Wrong("/incidents/{incident}/times", "Save the times", (("Detected: time", "31:00"),)),
    Wrong("/reviews/{draft}/times", "Save the times", (("Detected: time", "31:00"),)),
    Wrong("/reviews/{draft}/timeline", "Add the entry"),
    Wrong("/reviews/{draft}/timeline/{entry}/edit", "Save the entry"),
    Wrong("/reviews/{draft}/timeline/gap?from={gap}", "Explain the gap"),
    Wrong("/reviews/{draft}/comments", "Add the comment"),
    Wrong("/templates/short", "Save the template", (("Minutes", "many"),), who="Maya Lindqvist"),
    Wrong("/reviews/{published}/correct?part=summary", "Correct the text"),
    Wrong("/reviews/{draft}/timeline/paste", "Show what was understood"),
    Wrong("/reviews/{draft}/evidence", "Add the evidence", (("Link", "example.com/chat"),)),
    Wrong("/reviews/{draft}/evidence/1/edit", "Save the description", (("Captured: date", "31 Feb 2026"),)),
    Wrong("/reviews/{published}/amend", "Amend as a new version"),
    Wrong("/reviews/{draft}/why/why/event", "Save the event"),
    Wrong("/reviews/{draft}/why/why/add?effect=focus", "Save the cause"),
    Wrong("/reviews/{draft}/why/factors/{factor}/edit", "Save the cause"),
    Wrong("/reviews/{draft}/why/factors/{factor}/links", "Add the link"),
    Wrong("/causes/new", "Name the cause", who="Maya Lindqvist"),
    Wrong("/causes/{cause}/merge", "Merge the two", who="Maya Lindqvist"),
    Wrong("/reporting-codes/new", "Add the code", (("Code", "two words"),), who="Maya Lindqvist"),
    Wrong("/reporting-codes/human_error", "Save the words", who="Maya Lindqvist"),
    Wrong("/actions/new?source={draft}", "Add the action"),
    Wrong("/actions/{open}/edit", "Save", who=GRACE),
    Wrong("/actions/{open}/move-date", "Move the date", who=GRACE),
    Wrong("/actions/{open}/cancel", "Cancel the action", who=GRACE),
    Wrong("/incidents/import", "Show what it holds", who=GRACE),
    Wrong("/profile", "Save", who=ANNA),
    Wrong("/people/new", "Add the person", who=GRACE),
    Wrong("/services/new", "Add the service", who=GRACE),
    Wrong("/targets/new", "Put in force", (("Restore", "soon"),), who=GRACE),
    Wrong("/import/services", "Show what it holds", who=GRACE),
    Wrong("/retention", "Save the periods", (("Reviews", "soon"),), who=GRACE),
    Wrong("/hold/{draft}", "Put on hold", who=GRACE),
    Wrong("/people/{gone}/anonymise", "Anonymise", who=GRACE),
    Wrong("/people/{person}/left", "Mark as left", (("Last day", "31 Dec 2999"),), who=GRACE),
    Wrong("/teams/new", "Add the team", who=GRACE),
    Wrong("/settings", "Save", who=GRACE),
    Wrong("/policies/small_team/change", "Show the effect", who=GRACE),
    Wrong("/calendars/new", "Add the calendar", (("Monday", "25-9"), ("Region", "Bavaria-on-Sea")), who=GRACE),
    Wrong("/no-such-page", "", summary=False),
    Wrong("/audit", "Show", (("From", "31 Feb 2026"),), who=GRACE),
    Wrong("/settings", "", who=SAMIR, summary=False),
)

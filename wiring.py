"""The table of contents, written by hand: what the composition roots assemble."""

from __future__ import annotations

import actions.api
import actions.commands
import actions.jobs
import actions.models
import actions.nudging
import actions.pages
import actions.queries.retention
import actions.search
import actions.service.confirm
import actions.service.minutes
import actions.service.passing
import actions.service.receipt
import actions.sources
import exports.api
import exports.commands
import exports.pages
import home.api
import home.pages
import home.searching
import incidents.api
import incidents.commands
import incidents.jobs
import incidents.links
import incidents.models
import incidents.pages
import incidents.search
import kernel.access
import kernel.audit
import kernel.blob
import kernel.evidence
import kernel.hold
import kernel.idempotency
import kernel.leadership
import kernel.link
import kernel.outbox
import kernel.record
import kernel.search
import nudges.jobs
import nudges.models
import nudges.pages
import nudges.queries.mailed
import nudges.service.letter
import nudges.sources
import organisation.api
import organisation.commands
import organisation.jobs
import organisation.links
import organisation.models
import organisation.pages
import organisation.queries.channel
import organisation.retention
import organisation.search
import organisation.service.channel
import organisation.service.hand_over
import pir.api
import pir.commands
import pir.links
import pir.models
import pir.nudging
import pir.pages
import pir.pages.cause_acts
import pir.pages.cause_import
import pir.pages.cause_links
import pir.pages.cause_views
import pir.pages.causes
import pir.pages.no_action
import pir.queries.answers
import pir.queries.causes
import pir.queries.policy_effect
import pir.queries.retention
import pir.search
import pir.service.passing
from actions.events import ActionChanged
from actions.nudging import on_action_changed as nudge_hears
from incidents.events import IncidentReopened, IncidentsImported, SeverityChanged, TimesChanged
from incidents.service.names import on_person_anonymised
from kernel.job import Job
from kernel.ref import RecordKind
from organisation.events import PersonAnonymised
from pir.service.clocks import on_incident_reopened, on_times_changed
from pir.service.of_actions import on_action_changed
from pir.service.opening import on_incidents_imported
from pir.service.severity import on_severity_changed

#: Every module that defines tables; importing them completes the metadata.
MODELS = (
    kernel.record, kernel.access, kernel.hold, kernel.link, kernel.blob, kernel.evidence, kernel.audit, kernel.idempotency, kernel.search,
    kernel.outbox, kernel.leadership,
    organisation.models, nudges.models, incidents.models, actions.models, pir.models,
)

#: The sections of the masthead: words and address.
SECTIONS = (("Home", "/"), ("Incidents", "/incidents"), ("Reviews", "/reviews"), ("Causes", "/causes"), ("Actions", "/actions"))

BLUEPRINTS = (
    home.pages.bp, organisation.pages.bp, nudges.pages.bp, incidents.pages.bp, pir.pages.bp, pir.pages.causes.bp, actions.pages.bp,
    exports.pages.bp,
)

API_BLUEPRINTS = (organisation.api.bp, incidents.api.blp, pir.api.blp, pir.api.templates_blp, pir.api.known_causes_blp, pir.api.reporting_codes_blp, actions.api.blp, actions.api.hooks_blp, exports.api.blp, home.api.blp)

COMMANDS = (
    *incidents.commands.commands, *pir.commands.commands, *exports.commands.commands, *organisation.commands.commands,
)

#: Commands of the group ``debrief import`` that come from below the domain that owns it.
IMPORTS = (*organisation.commands.imports, *actions.commands.imports)

JOBS: tuple[Job, ...] = (*organisation.jobs.JOBS, *incidents.jobs.JOBS, *actions.jobs.JOBS, *nudges.jobs.JOBS)

#: What happened below → who reacts above, in the same unit of work.
SUBSCRIBERS = (
    (IncidentsImported, on_incidents_imported), (TimesChanged, on_times_changed), (IncidentReopened, on_incident_reopened),
    (IncidentsImported, incidents.search.on_incidents_imported),
    (SeverityChanged, on_severity_changed),
    (ActionChanged, on_action_changed), (ActionChanged, nudge_hears), (ActionChanged, actions.service.confirm.on_action_changed),
    (PersonAnonymised, on_person_anonymised),
)

#: Who says what is due (``nudges.sources``).
NUDGE_SOURCES: tuple[nudges.sources.Source, ...] = (actions.nudging, pir.nudging)

#: What is found by searching, in the order in which kinds are offered.
SEARCH = (*pir.search.SOURCES[:1], *incidents.search.SOURCES, *actions.search.SOURCES, *pir.search.SOURCES[1:], *organisation.search.SOURCES)

#: Where a record of each kind is read, for pages that link any record.
RECORD_URLS = {
    RecordKind.INCIDENT: "/incidents/{ref}", RecordKind.REVIEW: "/reviews/{ref}", RecordKind.ACTION: "/actions/{ref}",
    RecordKind.CAUSE: "/causes/{ref}",
}


def connect() -> None:
    """Lend the lower domains what they may ask of the higher ones without importing them."""
    actions.sources.FACTORS = pir.queries.causes.factor_titles
    actions.sources.LINK[RecordKind.REVIEW] = lambda ref: f"/reviews/{ref}"
    actions.sources.EXPECTED = pir.links.expected_of_actions
    actions.sources.NAMES = pir.links.review_names
    actions.sources.ROOTS = pir.links.root_causes_of
    actions.sources.STOPPED = pir.queries.answers.stopped
    actions.sources.OF_SERVICE = pir.links.reviews_of_service
    organisation.links.EFFECT = pir.queries.policy_effect.effect
    incidents.links.REVIEW_OF = pir.links.reviews_of_incidents
    incidents.links.REVIEW_IS = pir.links.review_is
    organisation.retention.KINDS[:] = [*pir.queries.retention.KINDS, actions.queries.retention.KIND]
    organisation.retention.HOLDINGS[:] = [
        pir.service.passing.HOLDINGS, actions.service.passing.HOLDINGS, *organisation.service.hand_over.OWN_HOLDINGS,
    ]
    kernel.search.use(SEARCH)
    nudges.sources.SOURCES[:] = NUDGE_SOURCES
    nudges.sources.ADDRESSES.update(RECORD_URLS)
    for kind in nudges.queries.mailed.KINDS:
        kernel.outbox.RENDERERS[kind] = nudges.service.letter.render
        kernel.outbox.STILL_WANTED[kind] = nudges.service.letter.still_wanted
    kernel.outbox.RENDERERS[organisation.queries.channel.TEST] = organisation.service.channel.letter_of_test
    kernel.outbox.RENDERERS[actions.service.minutes.KIND] = actions.service.minutes.render
    kernel.outbox.RENDERERS[actions.service.receipt.RECEIPT] = actions.service.receipt.render_receipt
    kernel.outbox.RENDERERS[actions.service.receipt.NEW_LINK] = actions.service.receipt.render_new_link
    incidents.links.OPEN_REVIEW = lambda ref: f"/reviews/of/{ref}"

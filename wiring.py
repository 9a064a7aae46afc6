"""The table of contents, written by hand: what the composition roots assemble."""

from __future__ import annotations

import actions.models
import incidents.models
import kernel.audit
import kernel.evidence
import kernel.idempotency
import kernel.link
import kernel.record
import organisation.models
import pir.models

#: Every module that defines tables; importing them completes the metadata.
MODELS = (
    kernel.record, kernel.link, kernel.evidence, kernel.audit, kernel.idempotency,
    organisation.models, incidents.models, actions.models, pir.models,
)

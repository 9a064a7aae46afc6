"""The pages of the organisation beside each other, as far as the person may open them."""

from __future__ import annotations

from flask import current_app, url_for

from kernel.permission import Actor, may

#: (words, endpoint, verb)
PARTS = (
    ("Your profile", "organisation.profile", "read"),
    ("People", "organisation.people", "read"),
    ("Teams", "organisation.teams", "read"),
    ("Services", "organisation.services", "read"),
    ("Targets", "organisation.targets", "read"),
    ("Calendars", "organisation.calendars", "read"),
    ("Templates", "pir.templates", "read"),  # those of reviews, by the name of their page
    ("Reporting codes", "pir.reporting_codes", "read"),
    ("Settings", "organisation.settings", "administer policies"),
    ("Ticket hooks", "actions.all_hooks", "administer hooks"),
    ("Retention", "organisation.retention", "administer policies"),
    ("Delivery", "organisation.messages", "look after the delivery"),
    ("Audit trail", "organisation.audit_trail", "read the audit trail"),
)


def tabs(actor: Actor, current: str) -> list[tuple[str, str, bool]]:
    """(words, address, is current) for the macro of the same name; ``current`` is the words of a part.

    A page of a domain above is offered where the product has it: this one stands without them.
    """
    there = [part for part in PARTS if part[1] in current_app.view_functions and may(actor, part[2])]
    return [(words, url_for(endpoint), words == current) for words, endpoint, _ in there]

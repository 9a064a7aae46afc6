"""Pages of the organisation: ``bp`` with all routes on it."""

from organisation.pages import (
    account,
    audit_trail,
    calendars,
    chat,
    deputies,
    guide,
    hold,
    leaving,
    mailbox,
    messages,
    password,
    people,
    person,
    policies,
    profile,
    retention,
    service,
    services,
    settings,
    sheets,
    sign_in,
    targets,
    team,
    teams,
    tokens,
)
from organisation.pages.blueprint import bp

__all__ = [
    "account", "audit_trail", "bp", "calendars", "chat", "deputies", "guide", "hold", "leaving", "mailbox", "messages", "password", "people",
    "person", "policies", "profile", "retention", "service", "services", "settings", "sheets", "sign_in",
    "targets", "team", "teams", "tokens",
]

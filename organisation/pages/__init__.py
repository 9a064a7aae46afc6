"""Pages of the organisation: ``bp`` with all routes on it."""

from organisation.pages import (
    account,
    audit_trail,
    calendars,
    deputies,
    guide,
    hold,
    leaving,
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
    "account", "audit_trail", "bp", "calendars", "deputies", "guide", "hold", "leaving", "password", "people",
    "person", "policies", "profile", "retention", "service", "services", "settings", "sheets", "sign_in",
    "targets", "team", "teams", "tokens",
]

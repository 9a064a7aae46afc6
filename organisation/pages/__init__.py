"""Pages of the organisation: ``bp`` with all routes on it."""

from organisation.pages import (
    account,
    audit_trail,
    calendars,
    guide,
    password,
    people,
    person,
    policies,
    profile,
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
    "account", "audit_trail", "bp", "calendars", "guide", "password", "people", "person", "policies", "profile",
    "service", "services", "settings", "sheets", "sign_in", "targets", "team", "teams", "tokens",
]

"""The JSON door of the organisation: ``bp`` with all routes on it, under ``/api/v1``."""

from organisation.api import calendars, deputies, me, people, policies, retention, services, targets, teams
from organisation.api.blueprint import bp

__all__ = ["bp", "calendars", "deputies", "me", "people", "policies", "retention", "services", "targets", "teams"]

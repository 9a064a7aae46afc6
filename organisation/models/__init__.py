"""Tables of the organisation."""

from organisation.models.account import Account, ApiToken, SignInAttempt, Stash
from organisation.models.calendar import Calendar
from organisation.models.channel import ChatChannel
from organisation.models.person import Deputy, Person, PersonRole
from organisation.models.policy import Organisation, Policy
from organisation.models.retention import DueForDeletion, RetentionPeriod
from organisation.models.service import Service
from organisation.models.target import Target, TargetTable
from organisation.models.team import Team, TeamMember

__all__ = [
    "Account", "ApiToken", "Calendar", "ChatChannel", "Deputy", "DueForDeletion", "Organisation", "Person", "PersonRole",
    "Policy", "RetentionPeriod", "Service", "SignInAttempt", "Stash", "Target", "TargetTable", "Team",
    "TeamMember",
]

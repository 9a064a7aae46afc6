"""Who may what, written by hand from decisions 23 and 24. One row for each route and method (S4).

A row says which people are *allowed*, on an open record and on a restricted one. For everybody else the law is the
same on all routes, and stands in ``expected``:

* a stranger is sent to sign in (page) or gets 401 (API);
* on an open record, and where there is no record: *forbidden*, 403;
* on a restricted record: *absent*, 404, for every role, the administrator's too, and for the owner of an action in the
  review; only those who take part in it are told *forbidden*.

Nothing here is read from ``kernel.permission``: this table is what that one is tested against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.security.world import PARTS, ROLES

ALLOWED, FORBIDDEN, ABSENT, SIGN_IN = "allowed", "forbidden", "absent", "sign-in"

EVERYBODY = frozenset({*ROLES, *PARTS})
#: For whom a restricted review exists. The owner of one of its actions sees the action alone.
NAMED = frozenset(PARTS) - {"as_action_owner"}


@dataclass(frozen=True)
class Who:
    """Who is allowed; ``known`` are those for whom a restricted record of this kind exists at all."""

    open: frozenset[str]
    restricted: frozenset[str] = frozenset()
    known: frozenset[str] = NAMED


def _who(open_: str, restricted: str = "", known: frozenset[str] = NAMED) -> Who:
    return Who(frozenset(open_.split()), frozenset(restricted.split()), known)


#: A review, its incident, and what belongs to them.
READ = Who(EVERYBODY, NAMED)
EDIT = _who("facilitator incident_manager problem_manager as_facilitator as_scribe", "as_facilitator as_scribe")
CONTRIBUTE = _who(
    "contributor facilitator incident_manager problem_manager service_owner as_facilitator as_scribe as_participant as_service_owner",
    "as_facilitator as_scribe as_participant as_service_owner",
)
COMMENT = _who(
    "contributor facilitator incident_manager problem_manager service_owner as_facilitator as_scribe as_participant as_service_owner "
    "as_approver as_observer",
    "as_facilitator as_scribe as_participant as_service_owner as_approver as_observer",
)
SUBMIT = _who("facilitator incident_manager problem_manager as_facilitator", "as_facilitator")
APPROVE = _who("incident_manager problem_manager service_owner as_approver as_service_owner", "as_approver as_service_owner")
CORRECT = SUBMIT
PUBLISH = _who("incident_manager problem_manager as_facilitator", "as_facilitator")
PAUSE = _who("facilitator incident_manager problem_manager as_facilitator", "as_facilitator")
EXTEND = APPROVE
MERGE = _who("incident_manager problem_manager")
DECLINE = MERGE
WAIVE = _who("problem_manager")
RESTRICT = _who("incident_manager problem_manager as_facilitator", "as_facilitator")

ACCESS_LOG = _who("auditor problem_manager administrator as_facilitator", "as_facilitator")

#: An action: its owner knows of it as well.
ACTION = NAMED | {"as_action_owner"}
READ_ACTION = Who(EVERYBODY, ACTION, ACTION)
EDIT_ACTION = _who("facilitator incident_manager problem_manager as_facilitator", "as_facilitator", ACTION)
ANSWER = _who("problem_manager as_action_owner", "as_action_owner", ACTION)
CHECK = EDIT_ACTION
MOVE = _who("facilitator incident_manager problem_manager as_facilitator as_action_owner", "as_facilitator as_action_owner", ACTION)
PUT_OFF = _who("as_action_owner", "as_action_owner", ACTION)
PROVE = MOVE
GIVE = _who("facilitator incident_manager problem_manager")
DECIDE_DATE = _who("problem_manager", "", ACTION)
#: A root cause left without a strong action; a review is known to those who take part.
SIGN = _who("problem_manager service_owner", "")
ACCEPT_RISK = _who("problem_manager service_owner", "", ACTION)

#: Where no single record is at hand.
HOLD_MEETING = _who("facilitator problem_manager", "", ACTION)
IMPORT_ACTIONS = _who("facilitator incident_manager problem_manager")
ALL = Who(EVERYBODY)
OPEN_REVIEW = _who("contributor facilitator incident_manager problem_manager service_owner")
EDIT_INCIDENT = _who("facilitator incident_manager problem_manager")
IMPORT = _who("incident_manager problem_manager administrator")
ADD_PERSON = _who("contributor facilitator incident_manager problem_manager service_owner administrator")
PEOPLE = _who("administrator")
SERVICES = _who("problem_manager administrator")
POLICIES = _who("problem_manager administrator")
TEMPLATES = _who("problem_manager")
KNOWN_CAUSES = TEMPLATES
REPORTING_CODES = TEMPLATES
DELIVERY = _who("problem_manager administrator")
AUDIT = _who("auditor problem_manager administrator")


@dataclass(frozen=True)
class Row:
    """One route and method, with a request that succeeds for whoever is allowed.

    ``on``: state of the review or action it is tried on, "" where there is no record. ``path``: values of the rule.
    ``version``: whose version is named (hidden field or If-Match). ``status``: the answer when allowed.
    ``asked_first``: the role is asked before the record is looked for, so 403 comes before 404.
    ``public``: strangers too.
    """

    method: str
    rule: str
    who: Who = ALL
    on: str = ""
    status: int = 200
    form: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    version: str = ""
    asked_first: bool = False
    public: bool = False

    @property
    def id(self) -> str:
        return f"{self.method} {self.rule}" + "".join(f" {value}" for value in self.path.values() if "{" not in value)


def expected(row: Row, who: str | None, scope: str) -> str:
    """The word for one cell."""
    if row.public:
        return ALLOWED
    if who is None:
        return SIGN_IN
    if who in (row.who.open if scope == "open" else row.who.restricted):
        return ALLOWED
    if scope == "open" or not row.on or who in row.who.known:
        return FORBIDDEN
    return FORBIDDEN if row.asked_first and who not in row.who.open else ABSENT

"""The known measures of an impact, and what a regulator is to be told."""

from __future__ import annotations

from enum import StrEnum


class ImpactKind(StrEnum):
    USERS = "users"
    TRANSACTIONS = "transactions"
    MONEY = "money"
    SERVICE_LEVEL = "service_level"
    DATA = "data"
    OTHER = "other"


#: Kind -> what the row is called where nobody says it more exactly, and what it asks. Other rows say it themselves.
KNOWN = {
    ImpactKind.USERS: "Users affected", ImpactKind.TRANSACTIONS: "Transactions failed or delayed",
    ImpactKind.MONEY: "Money lost or paid", ImpactKind.SERVICE_LEVEL: "Minutes outside the service level",
    ImpactKind.DATA: "Data lost or disclosed",
}


class Reportable(StrEnum):
    """Whether a regulator has to be told."""

    YES = "yes"
    NO = "no"
    NOT_DECIDED = "not_decided"

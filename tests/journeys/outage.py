"""What the people of the journey know of the outage; the same words go through the forms, the keyboard and the API.

Minutes count from the time at which the ticket was opened, so that any row of an export can carry the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FIXTURE = Path(__file__).parents[1] / "fixtures" / "journey" / "servicenow_fresh.csv"

#: minute, text
LINES = (
    (-11, "Log volume full; checkout answered 503 to every customer"),
    (0, "Checkout probe failed for the third time; page sent"),
    (3, "Page acknowledged by the on-call engineer"),
    (9, "Release of the morning rolled back; no change"),
    (41, "Log volume found at 100 % & nobody had an alert on it"),
    (52, "Old logs moved away; writes accepted again"),
    (67, "Checkout answers, error rate back under 0.1 %"),
)
MILESTONES = {"Impact started": -11, "Detected": 0, "Acknowledged": 3, "Mitigated": 52, "Restored": 67}
STORY = {
    "Summary": "Nobody could pay for 78 minutes.\n\nThe log volume of the primary database was full <and nobody saw it>.",
    "Trigger": "The log volume reached 100 %.",
    "Detection": "A probe of the checkout failed three times.",
    "Response": "The on-call engineer rolled back the release of the morning first.",
    "Recovery": "Old logs were moved away; the database took writes again.",
}
IMPACT = ("Customers refused at checkout", "41,200", "customers", "Checkout access log")
FINDINGS = {
    "What went well": "The service desk told the extent within five minutes",
    "What was hard": "Half an hour went by without anybody looking at the disks",
    "Where we were lucky": "It was outside pay week",
}
EVENT = "Checkout answered 503 to every customer for 78 minutes"


@dataclass(frozen=True)
class Cause:
    """``effect``: None for the event itself, or the statement that it explains."""

    statement: str
    effect: str | None = None
    more: tuple[tuple[str, str], ...] = ()


FULL = "Log files filled the log volume in 40 hours"
STOPPED = "The primary database stopped accepting writes"
NO_STANDBY = "No standby took over"
DETAIL = "Statement logging stayed at full detail after a change"
NO_CHECK = "Volume size was no part of the check for logging changes"
CAUSES = (
    Cause(STOPPED),
    Cause(NO_STANDBY),
    Cause(FULL, STOPPED),
    Cause(DETAIL, FULL),
    Cause(NO_CHECK, FULL, (("control", "Check of logging changes"), ("control_state", "did_not_exist"),
                           ("stop_reason", "control_we_own"), ("confidence", "confirmed"))),
)
#: effect → the answer to "did all of these have to be true?"
GATES = {None: "Yes, each was needed", FULL: "Yes, each was needed"}


@dataclass(frozen=True)
class Deed:
    """A corrective action: what, who, in how many days, and the cause that it acts on."""

    title: str
    owner: str
    days: int
    strength: str
    factor: str
    effect: str
    measure: str


ACTIONS = (
    Deed("Limit statement logging to one hour, then fall back to errors only", "Raj Patel", 30, "Eliminate", DETAIL,
         "Eliminates it", "Full-detail logging ends by itself after 60 min, shown by a test"),
    Deed("Add a size check to the form for logging changes", "Anna Kowalski", 45, "Engineer", NO_CHECK,
         "Reduces it", "A change without a size is refused, shown by a test"),
)


@dataclass(frozen=True)
class Outage:
    """One telling: the incident's number, when its ticket was opened, and the zone of the review."""

    number: str
    title: str
    opened: datetime
    zone: str

    def at(self, minute: int) -> datetime:
        return self.opened.astimezone(ZoneInfo(self.zone)) + timedelta(minutes=minute)

    def pasted(self) -> str:
        """As a chat has it, with one line that has no time of its own."""
        lines = [f"{self.at(minute):%Y-%m-%d %H:%M} {text}" for minute, text in LINES]
        return "\n".join(["Bridge of the outage, copied from chat", *lines])


def fresh(number: int, title: str = "Checkout answered 503 to every customer") -> Outage:
    """An outage of this morning: opened six hours ago."""
    opened = (datetime.now(UTC) - timedelta(hours=6)).replace(second=0, microsecond=0)
    return Outage(f"INC{number:07}", title, opened, "UTC")


def export(outage: Outage, folder: Path) -> Path:
    """The ServiceNow list with this outage in it, one line more beside it."""
    shape = "%Y-%m-%d %H:%M:%S"
    text = FIXTURE.read_text(encoding="utf-8").format(
        number=outage.number, other=f"{outage.number[:-1]}9", title=outage.title,
        opened=outage.opened.strftime(shape), resolved=outage.at(67).strftime(shape),
    )
    path = folder / f"{outage.number}.csv"
    path.write_text(text, encoding="utf-8")
    return path

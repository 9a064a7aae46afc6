"""What a rung says: a sentence in the letter, a word in the ledger, and the answers that it offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: Answer in the address of a link -> its words.
ANSWERS: Mapping[str, str] = {
    "accept": "Accept",
    "done": "Done",
    "on_track": "On track",
    "more_time": "Need more time",
    "blocked": "Blocked, need help",
    "not_mine": "Not mine",
}
TO_ACCEPT = ("accept", "more_time", "not_mine")
BEFORE = ("done", "on_track", "more_time", "blocked", "not_mine")
#: Once the due day is over nothing is on track any more.
AFTER = ("done", "more_time", "blocked", "not_mine")


@dataclass(frozen=True, slots=True)
class Says:
    """``urgency`` orders a letter, highest first. ``sentence`` may name ``{when}``; ``brief`` stands in the subject line."""

    urgency: int
    sentence: str
    brief: str
    word: str
    answers: tuple[str, ...] = ()


SAYS: Mapping[str, Says] = {
    "accept": Says(40, "It waits to be accepted.", "waits to be accepted", "asked to accept", TO_ACCEPT),
    "not_accepted": Says(60, "Nobody has accepted it. Find it an owner.", "nobody has accepted it", "owner has not accepted"),
    "no_owner": Says(60, "It has no owner. Find it one.", "has no owner", "no owner"),
    "disputed": Says(60, "Its owner says that it is somebody else’s. Settle whose it is.", "whose is it?", "owner disputed"),
    "disputed_decide": Says(68, "Its owner says that it is somebody else’s, and nobody has settled it.", "whose is it?",
                            "owner disputed, passed on"),
    "move": Says(57, "Another due date was asked for. Decide about it.", "another date is asked for", "date to be decided"),
    "move_late": Says(64, "Another due date was asked for {when} and nobody has decided.", "another date is asked for",
                      "date still to be decided"),
    "due_soon": Says(30, "Due {when}.", "due {when}", "due soon", BEFORE),
    "due_today": Says(50, "Due {when}.", "due {when}", "due", BEFORE),
    "late": Says(70, "Late: it was due {when}. If nothing changes, your manager sees it in next week’s list.",
                 "late since {when}", "late", AFTER),
    "still_late": Says(70, "Late: it was due {when}.", "late since {when}", "still late, weekly", AFTER),
    "decide": Says(80, "It was due {when} and reminding has not helped. Decide: a new date, cancel it, or accept the risk.",
                   "a decision is needed", "decision asked for"),
    "blocked": Says(58, "Blocked since {when}. Its owner needs help.", "blocked, help is needed", "help asked for"),
    "blocked_decide": Says(62, "Blocked since {when}. Decide what happens with it.", "blocked", "blocked, passed on"),
    "check": Says(45, "Reported done {when}. Check whether it is.", "waits to be checked", "check asked for"),
    "check_late": Says(55, "Reported done {when} and still not checked.", "still waits to be checked", "check is late"),
    "check_decide": Says(65, "Reported done {when} and nobody has checked it. Check it, or say who will.",
                         "nobody has checked it", "check passed on"),
    "effect": Says(45, "The check whether it worked is due {when}.", "did it work?", "effectiveness check due"),
    "effect_late": Says(55, "The check whether it worked was due {when}.", "effectiveness check is late", "effectiveness check is late"),
    "effect_decide": Says(65, "The check whether it worked was due {when} and was not made. Make it, or say who will.",
                          "effectiveness check is missing", "effectiveness check passed on"),
    "risk_soon": Says(35, "The risk is accepted until {when}. Decide before then whether it still is.", "accepted risk ends {when}",
                      "accepted risk ends soon"),
    "risk_over": Says(60, "The risk was accepted until {when}. Accept it anew, or bring the action back.", "accepted risk has ended",
                      "accepted risk has ended"),
    "risk_decide": Says(75, "The risk was accepted until {when}, and nobody has decided since.", "accepted risk has ended",
                        "accepted risk passed on"),
    "session_soon": Says(85, "No session is booked. It is due {when}.", "no session booked", "no session booked"),
    "session_over": Says(90, "The session was due {when} and has not been held.", "session is late", "session is late"),
    "session_late": Says(92, "The session was due {when} and has not been held.", "session is late", "session still late"),
    "session_decide": Says(95, "The session was due {when} and has not been held. Hold it, extend it or waive the review.",
                           "session has not been held", "session passed on"),
    "pre_read_soon": Says(82, "The pre-read is due {when}.", "pre-read due {when}", "pre-read due soon"),
    "pre_read_over": Says(88, "The pre-read was due {when} and has not been sent.", "pre-read is late", "pre-read is late"),
    "approval_soon": Says(84, "The approval is due {when}.", "approval due {when}", "approval due soon"),
    "approval_over": Says(89, "The approval was due {when}.", "approval is late", "approval is late"),
    "approval_late": Says(91, "The approval was due {when} and is still missing.", "approval is late", "approval still late"),
    "approval_decide": Says(94, "The approval was due {when} and is still missing. Approve it, or say who will.",
                            "approval is missing", "approval passed on"),
}


def day_words(day: date, today: date) -> str:
    """A due day in a letter; the year only where it is another one than today's.

    >>> day_words(date(2026, 12, 4), date(2026, 12, 2)), day_words(date(2026, 12, 2), date(2026, 12, 2))
    ('Fri 4 Dec', 'today')
    """
    if day == today:
        return "today"
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")

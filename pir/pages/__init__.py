"""Pages of the post-incident review. Importing the package completes the blueprint."""

from pir.pages import (
    access,
    action_list,
    classification,
    clocks,
    comments,
    correct,
    difference,
    edition,
    evidence,
    evidence_file,
    findings,
    gap,
    history,
    impact,
    listing,
    of_incident,
    opening,
    overview,
    pasting,
    people,
    response,
    result,
    session,
    sign_off,
    story,
    templates,
    timeline,
    timeline_entry,
    timeline_paste,
    times,
)
from pir.pages.blueprint import bp

__all__ = [
    "access", "action_list", "bp", "classification", "clocks", "comments", "correct", "difference", "edition",
    "evidence", "evidence_file", "findings", "gap", "history", "impact", "listing", "of_incident", "opening",
    "overview", "pasting", "people", "response", "result", "session", "sign_off", "story", "templates", "timeline",
    "timeline_entry", "timeline_paste", "times",
]

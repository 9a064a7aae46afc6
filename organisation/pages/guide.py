"""The words used here, the keys, and whom to ask."""

from __future__ import annotations

from flask import render_template

from kernel.permission import Role
from organisation.pages.blueprint import bp
from organisation.queries.person import holders
from web.unit import session

#: Word -> what is meant by it. The field's own words: SRE, ITIL 4, IEC 62740.
WORDS = (
    ("Incident", "An interruption, or a worse quality, of a service. Other tools know it; Debrief keeps its times and its severity."),
    ("Review", "What happened, why, and what was learned, written down by the people who were there. Nobody is blamed in it."),
    ("Detected, mitigated, restored", "When somebody noticed, when it got better, when the service worked again. Each time says how sure it is."),
    ("Contributing factor", "A condition without which it would have gone better. One statement each."),
    ("Root cause", "A factor at the end of a line of whys, with evidence, where a control that we own was missing or failed. Several are normal."),
    ("Not decided", "A question that nobody has answered yet. It is never counted as a yes."),
    ("Combination", "Factors that together are enough for it to happen again."),
    ("Action", "What one person will do until a date, and how we will know that it worked."),
    ("Done and checked", "The owner says done; somebody else checks it."),
    ("Restricted", "Only the people named in a record see it. For all others it is not there, in searches and numbers too."),
)
KEYS = (
    ("Tab, Shift + Tab", "To the next or the previous field, link or button"),
    ("Enter", "Follows a link; sends the form from a one-line field"),
    ("Space", "Ticks a box, presses a button"),
    ("Arrow keys", "Choose among round options"),
    ("First Tab on a page", "Skip to content"),
)


@bp.get("/help", endpoint="help")
def guide() -> str:
    return render_template(
        "organisation/help.html", words=WORDS, keys=KEYS, administrators=holders(session(), Role.ADMINISTRATOR)
    )

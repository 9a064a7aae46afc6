"""An address that was read, in the words of the access log."""

from __future__ import annotations

import re

#: What stands behind the reference of a review.
PARTS = {
    "": "the review", "timeline": "the timeline", "evidence": "the register of evidence", "why": "the causes", "actions": "the actions",
    "sign-off": "the sign-off", "history": "the history", "comments": "the comments", "report.docx": "the Word report",
    "report.json": "the report as data", "report": "the report", "access": "this list",
}
_REVIEW = re.compile(r"(?:/api/v1)?/reviews/[^/]+/?(?P<rest>.*)")
_FILE = re.compile(r"evidence/(\d+)/(?:file|picture)")
_EDITION = re.compile(r"edition/(\d+)")
_OTHER = re.compile(r"(?:/api/v1)?/(?P<kind>incidents|actions)/(?P<ref>[^/]+)")


def told(what: str) -> str:
    """
    >>> told("/reviews/PIR-2026-0001/evidence/4/file"), told("/reviews/PIR-2026-0001"), told("/actions/ACT-0001/edit")
    ('E 4', 'the review', 'action ACT-0001')
    >>> told("export review")
    'export review'
    """
    review = _REVIEW.fullmatch(what)
    if review:
        rest = review["rest"]
        file, edition = _FILE.fullmatch(rest), _EDITION.fullmatch(rest)
        if file or edition:
            return f"E {file[1]}" if file else f"version {edition[1]}"  # type: ignore[index]
        return PARTS.get(rest) or PARTS.get(rest.partition("/")[0]) or "a form of the review"
    other = _OTHER.match(what)
    return f"{other['kind'].removesuffix('s')} {other['ref']}" if other else what

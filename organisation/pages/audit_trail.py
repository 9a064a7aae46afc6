"""Who did what. Nothing can be pressed here."""

from __future__ import annotations

from flask import current_app, render_template, request

from kernel.ref import RecordKind
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.audit_trail import AuditLine, audit_lines
from organisation.rules.names import one_line
from web.address import with_query
from web.session import current_actor
from web.unit import session


@bp.get("/audit")
def audit_trail() -> str:
    before, ref = request.args.get("before", ""), one_line(request.args.get("ref", ""))[:40]
    is_number = before.isdecimal() and before.isascii() and len(before) < 16  # noqa: PLR2004 - no chain is longer
    lines, older = audit_lines(session(), current_actor(), before=int(before) if is_number else None, ref=ref)
    return render_template(
        "organisation/audit_trail.html",
        tabs=tabs(current_actor(), "Audit trail"),
        rows=[(line, _address(line)) for line in lines],
        ref=ref,
        newest=with_query(request.path, ref=ref or None) if before else None,
        older=with_query(request.path, ref=ref or None, before=older) if older else None,
    )


def _address(line: AuditLine) -> str | None:
    """Where the record lives: the composition root says it by kind, since this domain knows none of the upper ones."""
    shapes: dict[RecordKind, str] = current_app.config.get("RECORD_URLS", {})
    shape = shapes.get(line.kind) if line.kind else None
    return shape.format(ref=line.ref) if shape else None

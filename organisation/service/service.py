"""Services, added by being named."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
from kernel.permission import Actor
from organisation.models import Service
from organisation.queries.service import find_service
from organisation.rules.names import one_line

LONGEST = 120


def find_or_add_service(session: Session, actor: Actor, name: str) -> Service:
    """The service of this name, added when new; capital letters do not matter. The caller has checked its own verb."""
    clean = one_line(name)
    if not clean:
        raise Invalid({"services": ["Enter the name of the service"]})
    if len(clean) > LONGEST:
        raise Invalid({"services": [f"The name of a service must be {LONGEST} characters or fewer"]})
    found = find_service(session, clean)
    if found is not None:
        return found
    service = Service(name=clean)
    try:
        with session.begin_nested():
            session.add(service)
    except IntegrityError:  # somebody added it a moment ago
        found = find_service(session, clean)
        if found is None:
            raise
        return found
    audit.note(session, actor, "add service", after={"service": clean})
    return service


def find_or_add_services(session: Session, actor: Actor, names: Iterable[str]) -> list[Service]:
    """Each named service once, in the order of the names; blank names are left out."""
    found = {s.id: s for s in (find_or_add_service(session, actor, name) for name in names if one_line(name))}
    return list(found.values())

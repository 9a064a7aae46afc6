"""One import under way: what all its parts share."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from incidents.service.import_services import ServiceShelf
from kernel.intake.refusal import Remarks
from kernel.permission import Actor


@dataclass(frozen=True, slots=True)
class ImportRun:
    """``tool`` is the profile's name, ``zone`` the IANA zone in which the file's times were read."""

    session: Session
    actor: Actor
    tool: str
    zone: str
    shelf: ServiceShelf
    remarks: Remarks

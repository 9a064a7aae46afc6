"""A file that was sent, and the map beside it, as an intake: the same for the form, its preview and the import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import url_for

from incidents.intake.facts import Intake
from incidents.profiles.map_file import LARGEST, read_map
from incidents.profiles.profile import Profile
from incidents.profiles.reading import read_export
from incidents.profiles.servicenow import SERVICENOW
from incidents.rules.written import DateOrder
from kernel.intake.refusal import Unreadable
from kernel.intake.uploads import Upload
from web.site import site


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says beside the file: where it comes from, the map that was sent, the zone, and the order of dates."""

    tool: str
    map: Upload | None
    zone: str
    date_order: str

    def intake(self, file: Upload) -> Intake:
        """The file, read so. `Unreadable`; a map that names a zone wins over the one of the form."""
        profile = self._profile()
        order = cast("DateOrder", self.date_order) if self.date_order in {"dmy", "mdy"} else None
        return read_export(file.path, profile, zone=profile.zone or self.zone, date_order=order)

    def address(self, endpoint: str, file: Upload) -> str:
        """Where the next step is read: what the form says stands in the address."""
        return url_for(
            endpoint, token=file.token, tool=self.tool, zone=self.zone, date_order=self.date_order or None, map=self.map.token if self.map else None
        )

    def _profile(self) -> Profile:
        base = SERVICENOW if self.tool == "servicenow" else None
        if self.map is None:
            if base is None:
                raise Unreadable("Select the map that says which column is which", "map")
            return base
        return read_map(first_bytes(self.map.path), self.map.filename, base)


def first_bytes(path: Path) -> bytes:
    """A map, or enough of what was sent in its place to see that it is none."""
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def uploads() -> Path:
    """Where files wait between preview and import."""
    return site().settings.home / "uploads"

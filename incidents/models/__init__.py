"""Tables of incidents."""

from incidents.models.incident import Incident, IncidentService, IncidentTime, Moment, Precision, Source
from incidents.models.timeline import EntryEvidence, EntryKind, Phase, TimelineEntry

__all__ = [
    "EntryEvidence", "EntryKind", "Incident", "IncidentService", "IncidentTime", "Moment", "Phase", "Precision",
    "Source", "TimelineEntry",
]

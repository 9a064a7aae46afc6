"""Tables of incidents."""

from incidents.models.change import IncidentChange
from incidents.models.incident import Incident, IncidentService, IncidentTime, Moment, Precision, Source
from incidents.models.severity import SeverityChange
from incidents.models.timeline import Audience, EntryEvidence, EntryKind, Phase, TimelineEntry, UpdateKind

__all__ = [
    "Audience", "EntryEvidence", "EntryKind", "Incident", "IncidentChange", "IncidentService", "IncidentTime", "Moment", "Phase",
    "Precision", "SeverityChange", "Source", "TimelineEntry", "UpdateKind",
]

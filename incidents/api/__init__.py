"""The JSON door of incidents: ``blp``, under ``/api/v1/incidents``. They are read here, and come by import or with a review."""

from incidents.api import import_file  # noqa: F401 - importing puts the route on
from incidents.api.incident import blp

__all__ = ["blp"]

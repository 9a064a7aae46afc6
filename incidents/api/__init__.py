"""The JSON door of incidents: ``blp``, under ``/api/v1/incidents``. Reading only; incidents come by import or with a review."""

from incidents.api.incident import blp

__all__ = ["blp"]

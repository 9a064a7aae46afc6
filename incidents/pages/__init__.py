"""Pages of incidents: ``bp`` with all routes on it."""

from incidents.pages import import_file, import_preview, incident, listing, times  # noqa: F401 - importing puts the routes on
from incidents.pages.blueprint import bp

__all__ = ["bp"]

"""Pages of reminders: one blueprint, a file for each page."""

from nudges.pages import later, yours  # noqa: F401 - importing puts the routes on
from nudges.pages.blueprint import bp

__all__ = ["bp"]

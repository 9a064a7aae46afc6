"""Pages of actions: one blueprint, a file for each page."""

from actions.pages import action, confirm, edit, mine, move, new, register, sheet, step  # noqa: F401 - importing puts the routes on
from actions.pages.blueprint import bp

__all__ = ["bp"]

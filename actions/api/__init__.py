"""The JSON door of actions: ``blp`` with all routes on it, under ``/api/v1/actions``. Who asks: ``web/gate.py``."""

from actions.api import moves, one, register, sheet, steps  # noqa: F401 - importing puts the routes on
from actions.api.blueprint import blp

__all__ = ["blp"]

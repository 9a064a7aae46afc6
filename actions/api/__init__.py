"""The JSON door of actions: ``blp`` with all routes on it, under ``/api/v1/actions``. Who asks: ``web/gate.py``."""

from actions.api import moves, one, owner, register, sheet, steps, views  # noqa: F401 - importing puts the routes on
from actions.api.blueprint import blp
from actions.api.hooks import blp as hooks_blp

__all__ = ["blp", "hooks_blp"]

"""The JSON door of reviews: ``blp`` with all routes on it, under ``/api/v1/reviews``."""

from pir.api import causes, clocks, comments, evidence, parts, reviews, steps, timeline  # noqa: F401 - importing puts the routes on
from pir.api.blueprint import blp

__all__ = ["blp"]

"""The JSON door of reviews: ``blp`` with all routes on it, under ``/api/v1/reviews``."""

from pir.api import (  # noqa: F401 - importing puts the routes on
    cause_acts,
    cause_import,
    causes,
    checks,
    clocks,
    comments,
    evidence,
    joining,
    parts,
    reviews,
    severity,
    steps,
    timeline,
    versions,
)
from pir.api.blueprint import blp
from pir.api.known_causes import known_causes_blp
from pir.api.reporting_codes import reporting_codes_blp
from pir.api.templates import templates_blp

__all__ = ["blp", "known_causes_blp", "reporting_codes_blp", "templates_blp"]

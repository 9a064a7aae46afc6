"""Pages of actions: one blueprint, a file for each page."""

from actions.pages import (  # noqa: F401 - importing puts the routes on
    action,
    answer,
    confirm,
    decide,
    edit,
    giving,
    hooks,
    linking,
    load,
    meeting,
    mine,
    minutes,
    move,
    new,
    owner,
    proof,
    register,
    sheet,
    step,
    to_check,
    views,
)
from actions.pages.blueprint import bp

__all__ = ["bp"]

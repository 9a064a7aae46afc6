"""The blueprint of the pages about causes; the files beside this one put their routes on it."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("causes", __name__, template_folder="../templates")

Answer = str | Response | tuple[str, int]

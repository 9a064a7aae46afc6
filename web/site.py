"""What one application was assembled from: settings, database, and the few calls that the domains lend to the toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app

from kernel.config import Settings
from kernel.db import Database
from kernel.permission import Actor

#: (person id, epoch) of a session cookie; None when the account is gone or all its sessions were ended.
LoadPerson = Callable[[int, int], Actor | None]
#: The bearer token of an API call.
LoadToken = Callable[[str], Actor | None]
#: Keep a form's values, answer the key under which ``FetchForm`` finds them again.
StoreForm = Callable[[Mapping[str, Any]], str]
FetchForm = Callable[[str], Mapping[str, Any] | None]


def _nobody(*_: Any) -> None:
    return None


@dataclass
class Site:
    """``app.extensions["debrief"]``. The composition root fills it in; the toolkit only asks it."""

    settings: Settings
    database: Database
    load_person: LoadPerson = _nobody
    load_token: LoadToken = _nobody
    store_form: StoreForm | None = None
    fetch_form: FetchForm = _nobody
    sign_in_url: str = "/sign-in"
    sign_out_url: str = "/sign-out"


def site(app: Flask | None = None) -> Site:
    return cast("Site", (app or current_app).extensions["debrief"])

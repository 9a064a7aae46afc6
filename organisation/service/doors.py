"""What the toolkit borrows from this domain: who a cookie or a token stands for, and where a typed form is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kernel.db import Database
from kernel.permission import Actor
from organisation.queries.account import actor_of, actor_of_token
from organisation.service.stash import fetch_form, keep_form


def lent(database: Database) -> dict[str, Callable[..., Any]]:
    """The four calls of ``web.site.Site``; each opens a short unit of work of its own."""

    def load_person(person_id: int, epoch: int) -> Actor | None:
        with database.unit_of_work(write=False) as session:
            return actor_of(session, person_id, epoch)

    def load_token(token: str) -> Actor | None:
        with database.unit_of_work(write=False) as session:
            return actor_of_token(session, token)

    def store(form: Mapping[str, Any]) -> str:
        return keep_form(database, form)

    return {
        "load_person": load_person,
        "load_token": load_token,
        "store_form": store,
        "fetch_form": partial(fetch_form, database),
    }

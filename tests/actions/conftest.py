"""``acts``: factories (acts.py beside this file). ``app``: toolkit, organisation and actions alone, on SQLite."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIT_KEY, settings_for
from flask import Flask

from kernel.db import Database
from web.site import Site


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("actions_acts", Path(__file__).parent / "acts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_ACTS = _load()


@pytest.fixture
def acts() -> Any:
    return _ACTS


@pytest.fixture(autouse=True)
def registered() -> Iterator[Any]:
    """``actions.sources`` as it is before anybody lends it something: another test may have made the whole product."""
    from actions import sources

    kept = sources.FACTORS, dict(sources.LINK), sources.EXPECTED, sources.NAMES
    sources.FACTORS, sources.EXPECTED, sources.NAMES = sources.factors_guarded_by, sources.by_the_organisation, sources.by_reference
    sources.LINK.clear()
    yield sources
    sources.FACTORS, sources.EXPECTED, sources.NAMES = kept[0], kept[2], kept[3]
    sources.LINK.clear()
    sources.LINK.update(kept[1])


_PART: list[Flask] = []


@pytest.fixture
def app(sqlite_only: Database, tmp_path: Path) -> Flask:
    """People, actions and their nudges on the toolkit. Made once a process: each test lends it a site of its own."""
    from organisation.service.doors import lent

    (tmp_path / "audit.key").write_text(AUDIT_KEY.hex())
    site = Site(settings_for(sqlite_only, tmp_path), sqlite_only, **lent(sqlite_only))
    if not _PART:
        _PART.append(_make(site))
    _PART[0].extensions["debrief"] = site
    return _PART[0]


def _make(site: Site) -> Flask:
    from actions.api import blp
    from actions.pages import bp
    from nudges.pages import bp as nudges_pages
    from organisation.api import bp as organisation_api
    from organisation.pages import bp as organisation_pages
    from web.api import Api
    from web.install import install

    made = Flask("web")
    made.config.update(API_TITLE="Debrief", API_VERSION="v1", OPENAPI_VERSION="3.1.0", DEMO=False)
    install(made, site)
    for blueprint in (organisation_pages, nudges_pages, bp):
        made.register_blueprint(blueprint)
    api = Api(made)
    for blueprint in (organisation_api, blp):
        api.register_blueprint(blueprint)
    made.context_processor(lambda: {"nav": [("Home", "/", False), ("Actions", "/actions", True)]})
    return made

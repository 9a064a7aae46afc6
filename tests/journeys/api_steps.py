"""The steps of a review through /api/v1, over a real socket with a bearer token."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from journeys import outage as told
from journeys.outage import Outage

MOMENTS = {"Impact started": "occurred", "Detected": "detected", "Acknowledged": "acknowledged", "Mitigated": "mitigated",
           "Restored": "restored"}
EFFECTS = {"Eliminates it": "eliminates", "Reduces it": "reduces"}


class Api:
    """One program with its token. ``etag`` is the version of the review that it saw last."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token, self.etag = address, token, ""

    def send(self, method: str, path: str, body: Any = None, *, version: bool = False) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if version:
            headers["If-Match"] = self.etag
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"{self.address}/api/v1{path}", data, headers, method=method), timeout=60) as answer:
            if answer.headers.get("ETag") and path.startswith("/reviews"):
                self.etag = answer.headers["ETag"]
            content = answer.read()
            return json.loads(content) if answer.headers.get_content_type() == "application/json" else content

    def version_of(self, ref: str, item: str) -> None:
        """Name the version of the event (``focus``) or of a cause in what is sent next."""
        self.etag = f'"{self.send("GET", f"/reviews/{ref}/causes/why")["versions"][item]}"'

    def read(self, ref: str) -> Any:
        return self.send("GET", f"/reviews/{ref}")


def open_review(api: Api, outage: Outage) -> str:
    made = api.send("POST", "/reviews", {
        "title": outage.title, "severity": 1, "zone": outage.zone, "incident_ref": outage.number, "services": ["Checkout"],
        **{MOMENTS[name]: {"at": outage.at(minute).isoformat()} for name, minute in told.MILESTONES.items()},
    })
    return str(made["document"]["review"]["ref"])


def tell(api: Api, outage: Outage, ref: str) -> None:
    entries = [{"at": outage.at(minute).isoformat(), "text": text} for minute, text in told.LINES]
    added = api.send("POST", f"/reviews/{ref}/entries", {"entries": entries})
    assert len(added) == len(told.LINES)
    assert api.send("POST", f"/reviews/{ref}/entries", {"entries": entries}) == [], "sent again, nothing is added"
    api.read(ref)
    api.send("PATCH", f"/reviews/{ref}/story", {name.lower(): text for name, text in told.STORY.items()}, version=True)
    what, value, unit, source = told.IMPACT
    api.send("PUT", f"/reviews/{ref}/impact", {"impact": [{"measure": what, "value": value, "unit": unit, "source": source}]},
             version=True)
    well, badly, lucky = told.FINDINGS.values()
    api.send("PUT", f"/reviews/{ref}/findings", {"well": well, "badly": badly, "lucky": lucky}, version=True)
    held = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    raj = next(p["id"] for p in api.send("GET", "/people") if p["name"] == "Raj Patel")
    api.send("PUT", f"/reviews/{ref}/session/held", {"held_at": held, "attended": [raj]}, version=True)


def explain(api: Api, ref: str) -> dict[str, str]:
    """Answers the references of the causes by their statements."""
    api.version_of(ref, "focus")
    api.send("PUT", f"/reviews/{ref}/focus", {"question": "why", "statement": told.EVENT}, version=True)
    refs: dict[str, str] = {}
    shown = {e["text"]: e["id"] for e in api.read(ref)["document"]["timeline"]["entries"]}
    for cause in told.CAUSES:
        body = {"question": "why", "statement": cause.statement, "effect": refs.get(cause.effect or "", "focus"), **dict(cause.more)}
        if cause.more:
            body["evidence"] = [f"entry:{shown[told.LINES[4][1]]}"]
        refs[cause.statement] = api.send("POST", f"/reviews/{ref}/factors", body)["ref"]
    for effect in told.GATES:
        item = refs.get(effect or "", "focus")
        api.version_of(ref, item)
        api.send("PUT", f"/reviews/{ref}/gates", {"question": "why", "effect": item, "gate": "all"}, version=True)
    return refs


def act(api: Api, ref: str, factors: dict[str, str]) -> None:
    people = {p["name"]: p["id"] for p in api.send("GET", "/people")}
    for deed in told.ACTIONS:
        due = datetime.now(UTC).date() + timedelta(days=deed.days)
        api.send("POST", "/actions", {
            "source": ref, "title": deed.title, "owner": people[deed.owner], "due": due.isoformat(), "measure": deed.measure,
            "strength": deed.strength.lower(), "factors": [{"factor": factors[deed.factor], "effect": EFFECTS[deed.effect]}],
        })


def step(api: Api, ref: str, name: str) -> Any:
    return api.send("POST", f"/reviews/{ref}/transitions/{name}", {})

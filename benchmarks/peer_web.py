"""The peer: what a user would write in an hour. Flask, SQLAlchemy Core, one template; the same rows, the same page size.

It reads the same tables of the same database with one statement each and renders about as much HTML as our review page
does, without checks of permission, clocks, phases, drawings, forms or audit.
"""

from __future__ import annotations

import os

import sqlalchemy as sa
from flask import Flask, render_template_string

app = Flask(__name__)
engine = sa.create_engine(os.environ["BENCH_URL"])
PAD = "x" * int(os.environ.get("BENCH_PAD", "0"))
PAGE = """<!doctype html><html lang="en"><head><title>{{ r.title }}</title></head><body><h1>{{ r.ref }} {{ r.title }}</h1>
<p>{{ r.summary }}</p><ol>{% for e in entries %}<li><time datetime="{{ e.at }}Z">{{ e.at }}</time> <b>{{ e.actor }}</b>
<span class="text">{{ e.text }}</span></li>{% endfor %}</ol>
<ul>{% for f in factors %}<li>{{ f.ref }} {{ f.title }} {{ f.state }} {{ f.confidence }}</li>{% endfor %}</ul>
<table>{% for a in actions %}<tr><td>{{ a.ref }}</td><td>{{ a.title }}</td><td>{{ a.name }}</td><td>{{ a.due }}</td>
<td>{{ a.state }}</td></tr>{% endfor %}</table><table>{% for i in impact %}<tr><td>{{ i.measure }}</td><td>{{ i.value }}</td>
</tr>{% endfor %}</table><p>{{ pad }}</p></body></html>"""

QUERIES = {
    "entries": "SELECT at, actor, text FROM timeline_entry WHERE record_id = :id ORDER BY at, id",
    "factors": "SELECT r.ref, r.title, f.state, f.confidence FROM factor f JOIN record r ON r.id = f.id WHERE r.guard_id = :id",
    "actions": "SELECT r.ref, r.title, p.name, a.due, a.state FROM action a JOIN record r ON r.id = a.id "
               "LEFT JOIN person p ON p.id = a.owner_id WHERE a.source_id = :id",
    "impact": "SELECT measure, value FROM impact WHERE review_id = :id",
    "links": "SELECT l.cause_id, l.effect_id FROM cause_link l JOIN factor f ON f.id = l.cause_id JOIN record r ON r.id = f.id WHERE r.guard_id = :id",
    "people": "SELECT p.name, part FROM participation x JOIN person p ON p.id = x.person_id WHERE x.record_id = :id",
    "evidence": "SELECT number, description FROM evidence WHERE record_id = :id",
}


@app.get("/reviews/<ref>")
def review(ref: str) -> str:
    with engine.connect() as connection:
        one = sa.text("SELECT r.id, r.ref, r.title, v.summary FROM record r JOIN review v ON v.id = r.id WHERE r.ref = :ref")
        row = connection.execute(one, {"ref": ref}).one()
        rows = {name: connection.execute(sa.text(query), {"id": row.id}).all() for name, query in QUERIES.items()}
    return render_template_string(PAGE, r=row, pad=PAD, **rows)

"""The same causes as a fishbone and as a fault tree, and every view as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from drawing.png import to_png
from drawing.svg import Picture
from kernel.errors import NotFound
from pir.pages.cause_frame import asked, framed, told_of
from pir.pages.causes_blueprint import bp
from pir.queries.review import find
from pir.schemas.causes import CATEGORIES
from rca import document, ishikawa, open_psa
from rca.causal_graph import CausalGraph
from rca.errors import CausesError, TooLarge
from rca.fault_tree import of
from rca.five_whys import walk
from rca.pictures import fault_tree as tree_picture
from rca.pictures import fishbone as fishbone_picture
from rca.pictures.views import VIEWS as PICTURES
from rca.pictures.views import drawn
from rca.vocabulary import Gate, because, plain
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/why/<question>/fishbone")
def fishbone(ref: str, question: str) -> str:
    review = find(session(), current_actor(), ref)
    found = asked(review, question)
    graph = found.graph
    fish = ishikawa.fishbone(graph, CATEGORIES)
    return render_template(
        "pir/fishbone.html", **framed(found, "fishbone"), categories=CATEGORIES, plain=plain, fish=fish, graph=graph,
        picture=fishbone_picture.draw(fish, "screen", width=1200.0), unsorted=ishikawa.UNSORTED,
        told=told_of(session(), review, graph, question),
    )


@bp.get("/reviews/<ref>/why/<question>/fault-tree")
def fault_tree(ref: str, question: str) -> str:
    """``?shapes=iec`` for boxes, ``?direction=right`` for a tree from left to right."""
    review = find(session(), current_actor(), ref)
    found = asked(review, question)
    graph = found.graph
    shapes, direction = _chosen("shapes", ("nureg", "iec")), _chosen("direction", ("down", "right"))
    picture, too_large = None, None
    try:
        picture = tree_picture.of_graph(graph, "screen", shapes, direction)  # type: ignore[arg-type]  # checked above
    except TooLarge as large:
        too_large = str(large)
    return render_template(
        "pir/fault_tree.html", **framed(found, "fault_tree"), plain=plain, because=because, walk=walk(graph), graph=graph, picture=picture,
        too_large=too_large, shapes=shapes, direction=direction, told=told_of(session(), review, graph, question),
    )


@bp.get("/reviews/<ref>/why/<question>/<view>.<kind>")
def cause_file(ref: str, question: str, view: str, kind: str) -> Response:
    """One view as SVG, PNG or text; the graph as JSON or, decided, in the Open-PSA format."""
    review = find(session(), current_actor(), ref)
    graph = asked(review, question).graph
    writer = FILES.get((view, kind))
    if writer is None:
        raise NotFound("file")
    try:
        body, media_type = writer(graph)
    except CausesError as wrong:
        raise NotFound("file") from wrong
    name = f"{ref}_{question}_{view}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(body, content_type=media_type, headers=headers)


def _picture(view: str, write: Callable[[Picture], bytes | str], media_type: str) -> Callable[[CausalGraph], tuple[Any, str]]:
    return lambda graph: (write(drawn(graph, view)), media_type)


def _png(picture: Picture) -> bytes:
    return to_png(picture.svg, 200)


def _open_psa(graph: CausalGraph) -> tuple[str, str]:
    """An undecided gate is written as *any*: the format has no other word, and the reading is the careful one."""
    return open_psa.write(of(graph, undecided=Gate.ANY)), "application/xml; charset=utf-8"


#: (view, ending) → what writes it
FILES: dict[tuple[str, str], Callable[[CausalGraph], tuple[Any, str]]] = {
    **{(view, "svg"): _picture(view, lambda p: p.svg, "image/svg+xml; charset=utf-8") for view in PICTURES},
    **{(view, "png"): _picture(view, _png, "image/png") for view in PICTURES},
    **{(view, "txt"): _picture(view, lambda p: "\n".join(p.text) + "\n", "text/plain; charset=utf-8") for view in PICTURES},
    ("causes", "json"): lambda graph: (json.dumps(document.write(graph), ensure_ascii=False, indent=1), "application/json"),
    ("causes", "xml"): _open_psa,
}


def _chosen(name: str, allowed: tuple[str, ...]) -> str:
    wanted = request.args.get(name, allowed[0])
    return wanted if wanted in allowed else allowed[0]

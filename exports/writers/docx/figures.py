"""Figures: a drawing at its true size (one unit is one point), with alternative text."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO

from docx.parts.document import DocumentPart
from lxml import etree

from drawing.png import to_png
from drawing.svg import TITLE_LIMIT, Picture, alternative
from exports.writers.docx import page
from exports.writers.docx.markup import RELATIONS, Element, flat, paragraph, w

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WP = f"{_DRAWING}/wordprocessingDrawing"
_A = f"{_DRAWING}/main"
_PIC = f"{_DRAWING}/picture"

_CAPTION_ROOM = 52
"""Points that a page keeps free for the caption below a figure."""

_FIRST_ID = 100


Draw = Callable[[str], bytes]
"""Turns an SVG document into a PNG."""

BLANK = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
"""One white point: enough where only the place of a figure matters."""


def blank(_svg: str) -> bytes:
    """Return one white point for any drawing."""
    return BLANK


def figure(picture: Picture, number: int, text_version: str, part: DocumentPart, draw: Draw = to_png) -> Element:
    """Return the paragraph of a figure; it stays on the page of its caption."""
    relation, _ = part.get_or_add_image(BytesIO(draw(picture.svg)))
    return paragraph("PIRFigure", w("r", w("drawing", _inline(picture, number, text_version, relation))))


def size(picture: Picture) -> tuple[int, int]:
    """Return width and height in EMU; only what is larger than the text area of a page is made smaller."""
    room_across = page.TEXT_WIDTH * page.POINTS_PER_TWIP
    room_down = page.TEXT_HEIGHT * page.POINTS_PER_TWIP - _CAPTION_ROOM
    scale = min(1.0, room_across / picture.width, room_down / picture.height)
    return int(picture.width * scale * page.EMU_PER_POINT), int(picture.height * scale * page.EMU_PER_POINT)


def alternative_text(picture: Picture, text_version: str) -> str:
    """Return at most 250 characters that end with where the words of the figure are."""
    ending = f" Text version in {text_version}."
    return alternative(flat(picture.title), TITLE_LIMIT - len(ending)) + ending


def _inline(picture: Picture, number: int, text_version: str, relation: str) -> Element:
    width, height = size(picture)
    extent = f'cx="{width}" cy="{height}"'
    # without the four dist attributes LibreOffice moves the picture 3 mm to the right
    made = etree.fromstring(
        f'<wp:inline xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:pic="{_PIC}" xmlns:r="{RELATIONS}" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent {extent}/><wp:docPr id="{_FIRST_ID + number}" name="Figure {number}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        f'<a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="figure-{number}.png"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )
    described = made.find(f"{{{_WP}}}docPr")
    assert described is not None  # noqa: S101 - it is in the text above
    described.set("descr", alternative_text(picture, text_version))
    return made

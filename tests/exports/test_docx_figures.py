"""Figures: alternative text, true size, sharp, legible, and each told in words."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image

from drawing.png import to_png
from drawing.svg import Picture
from exports.model import Figure
from exports.writers.docx import figures, page
from tests.exports.conftest import W, report_of, text_of

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def inlines(word):
    return list(word.document.iter(f"{WP}inline"))


def pictures(report):
    return [block.picture for part in report.parts for block in part.blocks if isinstance(block, Figure)]


def test_alternative_text(word):
    told = [(i.find(f"{WP}docPr").get("id"), i.find(f"{WP}docPr").get("descr")) for i in inlines(word)]
    assert len({number for number, _ in told}) == len(told)
    for _, text in told:
        assert 30 < len(text) <= 250
        assert re.search(r"Text version in (Appendix [A-C]|Table \d+)\.$", text)


def test_no_figure_is_wider_than_the_text_nor_moved(word):
    for found in inlines(word):
        assert int(found.find(f"{WP}extent").get("cx")) <= page.TEXT_WIDTH * page.EMU_PER_TWIP
        assert {found.get(f"dist{side}") for side in "TBLR"} == {"0"}


def test_every_figure_of_the_model_is_in_the_file_and_sharp(word):
    sizes = [int(found.find(f"{WP}extent").get("cx")) / 914400 for found in inlines(word)]
    names = sorted((n for n in word.parts if n.startswith("word/media/")), key=lambda n: int("".join(filter(str.isdigit, n))))
    images = [Image.open(BytesIO(word.parts[name])) for name in names]
    assert len(images) == len(sizes) == len(pictures(report_of(word.name)))
    for image, inches in zip(images, sizes, strict=True):
        assert image.width / inches >= 200


def test_text_of_a_drawing_is_drawn_inside_it_and_large_enough(report):
    for picture in pictures(report):
        assert all(float(size) >= 8 for size in re.findall(r'font-size="([\d.]+)"', picture.svg))
        without = re.sub(r"<text\b.*?</text>", "", picture.svg, flags=re.DOTALL)
        assert without != picture.svg
        assert to_png(without, 30) != to_png(picture.svg, 30)


def test_each_figure_has_its_words_in_the_appendix_or_in_a_table_that_is_there(word):
    said = [re.fullmatch(r"(Figure \d+) .*\(text version in (Appendix [A-C]|Table \d+)\)", text_of(p)).groups() for p in word.paragraphs("Caption")]
    assert [figure for figure, _ in said] == [f"Figure {n}" for n in range(1, len(inlines(word)) + 1)]
    told = [text_of(p).split(":")[0] for p in word.paragraphs("Heading3")]
    assert told == [figure for figure, where in said if where.startswith("Appendix")]
    tables = {re.match(r"Table \d+", text_of(p))[0] for p in word.paragraphs("PIRTableCaption")}
    assert {where for _, where in said if where.startswith("Table")} <= tables


def test_words_of_the_ladder_name_the_factors_that_it_draws(rich_report):
    ladders = [block for part in rich_report.parts for block in part.blocks if isinstance(block, Figure)][1:]
    drawn = set(re.findall(r"FAC-\d{4}", "".join(figure.picture.svg for figure in ladders)))
    told = set(re.findall(r"FAC-\d{4}", " ".join(" ".join(figure.picture.text) for figure in ladders)))
    assert drawn == told == {f"FAC-{number:04d}" for number in range(31, 41)}


def test_only_what_is_larger_than_the_page_is_made_smaller():
    assert figures.size(Picture("", 400, 300, "t", ())) == (400 * 12700, 300 * 12700)
    width, height = figures.size(Picture("", 400, 1300, "t", ()))
    assert height <= page.TEXT_HEIGHT * page.EMU_PER_TWIP
    assert abs(width / height - 400 / 1300) < 1e-4


def test_long_alternative_text_is_cut_before_where_the_words_are():
    told = figures.alternative_text(Picture("", 1, 1, "word " * 100, ()), "Appendix B")
    assert len(told) <= 250
    assert told.endswith("… Text version in Appendix B.")


def test_blank_is_a_picture():
    assert Image.open(BytesIO(figures.blank(""))).size == (1, 1)


def test_captions_stay_with_their_figures(word):
    for figure in word.paragraphs("PIRFigure"):
        assert figure.getnext().find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Caption"

"""The four documents as reports and as files, each made once."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from exports.model import Report
from exports.reports.pir import build
from exports.writers.docx.writer import compose
from tests.exports import documents

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Word:
    """A Word file taken apart: its bytes, its parts, its main document as a tree."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content
        with ZipFile(BytesIO(content)) as package:
            self.parts = {member: package.read(member) for member in package.namelist()}
        self.document = etree.fromstring(self.parts["word/document.xml"])

    def tree(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[f"word/{part}.xml"])

    def paragraphs(self, style: str | None = None) -> list[etree._Element]:
        found = list(self.document.iter(f"{W}p"))
        return found if style is None else [p for p in found if style_of(p) == style]


def text_of(element: etree._Element) -> str:
    """The text of the runs with breaks, without field instructions."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    nodes = (node for run in element.iter(f"{W}r") for node in run)
    return "".join(node.text or "" if node.tag == f"{W}t" else marks.get(node.tag, "") for node in nodes)


def style_of(paragraph: etree._Element) -> str | None:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if found is None else found.get(f"{W}val")


@cache
def report_of(name: str) -> Report:
    return build(documents.ALL[name]())


@cache
def word_of(name: str) -> Word:
    """The file with invented page numbers, so that the contents have theirs without a rendering."""
    pages = {f"_Toc{number:04d}": number + 2 for number in range(1, 40)}
    return Word(name, compose(report_of(name), pages, 12))


@pytest.fixture(params=list(documents.ALL))
def report(request) -> Report:
    return report_of(request.param)


@pytest.fixture(params=list(documents.ALL))
def word(request) -> Word:
    return word_of(request.param)


@pytest.fixture
def rich_word() -> Word:
    return word_of("rich")


@pytest.fixture
def rich_report() -> Report:
    return report_of("rich")

"""Every file opens without a question: valid by the schema, nothing to update, nothing of the machine in it."""

from __future__ import annotations

import re
from zipfile import ZipFile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from exports.writers.docx import template
from exports.writers.docx.stylesheet import STYLES
from exports.writers.docx.writer import TEMPLATE
from tests.exports.conftest import W, style_of


def findings(path) -> list[str]:
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path))
    return [str(error) for error in result.errors]


def test_template_is_valid():
    assert findings(TEMPLATE) == []


def test_a_broken_file_is_found(tmp_path, rich_word):
    broken = rich_word.parts["word/document.xml"].replace(b"<w:cantSplit/>", b"<w:cantSplitt/>", 1)
    path = tmp_path / "broken.docx"
    with ZipFile(path, "w") as package:
        for name, content in {**rich_word.parts, "word/document.xml": broken}.items():
            package.writestr(name, content)
    assert findings(path)


def test_report_is_valid(tmp_path, word):
    path = tmp_path / "report.docx"
    path.write_bytes(word.content)
    assert findings(path) == []


def test_committed_template_is_the_built_one():
    with ZipFile(TEMPLATE) as committed:
        kept = {name: committed.read(name) for name in committed.namelist()}
    from io import BytesIO

    with ZipFile(BytesIO(template.build())) as built:
        assert {name: built.read(name) for name in built.namelist()} == kept


@pytest.mark.parametrize("mark", [b"updateFields", b"w:dirty", b"/tmp/", b"/work/", b"/home/", b"file:"])
def test_nothing_asks_and_nothing_tells_of_the_machine(word, mark):
    xml = {name: content for name, content in word.parts.items() if name.endswith((".xml", ".rels"))}
    assert [name for name, content in xml.items() if mark in content] == []


def test_only_our_styles(word):
    ours = {style.id for style in STYLES} | {"Normal"}
    frames = [word.tree(name) for name in ("header1", "header2", "footer1", "footer2")]
    used = {style_of(p) for tree in (word.document, *frames) for p in tree.iter(f"{W}p")}
    assert used <= ours


def test_properties(rich_word):
    core = rich_word.parts["docProps/core.xml"].decode()
    told = dict(re.findall(r"<(?:dc|cp|dcterms):(\w+)[^>]*>([^<]*)(?=<)", core))
    assert told["title"] == "Post-incident review: Checkout answered 503 to every customer for 78 minutes"
    assert told["subject"] == "PIR-2026-0014 · INC0012345 · INC0012351"
    assert told["creator"] == told["lastModifiedBy"] == "Debrief"
    assert told["language"] == "en-GB"
    assert told["created"] == told["modified"] == "2026-11-27T16:40:00Z"

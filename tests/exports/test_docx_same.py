"""The same document gives the same report, twice."""

from __future__ import annotations

from exports.reports.pir import build
from exports.writers.docx.writer import compose
from tests.exports import documents
from tests.exports.conftest import Word, word_of


def test_same_document_same_parts():
    pages = {f"_Toc{number:04d}": number + 2 for number in range(1, 40)}
    again = Word("rich", compose(build(documents.rich()), pages, 12))
    assert again.parts == word_of("rich").parts


def test_another_document_another_text():
    changed = documents.rich()
    changed["narrative"]["summary"] = "Something else."
    assert Word("x", compose(build(changed))).parts["word/document.xml"] != word_of("rich").parts["word/document.xml"]

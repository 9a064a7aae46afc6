"""A large post-incident review as a Word file: ours beside docxtpl, with the same tables in the same run.

    python benchmarks/bench_report.py [--runs 7]

The review has 500 timeline entries, 60 factors and 80 actions. Measured is CPU time from the snapshot
document in memory to the finished bytes, without drawing figures and without rendering for page numbers;
docxtpl gets its rows ready-made and a template of plain tables, so it does less. Each output is opened
again and its cells are compared with the rows. Exit code 1 when ours needs more than 150 ms.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
from docxtpl import DocxTemplate

from exports.model import Report, Table
from exports.reports.pir import build, pictures
from exports.writers.docx.figures import blank
from exports.writers.docx.writer import compose
from tests.exports import documents

LIMIT = 150.0
"""Milliseconds of CPU."""

Rows = list[list[str]]


def ours(document: documents.Document) -> bytes:
    return compose(build(document), {"_Toc0001": 3}, 50, blank)


def tables_of(report: Report) -> list[Rows]:
    """Each captioned table as texts, its head first."""
    parts = (report.control, *report.parts)
    return [texts(block) for part in parts for block in part.blocks if isinstance(block, Table)]


def texts(table: Table) -> Rows:
    rows = [["\n".join("".join(text.text for text in line) for line in cell.lines) for cell in row.cells] for row in table.rows]
    return [[column.head for column in table.columns], *rows]


def plain_template(tables: list[Rows]) -> bytes:
    document = docx.Document()
    for number, rows in enumerate(tables):
        width = len(rows[0])
        made = document.add_table(4, width)
        made.style = "Table Grid"
        for cell, head in zip(made.rows[0].cells, rows[0], strict=True):
            cell.text = head
        made.rows[1].cells[0].text = f"{{%tr for r in t{number} %}}"
        for index in range(width):
            made.rows[2].cells[index].text = f"{{{{ r[{index}] }}}}"
        made.rows[3].cells[0].text = "{%tr endfor %}"
    return saved(document)


def saved(document: docx.document.Document | DocxTemplate) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def by_docxtpl(template: bytes, tables: list[Rows]) -> bytes:
    made = DocxTemplate(io.BytesIO(template))
    made.render({f"t{number}": rows[1:] for number, rows in enumerate(tables)}, autoescape=True)
    return saved(made)


def check(content: bytes, tables: list[Rows]) -> None:
    """Raise AssertionError where a cell of the file is not the cell of the rows."""
    found = [t for t in docx.Document(io.BytesIO(content)).tables if t.style.name != "PIR Strip"]
    assert len(found) == len(tables)
    for table, rows in zip(found, tables, strict=True):
        cells = table._cells
        told = [" ".join(cell.text.split()) for cell in cells]
        assert told == [" ".join(text.split()) for row in rows for text in row], rows[0]


def cpu(way: Callable[[], bytes], runs: int) -> tuple[float, float, float]:
    """Return median, least and most CPU milliseconds."""
    way()
    taken = []
    for _ in range(runs):
        gc.collect()
        began = time.process_time()
        way()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken), min(taken), max(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    document = documents.huge()
    with mock.patch.object(pictures, "strip", return_value=None), mock.patch.object(pictures, "ladders", return_value=()):
        tables = tables_of(build(document))
        template = plain_template(tables)
        check(ours(document), tables)
        check(by_docxtpl(template, tables), tables)
        our_median, *our_range = cpu(lambda: ours(document), runs)
        peer_median, *peer_range = cpu(lambda: by_docxtpl(template, tables), runs)
    print(f"{len(tables)} tables, {sum(len(rows) for rows in tables)} rows, {runs} runs, CPU ms: median (least to most)")
    print(f"ours, whole report    {our_median:7.1f} ({our_range[0]:.1f} to {our_range[1]:.1f})  limit {LIMIT:.0f}")
    print(f"docxtpl, tables only  {peer_median:7.1f} ({peer_range[0]:.1f} to {peer_range[1]:.1f})")
    print(f"ours / docxtpl        {our_median / peer_median:7.2f}")
    return 0 if our_median <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())

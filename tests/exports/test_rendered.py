"""The pages as LibreOffice lays them out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

from exports.writers.docx import page_numbers, write
from exports.writers.docx.writer import compose
from tests.exports.conftest import Word, report_of, style_of, text_of

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@cache
def written(name: str) -> Word:
    return Word(name, write(report_of(name)))


@cache
def pages(name: str) -> list[list[str]]:
    """The lines of each page without header and footer."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = to_pdf(written(name).content, Path(folder))
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    found = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]
    return [[line for line in page if not is_frame(line)] for page in found]


def to_pdf(content: bytes, folder: Path) -> Path:
    (folder / "report.docx").write_bytes(content)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder,
         folder / "report.docx"],
        check=True, capture_output=True, timeout=240,
    )
    return folder / "report.pdf"


def is_frame(line: str) -> bool:
    return line in ("INTERNAL",) or line.startswith(("DRAFT OF", "Post-incident review:", "Version 1.0,"))


def test_the_rich_report_has_6_to_12_pages():
    """It has every part there is, the fault tree and the quality of the analysis among them."""
    assert 6 <= len(pages("rich")) <= 12


@pytest.mark.parametrize("name", ["rich", "empty", "nasty"])
def test_contents_show_the_pages_that_are_printed(name):
    entries = [text_of(p).split("\t") for p in written(name).paragraphs() if style_of(p) in ("TOC1", "TOC2")]
    assert len(entries) >= 8
    for number, title, page in entries:
        printed = [index for index, lines in enumerate(pages(name), start=1) if index > 2 and heads(lines, number, title)]
        assert printed == [int(page)], (number, title)


def heads(lines: list[str], number: str, title: str) -> bool:
    return any(re.fullmatch(rf"{re.escape(number)}\s+{re.escape(title)}", line) for line in lines)


@pytest.mark.parametrize("name", ["rich", "empty", "nasty"])
def test_cover_and_control_are_one_page_each(name):
    assert any(line.startswith("Time zone") for line in pages(name)[0])
    assert pages(name)[1][0] == "Document control"
    assert "Contents" in pages(name)[1]
    assert re.fullmatch(r"1\s+Executive summary", pages(name)[2][0])


@pytest.mark.parametrize("name", ["rich", "empty"])
def test_no_page_ends_with_a_heading_or_a_table_caption(name):
    headings = {text_of(p) for p in written(name).paragraphs() if (style_of(p) or "").startswith(("Heading", "PIRAppendix"))}
    for lines in pages(name)[2:]:
        assert not lines[-1].startswith("Table ")
        assert re.sub(r"^(Appendix [A-Z]|[\d.]+)\s+", "", lines[-1]) not in headings


def test_header_row_of_a_long_table_on_each_page():
    heads = [bool(re.match(r"Time\s+Phase\s+What happened", lines[0])) for lines in pages("rich")]
    assert heads.count(True) == 1  # the second page of the timeline


def test_only_the_expected_fonts():
    with tempfile.TemporaryDirectory() as folder:
        listed = subprocess.run(["pdffonts", to_pdf(written("rich").content, Path(folder))], capture_output=True, check=True, text=True)
    faces = {line.split()[0].split("+")[-1] for line in listed.stdout.splitlines()[2:]}
    assert {face.split("-")[0] for face in faces} <= {"LiberationSans", "LiberationMono", "ArialMT", "CourierNewPSMT"}


def test_page_count_stands_in_the_footer():
    assert f"of {len(pages('rich'))}" in text_of(written("rich").tree("footer1"))


def stand_in(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder that comes first on the path, and a temporary folder that has to be empty in the end."""
    folder, temporary = tmp_path / "bin", tmp_path / "tmp"
    folder.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield folder
    assert list(temporary.iterdir()) == []


def test_out_of_time_is_no_error_and_leaves_nothing(programs, tmp_path):
    child = tmp_path / "child"
    stand_in(programs, "soffice", f"sleep 97 & echo $! > {child}; wait")
    began = time.monotonic()
    assert page_numbers.render(b"x", timeout=1) is None
    assert time.monotonic() - began < 10
    time.sleep(0.2)
    state = Path(f"/proc/{child.read_text().strip()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo nonsense"])
def test_a_failing_conversion_is_no_error(programs, script):
    stand_in(programs, "soffice", script)
    assert page_numbers.render(b"x") is None


def test_other_fonts_are_refused(programs):
    stand_in(programs, "pdffonts", "echo 'AAAAAA+DejaVuSans TrueType'")
    assert page_numbers.render(compose(report_of("empty"), {})) is None


def test_a_file_that_is_no_document_is_no_error(programs):
    assert page_numbers.render(b"not a document") is None


def test_without_libreoffice_the_contents_have_no_numbers(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    word = Word("rich", write(report_of("rich")))
    assert all(text_of(p).count("\t") == 1 for p in word.paragraphs("TOC1"))


def test_numbers_can_be_left_out(monkeypatch):
    monkeypatch.setattr("exports.writers.docx.render", lambda _: pytest.fail("rendered"))
    assert write(report_of("empty"), page_numbers=False)

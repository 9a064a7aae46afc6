"""What a reader asks of the finished Word report: it opens, is valid, says what was told, and prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from docx import Document
from openxml_audit import FileFormat, OpenXmlValidator


def words_of(path: Path) -> str:
    """All text of the body and its tables, spaces plain."""
    found = Document(str(path))
    texts = [t.text or "" for t in found.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")]
    return re.sub(r"\s+", " ", " ".join(texts).replace("\u00a0", " "))


def faults_of(path: Path) -> list[str]:
    """What the schema of the file format says against it."""
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path))
    return [str(error) for error in result.errors]


def pages_of(path: Path, folder: Path) -> int:
    """The number of pages that LibreOffice lays out, counted in the PDF."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed"
    profile = f"-env:UserInstallation=file://{folder / 'office'}"
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
                   check=True, capture_output=True, timeout=120)
    told = subprocess.run(["pdfinfo", str(folder / f"{path.stem}.pdf")], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", told)[1])

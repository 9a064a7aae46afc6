"""The pages of headings, read from a rendering by LibreOffice; nothing of it stays behind.

LibreOffice is told to keep bookmarks as destinations of the PDF, so a heading is found by its name and
not by its words. The numbers hold for Word as well because Arial and Liberation Sans are equally wide;
a rendering with any other face is refused.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 60.0
"""Seconds for the whole step."""

_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
_DESTINATION = re.compile(r'^\s*(\d+)\s.*"(?:_|5F)Toc(\d{4})"$', re.MULTILINE)
_COUNT = re.compile(r"^Pages:\s+(\d+)$", re.MULTILINE)
_FACES = re.compile(r"\b(?:[A-Z]{6}\+)?(?:LiberationSans|Arial)", re.IGNORECASE)
_PROGRAMS = ("soffice", "pdfinfo", "pdffonts")


@dataclass(frozen=True, slots=True)
class Rendering:
    """The page of each heading by its bookmark, and the number of pages."""

    pages: dict[str, int]
    count: int


def render(document: bytes, timeout: float = TIMEOUT) -> Rendering | None:
    """Return where the headings stand, or None: no LibreOffice, other fonts, an error, or out of time."""
    if not all(shutil.which(program) for program in _PROGRAMS):
        return None
    end = time.monotonic() + timeout
    with tempfile.TemporaryDirectory(prefix="debrief-pages-", ignore_cleanup_errors=True) as folder:
        pdf = _to_pdf(document, Path(folder), end)
        return _read(pdf, end) if pdf else None


def _to_pdf(document: bytes, folder: Path, end: float) -> Path | None:
    source = folder / "report.docx"
    source.write_bytes(document)
    made = _run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            _FILTER,
            "--outdir",
            str(folder),
            str(source),
        ],
        folder,
        end,
    )
    pdf = source.with_suffix(".pdf")
    return pdf if made is not None and pdf.exists() else None


def _read(pdf: Path, end: float) -> Rendering | None:
    fonts = _run(["pdffonts", str(pdf)], pdf.parent, end)
    named = _run(["pdfinfo", "-dests", str(pdf)], pdf.parent, end)
    facts = _run(["pdfinfo", str(pdf)], pdf.parent, end)
    counted = _COUNT.search(facts or "")
    if not fonts or not _FACES.search(fonts) or named is None or counted is None:
        return None
    pages = {f"_Toc{number}": int(page) for page, number in _DESTINATION.findall(named)}
    return Rendering(pages, int(counted.group(1)))


def _run(command: list[str], folder: Path, end: float) -> str | None:
    """Return what a program prints, or None where it fails or is out of time; it and its children are ended."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    try:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        printed, _ = started.communicate(timeout=max(0.1, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        return None
    return printed.decode(errors="replace") if started.returncode == 0 else None

"""The import contracts hold, and they bite: a copy of the house with one forbidden import fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kernel", "drawing", "rca", "web", "organisation", "nudges", "incidents", "actions", "pir", "exports", "home")

#: file that gets one more line, the line, and the contract that has to name it
BREACHES = {
    "floor": ("incidents/rules/times.py", "import pir.models", "Floors"),
    "neighbour": ("incidents/events.py", "import actions.models", "Floors"),
    "purity of rca": ("rca/errors.py", "import flask", "rca and drawing stay pure"),
    "purity of drawing": ("drawing/svg.py", "import sqlalchemy", "rca and drawing stay pure"),
    "kernel without Flask": ("kernel/clock.py", "import flask", "The kernel knows no Flask"),
    "purity of rules": ("actions/rules/lifecycle.py", "import sqlalchemy", "Rules are pure"),
    "room": ("pir/queries/review.py", "import pir.service.content", "Rooms"),
    "composition root": ("pir/queries/review.py", "import wiring", "composition roots"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        if (ROOT / package).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "*.woff2", "*.ttf", "*.docx", "templates", "static")
            shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    for module in ("wiring.py", "wsgi.py", "scheduler.py", "serving.py", "backup.py", "cli.py", "demo.py", "demo_story.py", "demo_year.py"):
        if (ROOT / module).is_file():
            shutil.copy(ROOT / module, tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_found(copy: Path, name: str) -> None:
    place, line, contract = BREACHES[name]
    path = copy / place
    path.write_text(path.read_text(encoding="utf-8") + f"\n\n{line}\n", encoding="utf-8")
    found = lint(copy)
    assert found.returncode != 0
    broken = [row for row in found.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), found.stdout[-3000:]


def test_the_house_as_it_stands_holds(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout[-4000:] + found.stderr[-2000:]

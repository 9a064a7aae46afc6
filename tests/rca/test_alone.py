"""The library without the product: only its own dependencies, and the page that shows it."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rca import open_psa
from rca.fault_tree import Event, FaultTree, Gate, Operator

ROOT = Path(__file__).resolve().parents[2]
OWN = ("networkx", "graphlay", "PIL", "pillow.libs", "resvg_py")


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder of packages that holds nothing but `rca`, `drawing` and what they need."""
    site = Path(importlib.util.find_spec("networkx").origin).parents[1]
    folder = tmp_path / "alone"
    folder.mkdir()
    for name in OWN:
        if (site / name).exists():
            (folder / name).symlink_to(site / name)
    for name in ("rca", "drawing"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def test_the_command_line_runs_with_its_own_dependencies_only(alone: Path, tmp_path: Path) -> None:
    file = tmp_path / "tree.xml"
    file.write_text(open_psa.write(FaultTree.build("t", [Gate("t", Operator.OR, ("a", "b"))], [Event("a", 0.5), Event("b", 0.25)])))

    def call(*words: str) -> subprocess.CompletedProcess[bytes]:
        # -S leaves out the site's packages, -E the caller's paths
        code = f"import sys; sys.path.insert(0, {str(alone)!r}); from rca.__main__ import main; sys.exit(main({list(words)!r}))"
        return subprocess.run([sys.executable, "-S", "-E", "-c", code], capture_output=True, check=False, cwd=tmp_path)

    assert b"No module named 'flask'" in subprocess.run([sys.executable, "-S", "-E", "-c", "import flask"], capture_output=True, check=False).stderr
    for words in (("check", str(file)), ("importance", str(file)), ("hitting-set", str(file)), ("draw", str(file), "--format", "svg")):
        done = call(*words)
        assert done.returncode == 0, done.stderr.decode()
    assert json.loads(call("cutsets", str(file), "--format", "json").stdout)["count"] == 2
    assert call("draw", str(file), "--format", "png").stdout.startswith(b"\x89PNG")


def test_the_page_shows_what_it_says() -> None:
    page = (ROOT / "docs" / "rca.md").read_text()
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
    said = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(said):
        exec(code, names)
    for line in said.getvalue().splitlines():
        assert f"    {line}\n" in page
    assert names["svg"].startswith("<svg ")

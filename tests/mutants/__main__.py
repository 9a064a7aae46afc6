"""``make mutants``: each fault of the table put into a copy of the product, and the first test that notices it.

    python -m tests.mutants [--only WORDS] [--at-once 2]

Exit code 1 when more than three of sixty go unnoticed, or when the tests fail without any fault.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.table import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
UNNOTICED = 3
LONGEST = 900  # seconds; a fault that makes a test hang is noticed as well
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def copy_to(folder: Path) -> Path:
    """The files under version control as they are now, beside the real data, in a folder of their own."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")  # noqa: S607
    place = folder / "debrief"
    for name in filter(None, names):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    if (ROOT.parent / "shared").exists():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    return place


def first_failure(place: Path, tests: Sequence[str]) -> str:
    """The first test that fails, "" when all pass."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("DEBRIEF_HOME")}
    words = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", "-rfE", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(words, cwd=place, env=clean, capture_output=True, text=True, check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return f"no end within {LONGEST} s"
    if done.returncode == 0:
        return ""
    found = _FAILED.search(done.stdout)
    return found[1] if found else f"exit code {done.returncode}: {(done.stdout + done.stderr).strip().splitlines()[-1]}"


def tried(place: Path, fault: Fault) -> str:
    """What notices the fault, "" when nothing does. The file is as it was afterwards."""
    file = place / fault.file
    sound = file.read_text(encoding="utf-8")
    if sound.count(fault.old) != 1:
        raise SystemExit(f"{fault.file}: {fault.old!r} stands {sound.count(fault.old)} times, not once. Mend tests/mutants/table.py")
    file.write_text(sound.replace(fault.old, fault.new), encoding="utf-8")
    try:
        return first_failure(place, fault.tests)
    finally:
        file.write_text(sound, encoding="utf-8")


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--only", default="", help="faults whose file or words hold this")
    wanted.add_argument("--at-once", type=int, default=2)
    told = wanted.parse_args()
    faults = [f for f in FAULTS if told.only in f"{f.area} {f.what} {f.file}"]
    with tempfile.TemporaryDirectory(prefix="mutants") as folder:
        places: SimpleQueue[Path] = SimpleQueue()
        for number in range(told.at_once):
            places.put(copy_to(Path(folder) / str(number)))

        def one(work: Fault | str) -> str:
            place = places.get()
            try:
                return tried(place, work) if isinstance(work, Fault) else first_failure(place, [work])
            finally:
                places.put(place)

        with ThreadPoolExecutor(told.at_once) as pool:
            print("| # | part | fault | file | noticed by |\n|---|---|---|---|---|", flush=True)
            unnoticed = 0
            for number, (fault, by) in enumerate(zip(faults, pool.map(one, faults), strict=True), 1):
                unnoticed += not by
                print(f"| {number} | {fault.area} | {fault.what} | {fault.file} | {by or '**nothing**'} |", flush=True)
            unsound = [by for by in pool.map(one, sorted({t for f in faults for t in f.tests})) if by]
    print(f"\n{len(faults) - unnoticed} of {len(faults)} noticed.")
    if unsound:
        print(f"Without any fault these fail as well: {', '.join(unsound)}")
    return int(unnoticed > UNNOTICED or bool(unsound))


if __name__ == "__main__":
    sys.exit(main())

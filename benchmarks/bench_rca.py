"""Real fault trees, one process each: ours beside SCRAM (Debian package `scram`) and Graphillion, in the same run.

    make bench-rca                      # all trees of ../shared/data/aralia, five runs each
    python benchmarks/bench_rca.py --runs 1 --trees jbd9601 das9601

Ours and Graphillion count all minimal cut sets; SCRAM lists and prints them, as it cannot count without. Ours and
SCRAM give the exact probability, ours also the counts by order. Figures are of the whole process, reading included:
median of the runs in seconds of wall clock and of CPU, and the largest resident size.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "aralia"
LIMIT = 45.0

OURS = """
import json, sys
from pathlib import Path
from rca import open_psa
from rca.cut_sets import minimal_cut_sets
from rca.large import large_engine
from rca.probability import top_probability
from rca.solution import solve
solution = solve(open_psa.read_file(Path(sys.argv[1])), engine=large_engine())
sets = minimal_cut_sets(solution)
print(json.dumps([sets.count, {str(k): v for k, v in sets.by_order().items()}, top_probability(solution).exact]))
"""

GRAPHILLION = """
import sys
from pathlib import Path
from graphillion import setset
from rca import open_psa
from rca.fault_tree import Operator
tree = open_psa.read_file(Path(sys.argv[1]))
if not tree.is_coherent:
    sys.exit("no NOT or XOR")
names = [i for i in tree.below() if tree.event(i) is not None]
setset.set_universe(names)
empty, unit = setset(), setset([[]])
held = {name: setset([[name]]) for name in names}
for item in tree.below():
    gate = tree.gate(item)
    if gate is None:
        continue
    k = {Operator.AND: len(gate.inputs), Operator.OR: 1}.get(gate.operator, gate.k)
    row = [unit] + [empty] * k
    for one in gate.inputs:
        row = [unit, *((row[j] | row[j - 1].join(held[one])).minimal() for j in range(1, k + 1))]
    held[item] = row[k]
print(held[tree.top].len())
"""


def run(command: list[str]) -> tuple[str, float, float, int, str]:
    """How it ended ("" is well), wall and CPU seconds, largest resident size in MB, standard output."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    timer = threading.Timer(LIMIT, process.send_signal, (signal.SIGKILL,))
    timer.start()
    out: list[bytes] = []
    reader = threading.Thread(target=lambda: out.append(process.stdout.read()))
    complaint: list[bytes] = []
    other = threading.Thread(target=lambda: complaint.append(process.stderr.read()))
    reader.start()
    other.start()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    reader.join()
    other.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    ended = "" if process.returncode == 0 else f"over {LIMIT:g} s" if wall >= LIMIT else (complaint[0].decode(errors="replace").strip().splitlines() or ["failed"])[-1][:40]
    return ended, wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, out[0].decode(errors="replace")


def told(runs: list[tuple[str, float, float, int, str]]) -> str:
    """One cell of the table."""
    if runs[0][0]:
        return f"{runs[0][0]:>23}"
    wall, cpu = (statistics.median(r[i] for r in runs) for i in (1, 2))
    return f"{wall:7.2f} {cpu:7.2f} {max(r[3] for r in runs):5d} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--trees", nargs="*", help="names of trees in the folder")
    parser.add_argument("--folder", type=Path, default=DATA)
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        sys.exit(f"{asked.folder} is not there")
    expected = json.loads((asked.folder / "expected_dev.json").read_text())["trees"] if (asked.folder / "expected_dev.json").exists() else {}
    scram = shutil.which("scram")
    if scram is None:
        print("SCRAM is not installed (apt-get install scram): its column stays empty", file=sys.stderr)
    print(f"{'tree':10} {'cut sets':>15}  {'ours: wall, CPU, size':>23}   {'SCRAM':>23}   {'Graphillion':>23}  exact")
    for path in sorted(asked.folder.glob("*.xml")):
        if asked.trees and path.stem not in asked.trees:
            continue
        file = str(path)
        ours = [run([sys.executable, "-c", OURS, file]) for _ in range(asked.runs)]
        peers = [run([scram, "--probability", "1", "-o", "/dev/null", file]) for _ in range(asked.runs)] if scram else [("not installed", 0, 0, 0, "")]
        other = [run([sys.executable, "-c", GRAPHILLION, file]) for _ in range(asked.runs)]
        count, orders, exact = json.loads(ours[0][4]) if not ours[0][0] else (0, {}, 0.0)
        known = expected.get(path.stem)
        right = "?" if known is None else "yes" if count == known["mcs"] and orders == known["orders"] and abs(exact / known["P"] - 1) < 1e-9 else "NO"
        if not other[0][0] and int(other[0][4]) != count:
            right += f" (Graphillion counts {int(other[0][4]):,})"
        print(f"{path.stem:10} {count:15,}  {told(ours)}   {told(peers)}   {told(other)}  {right}", flush=True)


if __name__ == "__main__":
    main()

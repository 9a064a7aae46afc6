"""The house in one picture, made from the code: floors, rooms by their lines, who imports whom. ``make architecture``.

Floors are those of the import contracts in ``pyproject.toml``. The table under the house counts imports between packages: all
of them stand right of the diagonal, because an import only goes down. Prints sizes, back-edges and circles of files as well.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles

import networkx as nx
from markupsafe import Markup

from drawing.svg import element, words

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures" / "house.svg"
ROOTS = "roots"  # wsgi.py, cli.py and the other composition roots: single files above all floors
WIDTH, LABEL, FLOOR, CELL = 1180.0, 120.0, 74.0, 44.0
INK, SOFT, RULE, ROOM, FILL = "#15202a", "#4b5862", "#c3cbcf", "#e0eef1", "#ffffff"
LETTER = 6.2  # width of a letter of 12 px, about


def floors() -> list[list[str]]:
    """Package names, the top floor first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        layers = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[ROOTS], *([name.strip() for name in layer.split("|")] for layer in layers)]


def sources() -> dict[str, Path]:
    """Module name → file: packages and composition roots, no tests and no scripts."""
    packages = {name for floor in floors() for name in floor} - {ROOTS}
    files = [*ROOT.glob("*.py"), *(f for name in packages for f in (ROOT / name).rglob("*.py"))]
    return {".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): f for f in files}


def package_of(module: str) -> str:
    top = module.partition(".")[0]
    return top if (ROOT / top).is_dir() else ROOTS


def imports(modules: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """(importing, imported) modules, once for each import of a name that is a module or stands in one."""
    for module, file in modules.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                named = [f"{node.module}.{a.name}" if f"{node.module}.{a.name}" in modules else node.module for a in node.names]
            yield from ((module, name) for name in dict.fromkeys(named) if name in modules and name != module)


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def rooms(modules: dict[str, Path]) -> dict[str, Counter[str]]:
    """Package → its rooms (first folder or file below it) → lines."""
    found: dict[str, Counter[str]] = {name: Counter() for floor in floors() for name in floor}
    for module, file in modules.items():
        package = package_of(module)
        room = module if package == ROOTS else ([*module.split("."), ""])[1]
        found[package][room or "__init__"] += lines_of(file)
    return found


def gathered(rooms_of: Counter[str], least: float) -> list[tuple[str, int]]:
    """The rooms from the largest down; those of fewer lines than ``least`` stand together at the end."""
    large = [(room, lines) for room, lines in rooms_of.most_common() if lines >= least]
    small = [lines for lines in rooms_of.values() if lines < least]
    return [*large, (f"{len(small)} more", sum(small))] if small else large


def text(x: float, y: float, said: str, size: float = 12, fill: str = INK, weight: int = 400, anchor: str = "start") -> Markup:
    return element("text", words(said), x=x, y=y, font_size=size, fill=fill, font_weight=weight, text_anchor=anchor)


def house(found: dict[str, Counter[str]]) -> Iterator[Markup]:
    """Each floor one line; a package is as wide as it has lines, and so are its rooms."""
    widest = max(sum(sum(found[name].values()) for name in floor) for floor in floors())
    scale = (WIDTH - LABEL - 40) / widest
    for row, floor in enumerate(floors()):
        x, y = LABEL, 20 + row * FLOOR
        yield text(0, y + 18, " | ".join(floor), 14, weight=600)
        yield text(0, y + 36, f"{sum(sum(found[n].values()) for n in floor):,} lines", 12, SOFT)
        for name in floor:
            for room, lines in gathered(found[name], 34 / scale):
                wide = lines * scale
                yield element("rect", x=x, y=y, width=max(wide - 1, 0.5), height=FLOOR - 22, fill=ROOM, stroke=RULE)
                if wide > len(room) * LETTER + 10:
                    yield text(x + 5, y + 18, room, 12)
                    yield text(x + 5, y + 36, f"{lines:,}", 12, SOFT)
                x += wide
            x += 12


def matrix(counts: Counter[tuple[str, str]], top: float) -> Iterator[Markup]:
    """Who imports whom: rows import columns."""
    names = [name for floor in floors() for name in floor]
    yield text(0, top, "Imports: the row imports the column so often. Nothing stands left of the diagonal.", 14, weight=600)
    for n, name in enumerate(names):
        x, y = LABEL + 20 + n * (CELL + 22), top + 46 + n * 30
        yield text(x + CELL / 2, top + 26, name, 12, SOFT, anchor="middle")
        yield text(0, y + 4, name, 12)
        for m, other in enumerate(names):
            count = counts[name, other]
            if n == m:
                yield element("rect", x=x, y=y - 14, width=CELL, height=26, fill=RULE)
            elif count:
                yield text(LABEL + 20 + m * (CELL + 22) + CELL / 2, y + 4, str(count), 13, "#a3161f" if m < n else INK, 600 if m < n else 400, "middle")


def up(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Imports from a lower floor to a higher one."""
    height = {name: -n for n, floor in enumerate(floors()) for name in floor}
    return [f"{a} -> {b}" for a, b in pairs if height[package_of(a)] < height[package_of(b)]]


def main() -> int:
    modules = sources()
    pairs = list(imports(modules))
    counts = Counter((package_of(a), package_of(b)) for a, b in pairs)
    circles = [c for c in nx.strongly_connected_components(nx.DiGraph(pairs)) if len(c) > 1]
    top = 20 + len(floors()) * FLOOR + 20
    drawn = [*house(rooms(modules)), *matrix(counts, top)]
    height = top + 60 + sum(len(floor) for floor in floors()) * 30
    paper = element("rect", x=-20, width=WIDTH + 40, height=height, fill=FILL)
    svg = element("svg", paper, *drawn, xmlns="http://www.w3.org/2000/svg", viewBox=f"-20 0 {WIDTH + 40:.0f} {height:.0f}",
                  font_family="Source Sans 3, Segoe UI, Liberation Sans, sans-serif")
    OUT.write_text(str(svg) + "\n", encoding="utf-8")
    lengths = sorted(n for f in modules.values() if "versions" not in f.parts and (n := lines_of(f)) > 1)
    print(f"{len(modules)} files, {sum(lengths):,} lines; median {median(lengths):.0f}, p90 {quantiles(lengths, n=10)[-1]:.0f}, longest {lengths[-1]}")
    print(f"{len(pairs):,} imports; upwards: {up(pairs) or 'none'}; circles of files: {[sorted(c) for c in circles] or 'none'}")
    return int(bool(up(pairs) or circles))


if __name__ == "__main__":
    sys.exit(main())

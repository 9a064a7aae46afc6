"""How long our files are: median and 90th percentile of lines, and the longest. ``make sizes``."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median, quantiles


def main(places: list[str]) -> None:
    files = [f for place in places for f in ([Path(place)] if place.endswith(".py") else Path(place).rglob("*.py"))]
    lengths = {f: len(f.read_text(encoding="utf-8").splitlines()) for f in files if "versions" not in f.parts}
    told = sorted((n for n in lengths.values() if n > 1), reverse=True)
    print(f"{len(told)} files, {sum(told)} lines; median {median(told):.0f}, p90 {quantiles(told, n=10)[-1]:.0f}")
    for file, count in sorted(lengths.items(), key=lambda item: -item[1])[:5]:
        print(f"{count:5}  {file}")


if __name__ == "__main__":
    main(sys.argv[1:])

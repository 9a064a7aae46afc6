"""Reading pasted timelines: seconds for 500 lines (issue goal), and whether ten times the lines take ten times as long.

    python benchmarks/bench_paste.py [--runs 5]

Each text is read as a page or the command reads it, from the string to the list of lines; the best of the runs is shown. The
texts differ in the way in which their times are written; the last one has no times at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date

import click

from pir.rules.paste import parse
from pir.rules.times import leading

SIZES = (500, 5_000, 50_000)
TEXTS: Mapping[str, Callable[[int], str]] = {
    "bullets": lambda n: f"- **{n // 60 % 24:02}:{n % 60:02} UTC** - step {n} of the rollback",
    "table": lambda n: f"| 2026-11-{n // 1440 % 28 + 1:02} {n // 60 % 24:02}:{n % 60:02} | Anna | step {n} |",
    "chat": lambda n: f"Anna Kowalski  {n // 60 % 12 + 1}:{n % 60:02} PM" if n % 2 == 0 else f"message {n}",
    "relative": lambda n: "14:03 start" if n == 0 else f"T+{n}m step",
    "prose": lambda n: f"Customer {n} could not order anything for the whole afternoon, and told us so.",
}


@click.command()
@click.option("--runs", default=5, show_default=True)
def main(runs: int) -> None:
    click.echo(f"{'text':<10}" + "".join(f"{f'{size:,} lines':>16}" for size in SIZES) + f"{'µs a line':>12}")
    for name, line in TEXTS.items():
        times = [min(_seconds("\n".join(line(n) for n in range(size))) for _ in range(runs if size < 50_000 else 1)) for size in SIZES]
        click.echo(f"{name:<10}" + "".join(f"{seconds:>14.3f} s" for seconds in times) + f"{times[-1] / SIZES[-1] * 1e6:>12.0f}")


def _seconds(text: str) -> float:
    leading.cache_clear()
    started = time.perf_counter()
    parse(text, date=date(2026, 11, 1), zone="Europe/London")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

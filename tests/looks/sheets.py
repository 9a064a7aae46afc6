"""The pictures of all pages side by side, a sheet for each section. ``make screens``.

    python -m looks.sheets FOLDER OUT       # FOLDER: what test_axe.py left for DEBRIEF_SHOTS
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from html import escape
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from server import CHROMIUM

NAME = re.compile(r"(filled|empty|refused)_(.*)-(\d+)-(light|dark)")
#: What stands in one line of a sheet, and how wide.
SHOWN = {("1280", "light"): 470, ("1280", "dark"): 470, ("768", "light"): 280, ("360", "light"): 130, ("360", "dark"): 130}
ROWS, HEIGHT = 12, 430
STYLE = f"""body {{ margin: 16px; font: 14px "Liberation Sans", sans-serif; background: #ddd; width: 1520px; }}
h1 {{ font-size: 20px; margin: 0 0 8px; }} p {{ margin: 12px 0 4px; }} div {{ display: flex; gap: 10px; align-items: flex-start; }}
img {{ max-height: {HEIGHT}px; object-fit: cover; object-position: top left; }}"""


def pages(folder: Path) -> dict[str, dict[str, dict[tuple[str, str], Path]]]:
    """Section → page → (width, scheme) → its picture."""
    found: dict[str, dict[str, dict[tuple[str, str], Path]]] = defaultdict(lambda: defaultdict(dict))
    for file in sorted(folder.glob("*.png")):
        told = NAME.fullmatch(file.stem)
        if told:
            how, path, width, scheme = told.groups()
            found[re.split(r"[_-]", path.strip("_"))[0] or "home"][f"{how}: {path.strip('_') or 'home'}"][width, scheme] = file
    return found


def sheet(title: str, rows: list[tuple[str, dict[tuple[str, str], Path]]]) -> str:
    lines = [
        f"<p>{escape(name)}</p><div>" + "".join(f'<img src="{shots[size].resolve().as_uri()}" width="{wide}">' for size, wide in SHOWN.items() if size in shots) + "</div>"
        for name, shots in rows
    ]
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><h1>{escape(title)}</h1>{''.join(lines)}"


def draw(page: Page, html: str, out: Path, work: Path) -> None:
    file = work / "sheet.html"
    file.write_text(html, encoding="utf-8")
    page.goto(file.resolve().as_uri())
    page.screenshot(path=str(out), full_page=True, type="jpeg", quality=35)


def main(folder: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.jpg"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_page(viewport={"width": 1552, "height": 900})
        for section, shown in sorted(pages(folder).items()):
            rows = list(shown.items())
            for number, start in enumerate(range(0, len(rows), ROWS), 1):
                name = f"{section}-{number}"
                draw(page, sheet(name, rows[start : start + ROWS]), out / f"{name}.jpg", folder)
        browser.close()
    print(f"{len(list(out.glob('*.jpg')))} sheets in {out}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

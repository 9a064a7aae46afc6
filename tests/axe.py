"""axe-core in a real browser. Green is a floor, not WCAG 2.2 AA: the rules see perhaps half of it.

A default run of axe skips its only WCAG 2.2 AA rule (target-size); the tags below switch it on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return found.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
    nodes: v.nodes.map(n => ({target: n.target.join(" "), html: n.html, summary: n.failureSummary}))}));
}"""


def audit(page: Any, tags: list[str] | None = None) -> list[str]:
    """All violations on a Playwright page as "rule (impact): help | selector | why"; [] when there are none.

    The script goes in through the debugger, so the page's CSP stays as strict as in production.
    """
    page.wait_for_load_state("load")  # without its style sheet a page is judged by the browser's own
    page.evaluate("document.fonts.ready.then(() => true)")
    if page.evaluate("typeof axe") == "undefined":  # the script is large, and stays for the other sizes of the same page
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN, tags or TAGS)
    return [_line(rule, node) for rule in found for node in rule["nodes"]]


def overflow(page: Any) -> int:
    """Pixels by which the page itself scrolls sideways; 0 is right (drawings scroll inside their own region)."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return max(0, wide)


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(str(node["summary"]).split())
    return f"{rule['id']} ({rule['impact']}): {rule['help']} | {node['target']} | {why} | {node['html'][:160]}"

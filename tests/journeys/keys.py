"""A person without a mouse. Every press of Tab checks that focus is somewhere, on screen, and has a ring."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const label = e.labels && e.labels.length ? e.labels[0] : null;
  const name = e.getAttribute("aria-label") || (label ? label.textContent : e.textContent) || e.value || "";
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 20));
  return {
    name: name.replace(/\\s+/g, " ").trim(), tag: e.tagName, id: e.id,
    ring: style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0,
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    covered: !!top && top !== e && !e.contains(top) && !top.contains(e) && !(label && (label === top || label.contains(top))),
  };
}"""
RING = 2.0  # CSS pixels; WCAG 2.4.13 asks for a perimeter of at least two


class Keys:
    """Only ``page.keyboard`` acts."""

    def __init__(self, page: Page) -> None:
        self.page, self.seen = page, 0

    def focus(self) -> dict[str, Any] | None:
        """What has focus now; None when nothing has."""
        found: dict[str, Any] | None = self.page.evaluate(_FOCUS)
        return found

    def tab(self, back: bool = False) -> dict[str, Any]:
        found = self._moved(back) or self._round_the_end(back)
        assert found["ring"] >= RING, f"focus cannot be seen on {found['name']!r}, {self.page.url}"
        assert found["onScreen"], f"focus is off screen on {found['name']!r}, {self.page.url}"
        assert not found["covered"], f"something covers {found['name']!r}, {self.page.url}"
        self.seen += 1
        return found

    def _moved(self, back: bool) -> dict[str, Any] | None:
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        return self.focus()

    def _round_the_end(self, back: bool) -> dict[str, Any]:
        """After the last control the browser's own bar comes, and then the first one again: nothing else may lose focus."""
        found = self._moved(back)
        assert found is not None, f"focus is lost on {self.page.url}"
        assert back or found["name"] == "Skip to content", f"focus is lost before {found['name']!r} on {self.page.url}"
        return found

    def to(self, name: str, most: int = 120) -> None:
        """Tab until the control or link with this name has focus; "(optional)" behind it is understood."""
        passed = []
        for _ in range(most):
            found = self.tab()
            if found["name"].removesuffix(" (optional)") == name:
                return
            passed.append(found["name"][:30])
        raise AssertionError(f"{name!r} is not reached by Tab on {self.page.url}: {passed}")

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def fill(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.press("Control+a")
        self.type(text)

    def press(self, name: str) -> None:
        """Go to a link or button and follow it."""
        self.to(name)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

"""What is wrong with an HTML page, told from its parsed tree. Used by ``browser.py`` on every answer."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

CONTROLS = ("input", "select", "textarea")
INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong", "svg", "time", "path", "circle", "title"}
NO_LABEL = {"hidden", "submit", "button", "reset", "image"}


def words(element: Element | None) -> str:
    """The text inside, as one line with plain spaces; a block (paragraph, cell, row) stands apart from the next."""
    if element is None:
        return ""
    return " ".join("".join(_pieces(element)).replace("\N{NO-BREAK SPACE}", " ").split())


def _pieces(element: Element) -> Iterator[str]:
    gap = "" if element.tag in INLINE else " "
    yield gap + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield gap


def faults(root: Element, complaints: list[str]) -> list[str]:
    """All faults; ``complaints`` are those of the parser, which count as well. [] when the page is sound."""
    parsing = [f"HTML: {code}" for code in sorted(set(complaints))]
    return [*parsing, *_document_faults(root), *_control_faults(root), *_code_faults(root)]


def _document_faults(root: Element) -> list[str]:
    found: list[str] = []
    heads = root.findall(".//h1")
    if len(heads) != 1:
        found.append(f"{len(heads)} h1")
    found += [
        f"empty {e.tag}" for e in root.iter() if e.tag in {"h1", "h2", "h3", "title", "a", "button"} and not _name(e)
    ]
    if root.find(".//title") is None:
        found.append("no title")
    if not root.get("lang"):
        found.append("no lang")
    ids = [e.get("id") for e in root.iter() if e.get("id") is not None]
    found += [f"id {name!r} twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    found += [f"img without alt: {e.get('src')}" for e in root.iter("img") if e.get("alt") is None]
    has_errors = root.find(".//div[@id='problem']") is not None
    if has_errors != words(root.find(".//title")).startswith("Error: "):
        found.append("title and error summary disagree")
    pointing = ("aria-describedby", "aria-labelledby", "aria-controls", "list")
    for e in root.iter():
        missing = [i for key in pointing for i in e.get(key, "").split() if i not in ids]
        found += [f"{e.tag} points at #{i}, which is not there" for i in missing]
    hashes = [a.get("href", "") for a in root.iter("a") if a.get("href", "").startswith("#")]
    return found + [f"link to {h}, which is not there" for h in hashes if h[1:] not in ids]


def _name(e: Element) -> str:
    images = "".join(i.get("alt", "") for i in e.iter("img"))
    return words(e) or e.get("aria-label", "") or images


def _control_faults(root: Element) -> list[str]:
    found: list[str] = []
    controls = [e for e in root.iter() if e.tag in CONTROLS and e.get("type", "text") not in NO_LABEL]
    ids = {e.get("id") for e in root.iter() if e.tag in {*CONTROLS, "meter", "progress", "output"}}
    labels = [e.get("for") for e in root.iter("label")]
    found += [f"label for {name!r} has no control" for name in labels if name not in ids]
    for e in controls:
        if e.get("id") not in labels and not e.get("aria-label") and not e.get("aria-labelledby"):
            found.append(f"{e.tag} {e.get('name')!r} has no label")
        if e.get("required") is not None:
            found.append(f"{e.get('name')!r} has required: the server says what is missing")
    for form in root.iter("form"):
        method = form.get("method", "").lower()
        if method not in {"get", "post"} or not form.get("action"):
            found.append(f"form without method or action: {words(form)[:40]!r}")
        tokens = [e for e in form.iter("input") if e.get("name") == "csrf_token" and e.get("value")]
        if method == "post" and not tokens:
            found.append(f"post form without CSRF token: {form.get('action')}")
        found += ["form inside a form" for inner in form.iter("form") if inner is not form]
    return found


def _code_faults(root: Element) -> list[str]:
    found: list[str] = []
    for e in root.iter():
        if not isinstance(e.tag, str):
            continue
        found += [f"{key} on {e.tag}" for key in e.attrib if key == "style" or str(key).startswith("on")]
        if e.tag == "style" or (e.tag == "script" and not e.get("src")):
            found.append(f"inline {e.tag}")
        if e.get("href", "").startswith("javascript:"):
            found.append("javascript: link")
    return found

"""A test client that reads pages as a person does and checks every HTML answer (after GOV.UK Notify's).

    page = Browser(app).open("/reviews/new")             # follows redirects; page.status, page.url
    page.h1, page.title, page.text                       # text has plain spaces, no no-break ones
    page.errors                                          # the lines of "There is a problem"
    page.click("Why")                                    # follows the link with this text
    form = page.form("Open the review")                  # by button text, legend, heading before it, aria-label, or "/action"
    form.fill({"Title": "Down", "Severity": "P1", "Services": ["Checkout"]})    # by label; radios by their option's label
    page = form.submit("Open the review")                # presses that button (the only one if none is named)
    form.value("Title")                                  # what stands in a box
    browser.post("/path", {...})                         # a raw post without page (for attacks); no token is added

Labels match on the first words: "Title" finds "Title (optional)". Inside a legend, "Impact started: date" style labels are whole.
Every HTML page must: parse as HTML 5 without errors, have one h1, a title, a language, ids that are unique, labels that
point at a control, a label for every control, method and action on every form, a CSRF token in every post form, alt on
images, and no inline style, script or on… attribute. A page that does not is an AssertionError with the reasons.
``Browser(app, check=False)`` reads without checking.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import page_faults
from flask import Flask
from page_faults import CONTROLS, words
from werkzeug.datastructures import MultiDict


class Browser:
    """One person's browser: cookies stay from page to page."""

    def __init__(self, app: Flask, *, check: bool = True) -> None:
        self.app, self.client, self.check = app, app.test_client(), check

    def sign_in_as(self, person_id: int, epoch: int = 1) -> Browser:
        """Signed in without the sign-in page: the cookie is made by ``web.session.sign_in``."""
        from web.session import sign_in

        with self.app.test_request_context():
            from flask import session

            sign_in(person_id, epoch)
            content = dict(session)
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(content)
        return self

    def open(self, url: str, **more: Any) -> Page:
        return self._page(self.client.get(url, **more), url)

    def post(self, url: str, data: Any = None, **more: Any) -> Page:
        return self._page(self.client.post(url, data=data, **more), url)

    def send(self, method: str, url: str, data: MultiDict[str, Any], page_url: str) -> Page:
        """What a form does: same-origin headers as a browser sends them."""
        headers = {
            "Origin": "http://localhost",
            "Sec-Fetch-Site": "same-origin",
            "Referer": f"http://localhost{page_url}",
        }
        if method == "get":
            return self._page(self.client.get(url, query_string=data, headers=headers), url)
        is_upload = any(not isinstance(value, str) for value in data.values())
        kind = "multipart/form-data" if is_upload else "application/x-www-form-urlencoded"
        return self._page(self.client.post(url, data=data, headers=headers, content_type=kind), url)

    def _page(self, response: Any, url: str) -> Page:
        for _ in range(10):
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            target = urlsplit(urljoin(f"http://localhost{url}", response.location))
            assert target.netloc == "localhost", f"left the site for {response.location}"
            url = target.path + (f"?{target.query}" if target.query else "")
            response = self.client.get(url)
        page = Page(self, response, url)
        if self.check and page.is_html:
            assert not page.faults(), f"{url} ({page.status}): " + "; ".join(page.faults())
        return page


class Page:
    """One answer. ``root`` is the parsed tree (xml.etree, no namespaces)."""

    def __init__(self, browser: Browser, response: Any, url: str) -> None:
        self.browser, self.response, self.url = browser, response, url
        self.status: int = response.status_code
        self.is_html = response.mimetype == "text/html" and bool(response.data)
        self._parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = self._parser.parse(response.get_data(as_text=True) if self.is_html else "")

    @property
    def html(self) -> str:
        return str(self.response.get_data(as_text=True))

    @property
    def title(self) -> str:
        return words(self.root.find(".//title"))

    @property
    def h1(self) -> str:
        return words(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """All words of the main part."""
        return words(self.root.find(".//main") if self.root.find(".//main") is not None else self.root.find("body"))

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary; each must stand at a field too, in the same words."""
        return [words(link) for link in self.root.findall(".//div[@id='problem']//li/a")]

    @property
    def links(self) -> dict[str, str]:
        return {words(a): a.get("href", "") for a in self.root.iter("a")}

    def by_id(self, name: str) -> Element | None:
        return next((e for e in self.root.iter() if e.get("id") == name), None)

    def click(self, text: str) -> Page:
        assert text in self.links, f"no link {text!r} on {self.url}: {sorted(self.links)}"
        return self.browser.open(urljoin(self.url, self.links[text]))

    def forms(self) -> list[FormOnPage]:
        return [FormOnPage(self, form) for form in self.root.iter("form")]

    def form(self, name: str) -> FormOnPage:
        """The form with this button, legend, label (aria), heading inside, or action."""
        found = [form for form in self.forms() if name in form.names()]
        assert found, f"no form {name!r} on {self.url}: {[sorted(f.names()) for f in self.forms()]}"
        return found[0]

    def faults(self) -> list[str]:
        """What is wrong with this page; [] when it is sound."""
        complaints = [code for _, code, _ in self._parser.errors]
        return page_faults.faults(self.root, complaints)


class FormOnPage:
    """A form as it stands on the page, with what a person types into it."""

    def __init__(self, page: Page, element: Element) -> None:
        self.page, self.element = page, element
        self.data: MultiDict[str, Any] = MultiDict()
        for control in self._controls():
            for value in _standing(control):
                self.data.add(control.get("name", ""), value)

    def names(self) -> set[str]:
        inside = [e for e in self.element.iter() if e.tag in {"button", "legend", "h1", "h2", "h3"}]
        return {words(e) for e in inside} | {self.element.get("aria-label", ""), self.element.get("action", "")}

    def value(self, label: str) -> str:
        return str(self.data.get(self._control(label).get("name", ""), ""))

    def fill(self, typed: Mapping[str, Any]) -> FormOnPage:
        """Type by label. A radio group goes by its legend and the option's label; a list ticks checkboxes; (stream, name) is a file."""
        for label, value in typed.items():
            group = self._group(label)
            if group is not None:
                self._choose(group, value if isinstance(value, list) else [value])
                continue
            control = self._control(label)
            if control.get("type") == "checkbox":
                self._tick(control, on=bool(value))
            elif control.tag == "select":
                self.data[control.get("name", "")] = _option(control, str(value))
            else:
                self.data[control.get("name", "")] = value
        return self

    def set(self, name: str, value: Any) -> FormOnPage:
        """Set a value by field name, for what has no label of its own (hidden inputs)."""
        self.data[name] = value
        return self

    def submit(self, button: str | None = None) -> Page:
        pressed = self._button(button)
        data = MultiDict(list(self.data.items(multi=True)))
        if pressed.get("name"):
            data.add(pressed.get("name"), pressed.get("value", ""))
        method = self.element.get("method", "get").lower()
        url = urljoin(self.page.url, pressed.get("formaction") or self.element.get("action") or self.page.url)
        return self.page.browser.send(method, url, data, self.page.url)

    def _controls(self) -> list[Element]:
        return [e for e in self.element.iter() if e.tag in CONTROLS and e.get("name") and e.get("disabled") is None]

    def _button(self, text: str | None) -> Element:
        buttons = [e for e in self.element.iter("button") if e.get("type", "submit") == "submit"]
        found = [b for b in buttons if text is None or words(b) == text]
        assert len(found) == 1, f"{len(found)} buttons {text!r} in {self.names()}"
        return found[0]

    def _labels(self) -> list[tuple[str, Element]]:
        by_id = {e.get("id"): e for e in self._controls() if e.get("id")}
        return [(words(e), by_id[e.get("for")]) for e in self.element.iter("label") if e.get("for") in by_id]

    def _control(self, label: str) -> Element:
        labels = self._labels()
        exact = [control for text, control in labels if text in {label, f"{label} (optional)"}]
        found = exact or [control for text, control in labels if text.startswith(label)]
        assert found, f"no field {label!r}: {[text for text, _ in labels]}"
        return found[0]

    def _group(self, label: str) -> Element | None:
        for group in self.element.iter():
            legend = (
                group.find("legend") if group.tag == "fieldset" else self.page.by_id(group.get("aria-labelledby", "-"))
            )
            is_group = group.tag == "fieldset" or group.get("role") == "group"
            if is_group and words(legend) in {label, f"{label} (optional)"}:
                return group
        return None

    def _choose(self, group: Element, wanted: list[str]) -> None:
        boxes = {e.get("id"): e for e in group.iter("input") if e.get("type") in {"radio", "checkbox"}}
        labelled = [(e, boxes[e.get("for")]) for e in group.iter("label") if e.get("for") in boxes]
        assert boxes, f"nothing to choose in {words(group)[:60]!r}"
        name = next(iter(boxes.values())).get("name", "")
        is_radio = next(iter(boxes.values())).get("type") == "radio"
        self.data.setlist(name, [] if is_radio else [""])
        for want in wanted:
            found = [box for label, box in labelled if want in {words(label), (label.text or "").strip()}]
            assert found, f"no option {want!r}: {[words(label) for label, _ in labelled]}"
            self.data.add(name, found[0].get("value", "on"))

    def _tick(self, control: Element, *, on: bool) -> None:
        name, value = control.get("name", ""), control.get("value", "on")
        others = [v for v in self.data.getlist(name) if v != value]
        self.data.setlist(name, [*others, value] if on else others)


def _standing(control: Element) -> list[str]:
    """What a browser would send of an untouched control."""
    kind = control.get("type", "text")
    if control.tag == "textarea":
        return ["".join(control.itertext())]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None]
        if control.get("multiple") is None:
            chosen = (chosen or options)[:1]
        return [_value_of(o) for o in chosen]
    if kind in {"radio", "checkbox"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [] if kind in {"submit", "button", "file"} else [control.get("value", "")]


def _value_of(option: Element) -> str:
    found = option.get("value")
    return words(option) if found is None else found


def _option(select: Element, wanted: str) -> str:
    options = list(select.iter("option"))
    found = [o for o in options if wanted in {words(o), o.get("value")}]
    assert found, f"no option {wanted!r}: {[words(o) for o in options]}"
    return _value_of(found[0])

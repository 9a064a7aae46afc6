"""Texts as people type them: without control characters, with the length said in the words of the form."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from incidents.rules.clean import without_controls


class Text(fields.String):
    """A text of at most ``most`` characters. ``missing`` is the sentence for a text that must be given.

    ``name`` begins the sentence about a text that is too long: "Title must be 120 characters or fewer".
    """

    def __init__(self, name: str, most: int, *, missing: str | None = None, **more: Any) -> None:
        label, hint = more.pop("label", name), more.pop("hint", "")
        shown: dict[str, Any] = {key: more.pop(key) for key in ("widget", "rows") if key in more}
        rules: list[Any] = [validate.Length(max=most, error=f"{name} must be {most:,} characters or fewer")]
        wrong: dict[str, Any] = {"invalid": missing or f"{name} must be text"}
        if missing:
            more["required"] = True
            rules.insert(0, validate.Length(min=1, error=missing))
            wrong |= {"required": missing, "null": missing}
        else:
            more.setdefault("load_default", "")
        super().__init__(
            validate=rules, error_messages=wrong, metadata={"label": label, "hint": hint, **shown}, **more
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return without_controls(super()._deserialize(value, attr, data, **more) or "").replace("\r\n", "\n").strip()


class Line(Text):
    """A text on one line: line ends and runs of blanks become one blank."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return " ".join(super()._deserialize(value, attr, data, **more).split())


class Lines(fields.String):
    """Several texts: a line each in a form, a list in JSON. Loads to a list without blank ones."""

    def __init__(self, name: str, most: int, **more: Any) -> None:
        shown: dict[str, Any] = {key: more.pop(key) for key in ("label", "hint", "rows") if key in more}
        self.name_in_words, self.most = name, most
        super().__init__(
            load_default=list, metadata={"label": name, "widget": "textarea", **shown}, **more
        )

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        given = value.splitlines() if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
            raise ValidationError(f"{self.name_in_words} must be a list of texts")
        cleaned = [" ".join(without_controls(text).split()) for text in given]
        for number, text in enumerate(cleaned, start=1):
            if len(text) > self.most:
                raise ValidationError(f"Line {number} must be {self.most:,} characters or fewer")
        return [text for text in cleaned if text]

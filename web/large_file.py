"""A file over the limit costs only itself: its bytes are dropped as they come, and the form beside it is kept.

Without this the whole request would be refused unread, and with it what somebody had typed beside the file.
"""

from __future__ import annotations

from typing import IO, Any

from flask import Flask, Request, abort, current_app, flash, redirect, request

from kernel.intake.attachment import size_in_words
from web import stash
from web.actor import actor_or_none
from web.address import is_api

#: A form is read on to so many times the limit; beyond that the request is refused unread.
READ_ON = 10


class FormRequest(Request):
    """``too_large``: whether a file came that was larger than ``MAX_CONTENT_LENGTH``; its stream is then cut."""

    too_large = False

    def _get_file_stream(self, *told: Any, **more: Any) -> IO[bytes]:
        stream, limit = super()._get_file_stream(*told, **more), current_app.config["MAX_CONTENT_LENGTH"]
        write, seen = stream.write, 0

        def write_to_the_limit(data: bytes) -> int:
            nonlocal seen
            seen += len(data)
            if seen <= limit:
                return write(data)
            self.too_large = True
            return len(data)

        stream.write = write_to_the_limit  # type: ignore[method-assign,assignment]
        return stream


def install(app: Flask) -> None:
    """After the gate, and before whoever reads the form first."""
    app.request_class = FormRequest
    app.before_request(_check)


def _check() -> Any:
    if request.mimetype != "multipart/form-data" or is_api():
        return None
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    request.max_content_length = limit * READ_ON
    if not request.files or not getattr(request, "too_large", False):
        return None
    actor = actor_or_none()
    stash.keep(actor.person_id if actor else None)
    if not stash.was_kept_now():
        abort(413)
    flash(f"The file is larger than {size_in_words(limit)}. Nothing was stored; what you typed is kept below. Choose a smaller file.")
    return redirect(stash.page_of_form(), 303)

"""The mail box of the demo: what would have been mailed. Anywhere else there is no such page."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from flask import Response, render_template

from kernel.delivery.mailbox import folder_of, newest, one
from kernel.errors import NotFound
from organisation.pages.blueprint import bp
from web.session import current_actor
from web.site import site

MOST = 100
#: The mail's own styles are all that it may bring; a script or a picture from elsewhere may not.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@bp.get("/demo/mailbox")
def mailbox() -> str:
    return render_template("organisation/mailbox.html", mails=newest(_folder(), MOST), most=MOST)


@bp.get("/demo/mailbox/<name>")
def mailbox_mail(name: str) -> str:
    mail = _mail(name)
    text = mail.get_body(("plain",))
    return render_template(
        "organisation/mailbox_mail.html", mail=mail, name=name, text=text.get_content() if text else "", has_html=mail.get_body(("html",)) is not None,
    )  # fmt: skip


@bp.get("/demo/mailbox/<name>/html")
def mailbox_html(name: str) -> Response:
    """The HTML part by itself, as a mail program shows it."""
    part = _mail(name).get_body(("html",))
    if part is None:
        raise NotFound("mail")
    answer = Response(part.get_content(), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _mail(name: str) -> EmailMessage:
    mail = one(_folder(), name)
    if mail is None:
        raise NotFound("mail")
    return mail


def _folder() -> Path:
    settings = site().settings
    current_actor()
    if not settings.demo:
        raise NotFound
    return folder_of(settings.home)

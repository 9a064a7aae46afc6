"""Files sent as evidence: names made harmless, kinds told by content, sizes held."""

from __future__ import annotations

import hashlib
import io
import zipfile

import docx
import make
import pytest
from PIL import Image

from kernel.intake.attachment import LONGEST_NAME, look_at, plain_name
from kernel.intake.kinds import KINDS, USUAL, kind_of


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, form)
    return out.getvalue()


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def word_file() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


CONTENT_TYPES = "[Content_Types].xml"
GOOD = {
    "a.pdf": b"%PDF-1.7\n1 0 obj\n%%EOF", "a.png": picture("PNG"), "a.jpg": picture("JPEG"), "a.JPEG": picture("JPEG"),
    "a.gif": picture("GIF"), "a.webp": picture("WEBP"), "a.txt": "Überlast um 14:03\r\n".encode(), "b.txt": "Überlast".encode("cp1252"),
    "c.txt": "\ufeffÜberlast".encode("utf-16"), "d.txt": "\ufeffx".encode(), "a.log": b"\x1b[31m14:03 error\x1b[0m\n", "a.csv": b"a;b\n1;2\n",
    "a.json": b'{"a": 1}', "a.docx": word_file(), "a.xlsx": package(CONTENT_TYPES, "xl/workbook.xml"),
    "a.pptx": package(CONTENT_TYPES, "ppt/presentation.xml"), "a.eml": b"Received: by x\r\nSubject: Alert\r\n\r\nDown\r\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_what_it_says_it_is(name):
    ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert kind_of(name, GOOD[name]) is KINDS[ending]


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
WRONG = {
    ("page.png", HTML): "page.png cannot be taken: its name ends in .png, but its content is a page for a browser (HTML or SVG)",
    ("page.txt", b"\xef\xbb\xbf \n<!-- x --><HTML>"): "its content is a page for a browser",
    ("page.log", b"<?xml version='1.0'?><svg xmlns='x'/>"): "its content is a page for a browser",
    ("page.pdf", HTML): "its content is a page for a browser",
    ("page.png", picture("GIF")): "its name ends in .png, but its content is that of a .gif file",
    ("run.txt", b"MZ" + b"\0" * 60): "its name ends in .txt, but its content is that of a .exe file",
    ("run.csv", b"a\0b"): "but its content is something else",
    ("note.pdf", b"hello"): "its name ends in .pdf, but its content is plain text",
    ("macro.docx", package(CONTENT_TYPES, "word/document.xml", "word/vbaProject.bin")): "but it holds macros",
    ("sheet.docx", package(CONTENT_TYPES, "xl/workbook.xml")): "its name ends in .docx, but its content is that of a",
    ("cut.docx", word_file()[:200]): "its name ends in .docx",
    ("letter.eml", b"no head at all"): "its content is plain text",
    ("run.exe", b"MZ"): "run.exe cannot be taken: the file must be PDF, PNG, JPG, GIF, WEBP, TXT, LOG, CSV, JSON, DOCX, XLSX, PPTX or EML",
    ("page.html", HTML): "page.html cannot be taken: the file must be PDF",
    ("drawing.svg", b"<svg/>"): "drawing.svg cannot be taken: the file must be",
    ("all.zip", package("a")): "all.zip cannot be taken: the file must be",
    ("png", picture("PNG")[:3]): "png cannot be taken",
}


@pytest.mark.parametrize(("given", "said"), WRONG.items(), ids=[f"{name}: {said[-40:]}" for (name, _), said in WRONG.items()])
def test_what_it_is_not(given, said):
    with pytest.raises(ValueError) as refused:
        kind_of(*given)
    assert said in str(refused.value)


def test_an_organisation_that_wants_archives_says_so():
    assert kind_of("all.zip", package("a"), (*USUAL, "zip")).word == "ZIP"
    with pytest.raises(ValueError, match="must be PDF or PNG"):
        kind_of("a.txt", b"x", ("pdf", "png"))


NAMES = {
    "graph.png": "graph.png", "../../etc/passwd.txt": "passwd.txt", "C:\\fakepath\\graph.png": "graph.png", "/": "file", "": "file", "..": "file",
    "a\x00b\r\nc.png": "abc.png", "a\u202egnp.exe": "agnp.exe", "  a   b .png ": "a b .png", ".hidden.txt": "hidden.txt", "Größe.png": "Größe.png",
}


@pytest.mark.parametrize(("sent", "name"), NAMES.items())
def test_names(sent, name):
    assert plain_name(sent) == name


def test_a_name_of_300_characters_keeps_its_ending():
    name = plain_name("x" * 300 + ".png")
    assert len(name) == LONGEST_NAME
    assert name.endswith("….png")
    assert plain_name("x" * 300) == "x" * (LONGEST_NAME - 1) + "…"


def test_looking_at_a_file():
    found = look_at("../graph.png", io.BytesIO(make.PNG), limit=100, allowed=USUAL)
    assert (found.name, found.kind.word, found.sha256) == ("graph.png", "PNG", hashlib.sha256(make.PNG).hexdigest())
    for content, said in ((b"", "a.txt is empty. Select a file with content"), (b"x" * 101, "a.txt is too large: a file may have 100 bytes at most")):
        with pytest.raises(ValueError) as refused:
            look_at("a.txt", io.BytesIO(content), limit=100, allowed=USUAL)
        assert str(refused.value) == said
    assert look_at("a.txt", io.BytesIO(b"x" * 100), limit=100, allowed=USUAL).content == b"x" * 100

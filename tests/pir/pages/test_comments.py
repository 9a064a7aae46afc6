"""Comments through the pages, without a script."""

from __future__ import annotations


def test_comment_answer_resolve(browse, review):
    anna, maya = browse("anna"), browse("maya")
    page = maya.open(f"/reviews/{review}/comments?part=summary")
    page = page.form("Add the comment").submit("Add the comment")
    assert page.status == 422 and page.errors == ["Enter a comment"]
    page = page.form("Add the comment").fill({"Comment": "Say for how long"}).submit("Add the comment")
    assert "The comment was added." in page.text and "Say for how long" in page.text
    overview = anna.open(f"/reviews/{review}")
    assert "Comments (1)" in overview.links
    page = anna.open(f"/reviews/{review}/comments")
    page = page.form("Send the answer").fill({"Answer": "78 minutes, added"}).submit("Send the answer")
    assert "78 minutes, added" in page.text
    page = page.form("Resolve").submit("Resolve")
    assert "The comment is resolved." in page.text and "by Anna Kowalski" in page.text
    assert "Comments" in anna.open(f"/reviews/{review}").links


def test_a_part_that_is_not_there_is_absent(browse, review):
    assert browse("anna").open(f"/reviews/{review}/comments?part=entry&item=999").status == 404


def test_a_viewer_reads_and_is_told_why_there_is_no_form(browse, review):
    page = browse("vera").open(f"/reviews/{review}/comments")
    assert "Those who take part and those who approve write comments." in page.text

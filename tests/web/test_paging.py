"""Pages of a list: bounds, links, and nonsense in the address."""

from __future__ import annotations

import pytest

from web.paging import Page, page_of


@pytest.mark.parametrize(
    ("asked", "number"),
    [("1", 1), ("3", 3), ("4", 3), ("999999999", 1), ("0", 1), ("-2", 1), ("x", 1), ("²", 1), ("", 1)],
)
def test_nonsense_is_the_first_page_and_too_far_the_last(asked: str, number: int) -> None:
    assert page_of({"page": asked}, total=101, url="/a").number == number


def test_bounds_and_links_keep_the_filter() -> None:
    page = page_of({"page": "2", "state": "open & late"}, total=101, url="/a")
    assert (page.offset, page.first, page.last, page.count) == (50, 51, 100, 3)
    assert page.previous_url == "/a?state=open%20%26%20late&page=1"
    assert page.next_url == "/a?state=open%20%26%20late&page=3"


def test_the_ends_have_no_way_on() -> None:
    assert Page(number=1, total=50).next_url is None
    assert Page(number=1, total=50).previous_url is None
    assert Page(number=3, total=101).next_url is None
    assert (Page(total=0).first, Page(total=0).last, Page(total=0).count) == (0, 0, 1)
    assert (Page(number=3, total=101).first, Page(number=3, total=101).last) == (101, 101)

"""One index over everything that can be read, kept by the writes themselves, and the one function that asks it."""

from kernel.search.finding import Found, Hit, jump, search
from kernel.search.index import SearchText, Source, index, is_filled, lines, rebuild, use
from kernel.search.words import Asked, asked, marked

__all__ = ["Asked", "Found", "Hit", "SearchText", "Source", "asked", "index", "is_filled", "jump", "lines", "marked", "rebuild", "search", "use"]

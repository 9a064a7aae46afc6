"""Reads of actions: the number of statements never depends on the number of rows."""

from actions.queries.coverage import answered_factor_refs, strong_factor_refs
from actions.queries.document import for_document

__all__ = ["answered_factor_refs", "for_document", "strong_factor_refs"]

"""The ledger of quotations: what pages print of other people's words, and what became of it."""

from snippets.ledger.index import adopt, index_pages, leave
from snippets.ledger.marks import mark, noted_on

__all__ = ["adopt", "index_pages", "leave", "mark", "noted_on"]

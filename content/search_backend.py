"""Search the database for whatever was typed, in the admin and on the site.

`WAGTAILSEARCH_BACKENDS` names this module, so that every search goes through it.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from wagtail.search.backends import database
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from content.mixins import MixinBase

MAX_SEARCHED_WORDS = 50
# In characters. PostgreSQL refuses words of more than 2046 bytes.
MAX_SEARCHED_WORD_LENGTH = 200
# No word holds them: the first ends a phrase of SQLite's, and no database takes the others.
SEPARATORS = dict.fromkeys([ord('"'), 0, *range(0xD800, 0xE000)], " ")


class CleanedQueryMixin(MixinBase):
    """Searches for the words of any text; a text without words finds nothing."""

    def search(self, query: str | SearchQuery, *args: Any, **kwargs: Any) -> Any:
        """Find what contains the words of `query`."""
        return super().search(clean_query(query) or "", *args, **kwargs)

    def autocomplete(self, query: str | SearchQuery, *args: Any, **kwargs: Any) -> Any:
        """Find what contains words that begin as the words of `query` do."""
        return super().autocomplete(clean_query(query) or "", *args, **kwargs)


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (Wagtail looks for this name)
    """Return the backend of the database in use."""
    stock = type(database.SearchBackend(params))
    return type(stock.__name__, (CleanedQueryMixin, stock), {})(params)


def clean_query(query: str | SearchQuery) -> str | SearchQuery | None:
    """Return `query` with words that both databases take, None if no word is left."""
    if isinstance(query, str):
        return _clean_text(query) or None
    if isinstance(query, PlainText | Phrase | Fuzzy):
        text = _clean_text(query.query_string)
        return _copy_query_with(query, query_string=text) if text else None
    if isinstance(query, And | Or):
        parts = [part for part in map(clean_query, query.subqueries) if part]
        return _copy_query_with(query, subqueries=parts) if parts else None
    if isinstance(query, Not | Boost):
        part = clean_query(query.subquery)
        return _copy_query_with(query, subquery=part) if part else None
    return query


def _clean_text(text: str) -> str:
    words = text.translate(SEPARATORS).split()[:MAX_SEARCHED_WORDS]
    return " ".join(word[:MAX_SEARCHED_WORD_LENGTH] for word in words)


def _copy_query_with(query: SearchQuery, **attributes: Any) -> SearchQuery:
    """Return a copy of a query with other parts."""
    copied = copy(query)
    vars(copied).update(attributes)
    return copied

"""Find the live pages that change when a piece of shared content does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from content.visibility import filter_public
from snippets.models import ContactDetails
from snippets.models.base import BaseSnippet, get_base_snippet_models
from snippets.models.contact_details import get_references_to_details

MAX_NAMED_PAGES = 20


@dataclass(frozen=True)
class SnippetUsage:
    """What a change reaches: how many live pages by name, and those that this user may be named."""

    count: int
    named_pages: list[Page]
    # Whether it stands around every page, besides those that name it.
    is_everywhere: bool

    @property
    def more(self) -> int:
        """How many pages are counted and not named."""
        return self.count - len(self.named_pages)


def get_usage(content: BaseSnippet, user: Any) -> SnippetUsage:
    """Return which live pages change with `content`, in a fixed number of queries.

    Pages refer to it themselves, or to live shared content that does. A page that is closed to the
    public is named to those who work on it, and to all others counted.
    """
    pages = find_pages_using(content)
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    known = Q(pk__in=filter_public(Page.objects.all()).values("pk")) | Q(pk__in=own.values("pk"))
    return SnippetUsage(
        count=pages.count(),
        named_pages=list(
            pages.filter(known).order_by("-last_published_at", "pk")[:MAX_NAMED_PAGES]
        ),
        is_everywhere=isinstance(content, ContactDetails) and content.is_current,
    )


def find_pages_using(content: BaseSnippet) -> QuerySet[Page]:
    """Return the live pages that print something of `content`."""
    direct = get_references_to(content)
    pages = Q(pk__in=_get_page_pks(direct))
    for kind, numbers in _find_live_snippets_using(direct).items():
        indirect = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=numbers)
        pages |= Q(pk__in=_get_page_pks(indirect))
    return Page.objects.live().filter(pages)


def get_references_to(content: BaseSnippet) -> QuerySet[ReferenceIndex]:
    """Return where `content` is used.

    What a text inserts of the contact details comes from those that are current, so that all of it
    follows the details that are, or are to become, current.
    """
    if not isinstance(content, ContactDetails):
        return ReferenceIndex.get_references_to(content)
    return get_references_to_details() if content.is_current else ReferenceIndex.objects.none()


def _find_live_snippets_using(references: QuerySet[ReferenceIndex]) -> dict[ContentType, list[str]]:
    """Return the numbers of the live shared content that refers, by its kind."""
    kinds: dict[Any, ContentType] = ContentType.objects.get_for_models(*get_base_snippet_models())
    shared = references.filter(base_content_type__in=kinds.values())
    found = list(shared.values_list("base_content_type", "object_id"))
    users: dict[ContentType, list[str]] = {}
    for model, kind in kinds.items():
        numbers = {number for used_in, number in found if used_in == kind.pk}
        if numbers:
            live = model.objects.live().filter(pk__in=numbers)
            users[kind] = [str(number) for number in live.values_list("pk", flat=True)]
    return users


def _get_page_pks(references: QuerySet[ReferenceIndex]) -> QuerySet[ReferenceIndex]:
    """Return the numbers of the pages that refer."""
    pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return pages.annotate(number=Cast("object_id", BigIntegerField())).values("number")

"""Record which live content links where, on publication and once a day.

Only what everybody can read is in the index. Asking another site for an address tells that site
that somebody is interested, so the links of a draft are not asked for before it is out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.signals import post_delete
from django_tasks import task
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from content.blocks.links import get_host
from content.visibility import filter_public, get_restricted_paths, q_not_expired
from editorial.links.extraction import find_outbound_urls, get_field_label, may_hold_links
from editorial.models import LinkUse, OutboundLink
from editorial.models.links import hash_url
from publishing.models.content_objects import get_base_content_type
from snippets.models.base import BaseSnippet, get_base_snippet_models

logger = logging.getLogger(__name__)

# Rows at a time: their streams are in memory together.
LINK_INDEX_BATCH_SIZE = 100
MAX_PLACE_LENGTH = LinkUse._meta.get_field("where").max_length
# Links to the outside wait for mails and seal checks.
INDEX_TASK_PRIORITY = -10


def get_linking_models() -> list[type[models.Model]]:
    """Return the models of content that can link to other sites: pages, then shared content."""
    pages = [model for model in _get_page_models() if may_hold_links(model)]
    return pages + [model for model in get_base_snippet_models() if may_hold_links(model)]


def get_public_content(model: Any) -> models.QuerySet:
    """Return the content of a kind whose links are checked, in the order of its keys.

    An alias shows what its original says, and is changed there.
    """
    if issubclass(model, Page):
        return filter_public(model.objects.filter(alias_of=None)).order_by("pk")
    return model.objects.live().order_by("pk")


def index_links(contents: Iterable[models.Model]) -> None:
    """Put into the index what these readable pages or pieces of shared content link to."""
    found = {}
    for content in contents:
        try:
            found[content] = find_outbound_urls(content)
        except Exception:
            # One page that cannot be read, whatever is wrong with it, must not hide all others.
            logger.exception("The links of %s %s cannot be read", type(content), content.pk)
    with transaction.atomic():
        links = _get_or_create_links(
            {address for addresses in found.values() for address in addresses}
        )
        for content, addresses in found.items():
            _record_uses(content, {links[address]: names for address, names in addresses.items()})


def delete_uses(content: models.Model) -> None:
    """Take content out of the index that readers do not see any more."""
    LinkUse.objects.about(content).delete()


def index_next_batch(model: type[models.Model], last: Any) -> Any:
    """Put right the next batch of a kind after the key `last`; return its last key.

    None is the beginning, and the end.
    """
    found = get_public_content(model)
    contents = list(
        (found.filter(pk__gt=last) if last is not None else found)[:LINK_INDEX_BATCH_SIZE]
    )
    index_links(contents)
    return contents[-1].pk if len(contents) == LINK_INDEX_BATCH_SIZE else None


def delete_hidden_link_uses() -> None:
    """Take out of the index what was withdrawn in ways that send no signal, such as by a script."""
    private = models.Q(pk__in=[])
    for path in get_restricted_paths(None):
        private |= models.Q(page__path__startswith=path)
    pages = LinkUse.objects.exclude(page=None)
    pages.filter(private | models.Q(page__live=False) | ~q_not_expired("page__")).delete()
    for kind in ContentType.objects.filter(
        pk__in=LinkUse.objects.filter(page=None).values("content_type").distinct()
    ):
        uses = LinkUse.objects.filter(content_type=kind)
        model: Any = kind.model_class()
        if model is None:
            uses.delete()
            continue
        live = {str(pk) for pk in model.objects.live().values_list("pk", flat=True)}
        gone = [pk for pk, key in uses.values_list("pk", "object_id") if key not in live]
        uses.filter(pk__in=gone).delete()


def delete_unused_links(before: datetime) -> None:
    """Forget addresses that nothing links to, with their history, once that is old."""
    old = models.Q(last_checked_at=None) | models.Q(last_checked_at__lt=before)
    used = LinkUse.objects.filter(link=models.OuterRef("pk"))
    unused = OutboundLink.objects.filter(old, ~models.Exists(used)).order_by("pk")
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            # What is being noted at this moment is locked, and gets a use.
            free = unused.filter(pk__gt=last).select_for_update(skip_locked=True)
            keys = list(free.values_list("pk", flat=True)[:LINK_INDEX_BATCH_SIZE])
            # It may have got one after the look at it and before the lock.
            unused.filter(pk__in=keys).delete()
        last = keys[-1] if len(keys) == LINK_INDEX_BATCH_SIZE else None


@task(priority=INDEX_TASK_PRIORITY)
def index_published(content_type_id: int, key: str) -> None:
    """Put something just published into the index, or take it out; runs in the worker."""
    model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
    if content := get_public_content(model).filter(pk=key).first():
        index_links([content])


def index_links_on_publish(
    sender: type[models.Model], instance: DraftStateMixin, **kwargs: Any
) -> None:
    """Have the worker read what has gone live; publication itself does not wait for it.

    What cannot be noted must not look like a publication that failed; the daily run reads it.
    Wagtail sends the signal also when something is merely scheduled. For pages it sends two.
    """
    is_page = isinstance(instance, Page)
    if is_page != (kwargs["signal"] is page_published) or not may_hold_links(type(instance)):
        return
    if instance.live and (is_page or isinstance(instance, BaseSnippet)):
        kind = ContentType.objects.get_for_model(type(instance), for_concrete_model=False)

        def note() -> None:
            index_published.enqueue(kind.pk, str(instance.pk))

        transaction.on_commit(note, robust=True)


def delete_link_uses_on_unpublish(
    sender: type[models.Model], instance: models.Model, **kwargs: Any
) -> None:
    """Forget at once what readers do not see any more."""
    if isinstance(instance, Page | BaseSnippet):
        delete_uses(instance)


def connect() -> None:
    """Listen to publication, withdrawal and deletion; deleting a page deletes its uses."""
    page_published.connect(index_links_on_publish)
    published.connect(index_links_on_publish)
    page_unpublished.connect(delete_link_uses_on_unpublish)
    unpublished.connect(delete_link_uses_on_unpublish)
    for model in get_base_snippet_models():
        post_delete.connect(delete_link_uses_on_unpublish, sender=model)


def _get_page_models() -> Iterator[type[Page]]:
    for model in Page.__subclasses__():
        yield from _iter_concrete(model)


def _iter_concrete(model: type[models.Model]) -> Iterator[type[models.Model]]:
    if not model._meta.abstract:
        yield model
    for child in model.__subclasses__():
        yield from _iter_concrete(child)


def _get_or_create_links(addresses: set[str]) -> dict[str, OutboundLink]:
    """Return the links to these addresses, made where they are new.

    Those that were there stay until the transaction ends, used or not.
    """
    kept = OutboundLink.objects.order_by("pk").select_for_update(no_key=True)
    found = {link.url: link for link in kept.with_urls(addresses)}
    new = [
        OutboundLink(url=address, url_hash=hash_url(address), host=get_host(address)[:255])
        for address in sorted(addresses - found.keys())
    ]
    if not new:
        return found
    # Another worker may read a page with the same link at this moment.
    OutboundLink.objects.bulk_create(new, ignore_conflicts=True)
    return {link.url: link for link in OutboundLink.objects.with_urls(addresses)}


def _record_uses(content: models.Model, wanted: dict[OutboundLink, list[str]]) -> None:
    kind, key = get_base_content_type(content), str(content.pk)
    where = {
        link.pk: ", ".join(get_field_label(content, name) for name in names)[:MAX_PLACE_LENGTH]
        for link, names in wanted.items()
    }
    stored = {use.link_id: use for use in LinkUse.objects.about(content)}
    if gone := [use.pk for pk, use in stored.items() if where.get(pk) != use.where]:
        LinkUse.objects.filter(pk__in=gone).delete()
    LinkUse.objects.bulk_create(
        [
            LinkUse(
                link_id=pk,
                content_type=kind,
                object_id=key,
                page_id=content.pk if isinstance(content, Page) else None,
                where=text,
            )
            for pk, text in where.items()
            if pk not in stored or stored[pk].where != text
        ],
        ignore_conflicts=True,
    )

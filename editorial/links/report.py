"""List for each user the links of the pages and shared content that they work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from editorial.models import LinkUse, OutboundLink
from publishing.clock import get_london_date
from publishing.models.content_objects import get_base_content_type
from publishing.permissions import EDIT_ACTIONS
from snippets.models.base import get_base_snippet_models

Verdict = OutboundLink.Verdict
# What somebody should look at, the most urgent first.
REPORTED_VERDICTS = (Verdict.BROKEN, Verdict.MOVED, Verdict.UNKNOWN)


@dataclass(frozen=True)
class BrokenLink:
    """A link of a page or piece of shared content that leads nowhere, and since when."""

    content_object: Any
    url: str
    since: Any
    # The number of the link.
    link: int


def get_uses_visible_to(user: Any) -> models.QuerySet[LinkUse]:
    """Return the uses on pages and shared content that the user works on."""
    return _get_uses(user, EDIT_ACTIONS)


def get_uses_published_by(user: Any) -> models.QuerySet[LinkUse]:
    """Return the uses on pages and shared content that the user may publish."""
    return _get_uses(user, ("publish",))


def exclude_ignored(uses: models.QuerySet[LinkUse]) -> models.QuerySet[LinkUse]:
    """Return the uses of links that no editor vouches for today."""
    return uses.exclude(link__ignored_until__gte=get_london_date(timezone.now()))


def summarize_links(user: Any) -> str:
    """Say how the links stand of which none is broken, has moved or cannot be checked."""
    links = OutboundLink.objects.filter(pk__in=get_uses_visible_to(user).values("link"))
    counts = dict(links.order_by().values_list("verdict").annotate(models.Count("pk")))
    if not counts:
        return "Nothing that you work on and that readers see links to another site."
    ignored = links.filter(
        verdict__in=REPORTED_VERDICTS, ignored_until__gte=get_london_date(timezone.now())
    )
    found = (
        (counts.get(Verdict.FINE, 0), "well"),
        (counts.get(Verdict.BAD_DAY, 0), "not answering (will be checked again)"),
        (ignored.count(), "ignored for now"),
        (counts.get(Verdict.NEW, 0), "not checked yet"),
    )
    total = sum(counts.values())
    said = ", ".join(f"{count} {what}" for count, what in found if count)
    off = "" if settings.LINK_CHECK else " The daily check is switched off on this site."
    return f"Of {total} link{pluralize(total)} to other sites: {said}.{off}"


def get_broken_links(user: Any, most: int = 10) -> list[BrokenLink]:
    """Return the broken links that a user should mend, the latest to break first.

    The number of queries does not depend on how many there are.
    """
    broken = get_uses_visible_to(user).filter(link__verdict=Verdict.BROKEN)
    newest = exclude_ignored(broken).order_by("-link__failing_since", "pk")[:most]
    return [
        BrokenLink(use.found, use.link.url, use.link.failing_since, use.link_id)
        for use in attach_content_to_link_uses(newest)
        if use.found is not None
    ]


def attach_content_to_link_uses(uses: Iterable[LinkUse]) -> Iterable[LinkUse]:
    """Put what each use is about on it as `found`, a query for each kind of shared content.

    Pages are given as `wagtail.models.Page`, without the fields of their own type.
    """
    wanted: dict[int, set[str]] = {}
    for use in uses:
        if use.page_id is None:
            wanted.setdefault(use.content_type_id, set()).add(use.object_id)
    shared = {
        (kind, str(pk)): content
        for kind, keys in wanted.items()
        for pk, content in _get_objects_of_content_type(kind).in_bulk(keys).items()
    }
    for use in uses:
        use.found = use.page or shared.get((use.content_type_id, use.object_id))
    return uses


def get_edit_link(content_object: Any) -> str:
    """Return where somebody who works on a page or piece of shared content edits it."""
    if isinstance(content_object, Page):
        return reverse("wagtailadmin_pages:edit", args=[content_object.pk])
    name = type(content_object).snippet_viewset.get_url_name("edit")
    return reverse(name, args=[quote(content_object.pk)])


def _get_uses(user: Any, rights: Iterable[str]) -> models.QuerySet[LinkUse]:
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, rights)
    kinds = [
        get_base_content_type(model())
        for model in get_base_snippet_models()
        if policy_registry.get_by_type(model).user_has_any_permission(user, rights)
    ]
    on_pages = models.Q(page__in=pages.order_by().values("pk"))
    in_shared = models.Q(page=None, content_type__in=kinds)
    return LinkUse.objects.filter(on_pages | in_shared).select_related("link", "page")


def _get_objects_of_content_type(kind: int) -> models.QuerySet:
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    return model.objects.all()

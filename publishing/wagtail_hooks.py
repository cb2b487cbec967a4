"""What publication adds to the admin, and asks of Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.locks import BaseLock
from wagtail.models import Page, PageQuerySet

from publishing import admin_titles, files, locks
from publishing.public_collections import PublicCollectionViewSet
from snippets.models import SiteDocument


@hooks.register("find_content_lock")
def lock_of_what_is_promised(content: Any) -> BaseLock | None:
    """Lock what is scheduled or in an approved set."""
    return locks.find_lock(content)


# These two come before Wagtail's own hooks, which would ask for a login to what is not there.
@hooks.register("before_serve_page", order=-10)
def refuse_expired_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Answer for a page past its expiry as for one that does not exist."""
    files.refuse_expired(page)


@hooks.register("before_serve_document", order=-10)
def refuse_hidden_document(document: SiteDocument, request: HttpRequest) -> None:
    """Send a document only to those who may have it at this moment."""
    files.admit(document, request)


@hooks.register("construct_page_chooser_queryset")
def offer_known_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave out of the chooser what readers do not see and the editor does not work on."""
    return admin_titles.offered_pages(pages, request)


# After Wagtail's own, which this replaces.
@hooks.register("construct_admin_api", order=10)
def list_own_files(router: WagtailAPIRouter) -> None:
    """List to an editor only the files that they may use."""
    admin_titles.register_endpoints(router)


@hooks.register("register_admin_viewset")
def public_collections() -> PublicCollectionViewSet:
    """Show under Settings which collections are public."""
    return PublicCollectionViewSet("public_collections")

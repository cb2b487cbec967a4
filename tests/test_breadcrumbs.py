"""Every page that the site adds to the admin is headed by its own name, not by “Home”."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from home.models import OutboundLink
from publishing.models import EmbargoLink, ReleaseSet
from publishing.models.subjects import kind_of
from publishing.views.embargo_links import links_address
from publishing.views.seal import seal_address
from snippets.models import Quotation
from tests import factories
from tests.home.test_link_replacing import published, release
from tests.publishing.promises import draft_of, link_to, promised_set, scheduled_release

pytestmark = pytest.mark.django_db

HOUSES = ("home", "policy", "pressroom", "publishing", "snippets")
SOON = timezone.now() + timedelta(days=5)


def find_views(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from find_views(entry)
        elif view := getattr(entry.callback, "view_class", None):
            yield view


def find_own_views():
    """Return the names of the views, each after the name of its module."""
    return {
        f"{view.__module__.split('.')[-1]}.{view.__name__}"
        for view in find_views(get_resolver())
        if view.__module__.split(".")[0] in HOUSES and issubclass(view, WagtailAdminTemplateMixin)
    }


def make_draft():
    return draft_of(factories.make_press_release(title="Figures", live=False))


def make_set():
    return ReleaseSet.objects.create(title="Launch", go_live_at=SOON)


def make_approved_set():
    return promised_set(make_draft(), at=SOON)


def make_embargo_link():
    link_to(scheduled_release(SOON))
    return EmbargoLink.objects.get()


def make_link():
    release()
    return OutboundLink.objects.get()


def make_quotation():
    value = {"text": "Nobody asked her.", "speaker": "A caseworker", "role": "", "source": ""}
    body = [
        {"type": "paragraph", "value": factories.PARAGRAPH},
        {"type": "quote", "id": "one", "value": {**value, "page": "", "link": []}},
    ]
    published(factories.make_press_release(live=False, body=body))
    return Quotation.objects.get()


def address_of(name, make=None):
    """Return a function that makes a thing and returns the address of its view."""
    return lambda: reverse(name, args=[make().pk] if make else [])


def find_copy_address():
    topic = factories.make_topic("Missing children")
    return reverse(topic.snippet_viewset.get_url_name("copy"), args=[topic.pk])


def find_add_address():
    draft = make_draft()
    return reverse("publishing_add_to_set", args=[kind_of(draft).pk, draft.pk])


def find_take_out_address():
    item = make_approved_set().items.get()
    return reverse("publishing_take_out", args=[item.release_set_id, item.pk])


# Where each view is, and the last of its breadcrumbs, which Wagtail shows as the heading.
VIEWS = {
    "add_to_set.AddToSetView": (find_add_address, "Add to a release set"),
    "amend_set.AmendSetView": (
        address_of("publishing_amend_set", make_approved_set),
        "Amend an approved set",
    ),
    "amend_set.TakeOutView": (find_take_out_address, "Remove from an approved set"),
    "calendar.AddressView": (address_of("publication_calendar_address"), "Calendar address"),
    "calendar.ListView": (address_of("publication_calendar_list"), "Calendar"),
    "calendar.MonthView": (address_of("publication_calendar"), "Calendar"),
    "document_views.AddSeveralView": (address_of("wagtaildocs:add_multiple"), "Add documents"),
    "document_views.AddView": (address_of("wagtaildocs:add"), "New: Document"),
    "document_views.EditView": (
        address_of("wagtaildocs:edit", factories.make_document),
        "Bordering on Concern",
    ),
    "embargo_links.EmbargoLinksView": (
        lambda: links_address(scheduled_release(SOON)),
        "Embargo links",
    ),
    "embargo_links.OpeningsView": (
        address_of("publishing_embargo_link_openings", make_embargo_link),
        "Openings",
    ),
    "embargo_links.RevokeView": (
        address_of("publishing_embargo_link_revoke", make_embargo_link),
        "Revoke",
    ),
    "image_views.AddSeveralView": (address_of("wagtailimages:add_multiple"), "Add images"),
    "image_views.AddView": (address_of("wagtailimages:add"), "New: Image"),
    "listing.LinksReport": (address_of("links_report"), "Links"),
    "mail_views.UndeliveredEmailsView": (
        address_of("undelivered_emails"),
        "Emails that were not delivered",
    ),
    "manual_views.ManualView": (address_of("manual"), "Manual"),
    "release_sets.ReleaseSetCreateView": (address_of("release_sets:add"), "New: Release set"),
    "release_sets.ReleaseSetDeleteView": (
        address_of("release_sets:delete", make_set),
        "Delete Launch",
    ),
    "release_sets.ReleaseSetEditView": (address_of("release_sets:edit", make_set), "Launch"),
    "seal.SealView": (lambda: seal_address(scheduled_release(SOON)), "Embargo seal"),
    "views.LikeThisView": (
        address_of("pressroom_like_this", make_draft),
        "New release like this one",
    ),
    "views.LinkView": (address_of("links_link", make_link), "old.example.org"),
    "views.ReplaceView": (address_of("links_replace", make_link), "Replace"),
    "views.LedgerView": (address_of("quotations:index"), "Quotations"),
    "views.MarkHistoryView": (
        address_of("quotations:history", make_quotation),
        "History : Quotation of A caseworker",
    ),
    "views.MarkView": (address_of("quotations:edit", make_quotation), "Quotation of A caseworker"),
    "views.SpeakerView": (address_of("quotations:speaker", make_quotation), "A caseworker"),
    "viewsets.ReleaseSetIndexView": (address_of("release_sets:index"), "Release sets"),
    "viewsets.UnscheduledCopyView": (find_copy_address, "New: Topic"),
}

BREADCRUMBS = "header nav[aria-label=Breadcrumb] li"
# Where Wagtail asks before it deletes, the heading stands alone.
WITHOUT_BREADCRUMBS = {"release_sets.ReleaseSetDeleteView"}


def test_every_view_is_named_here():
    assert find_own_views() == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_headed_by_what_it_is_about(client, name):
    find_address, heading = VIEWS[name]
    client.force_login(factories.make_user())

    answer = client.get(find_address())

    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    crumbs = page.select("header h1" if name in WITHOUT_BREADCRUMBS else BREADCRUMBS)
    shown = [" ".join(crumb.get_text(" ").split()) for crumb in crumbs]
    assert shown[-1:] == [heading]

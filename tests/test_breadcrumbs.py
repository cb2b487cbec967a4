"""Every page that the site adds to the admin is headed by its own name, not by “Home”."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial.models import OutboundLink
from publishing.embargo.admin_views import get_embargo_links_url
from publishing.lookups import get_audit_url
from publishing.models import EmbargoLink, ReleaseSet
from publishing.models.content_objects import get_base_content_type
from quotations.models import Quotation
from tests import factories
from tests.editorial.test_link_replacing import published, release
from tests.publishing.scheduled_content import draft_of, link_to, promised_set, scheduled_release

pytestmark = pytest.mark.django_db

HOUSES = (
    "content",
    "editorial",
    "home",
    "pages",
    "policy",
    "pressroom",
    "publishing",
    "quotations",
    "snippets",
)
SOON = timezone.now() + timedelta(days=5)


def find_views(resolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from find_views(entry)
        elif view := getattr(entry.callback, "view_class", None):
            yield view


def find_own_views():
    """Return the names of the views, each after the path of its module."""
    return {
        f"{view.__module__}.{view.__name__}"
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
    return reverse("release_set_add_item", args=[get_base_content_type(draft).pk, draft.pk])


def find_take_out_address():
    item = make_approved_set().items.get()
    return reverse("release_set_remove_item", args=[item.release_set_id, item.pk])


# Where each view is, and the last of its breadcrumbs, which Wagtail shows as the heading.
VIEWS = {
    "publishing.release_sets.add_views.AddToSetView": (find_add_address, "Add to a release set"),
    "publishing.release_sets.amend_views.AmendSetView": (
        address_of("release_set_amend", make_approved_set),
        "Amend an approved set",
    ),
    "publishing.release_sets.amend_views.RemoveItemView": (
        find_take_out_address,
        "Remove from an approved set",
    ),
    "publishing.publication_calendar.views.CalendarFeedView": (
        address_of("publication_calendar_feed_url"),
        "Calendar address",
    ),
    "publishing.publication_calendar.views.CalendarListView": (
        address_of("publication_calendar_list"),
        "Calendar",
    ),
    "publishing.publication_calendar.views.CalendarMonthView": (
        address_of("publication_calendar"),
        "Calendar",
    ),
    "snippets.media.document_views.AddSeveralView": (
        address_of("wagtaildocs:add_multiple"),
        "Add documents",
    ),
    "snippets.media.document_views.AddView": (address_of("wagtaildocs:add"), "New: Document"),
    "snippets.media.document_views.EditView": (
        address_of("wagtaildocs:edit", factories.make_document),
        "Bordering on Concern",
    ),
    "publishing.embargo.admin_views.EmbargoLinksView": (
        lambda: get_embargo_links_url(scheduled_release(SOON)),
        "Embargo links",
    ),
    "publishing.embargo.admin_views.LinkOpeningsView": (
        address_of("embargo_link_openings", make_embargo_link),
        "Openings",
    ),
    "publishing.embargo.admin_views.RevokeLinkView": (
        address_of("embargo_link_revoke", make_embargo_link),
        "Revoke",
    ),
    "snippets.media.image_views.AddSeveralView": (
        address_of("wagtailimages:add_multiple"),
        "Add images",
    ),
    "snippets.media.image_views.AddView": (address_of("wagtailimages:add"), "New: Image"),
    "editorial.links.report_view.LinksReport": (address_of("link_report"), "Links"),
    "editorial.mail.views.UndeliveredEmailsView": (
        address_of("undelivered_emails"),
        "Emails that were not delivered",
    ),
    "editorial.manual.views.ManualView": (address_of("manual"), "Manual"),
    "publishing.release_sets.views.ReleaseSetCreateView": (
        address_of("release_sets:add"),
        "New: Release set",
    ),
    "publishing.release_sets.views.ReleaseSetDeleteView": (
        address_of("release_sets:delete", make_set),
        "Delete Launch",
    ),
    "publishing.release_sets.views.ReleaseSetEditView": (
        address_of("release_sets:edit", make_set),
        "Launch",
    ),
    "publishing.embargo_audit.views.EmbargoAuditView": (
        lambda: get_audit_url(scheduled_release(SOON)),
        "Embargo seal",
    ),
    "pressroom.views.DuplicateReleaseView": (
        address_of("press_release_duplicate", make_draft),
        "New release like this one",
    ),
    "editorial.links.views.OutboundLinkView": (
        address_of("link_detail", make_link),
        "old.example.org",
    ),
    "editorial.links.views.ReplaceLinkView": (address_of("link_replace", make_link), "Replace"),
    "quotations.views.QuotationIndexView": (address_of("quotations:index"), "Quotations"),
    "quotations.views.CorrectionHistoryView": (
        address_of("quotations:history", make_quotation),
        "History : Quotation of A caseworker",
    ),
    "quotations.views.MarkQuotationView": (
        address_of("quotations:edit", make_quotation),
        "Quotation of A caseworker",
    ),
    "quotations.views.SpeakerQuotationsView": (
        address_of("quotations:speaker", make_quotation),
        "A caseworker",
    ),
    "publishing.viewsets.ReleaseSetIndexView": (address_of("release_sets:index"), "Release sets"),
    "snippets.viewsets.UnscheduledCopyView": (find_copy_address, "New: Topic"),
}

BREADCRUMBS = "header nav[aria-label=Breadcrumb] li"
# Where Wagtail asks before it deletes, the heading stands alone.
WITHOUT_BREADCRUMBS = {"publishing.release_sets.views.ReleaseSetDeleteView"}


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

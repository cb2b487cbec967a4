"""Register what `home` adds to the admin, and what the seal looks at on its pages."""

from collections.abc import Iterable
from typing import Any

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from home import embargo_probes
from home.models import NewsletterSubscription
from publishing.embargo_audit.probes import Probe


class NewsletterViewSet(ModelViewSet):
    """Who is on the newsletter's list: to export, and to remove whoever asks to leave."""

    model = NewsletterSubscription
    icon = "mail"
    menu_label = "Newsletter"
    menu_order = 230
    add_to_admin_menu = True
    form_fields = ["email"]
    list_display = ["email", "confirmed_at"]
    list_export = ["email", "confirmed_at"]
    search_fields = ["email"]
    copy_view_enabled = False
    inspect_view_enabled = True


@hooks.register("register_admin_viewset")
def newsletter_viewset() -> NewsletterViewSet:
    """Show the list in the admin."""
    return NewsletterViewSet("newsletter")


@hooks.register("register_embargo_probes")
def register_site_probes(content: Any) -> Iterable[Probe]:
    """Look at the home page, the search and the sitemap."""
    return embargo_probes.iter_site_probes(content)

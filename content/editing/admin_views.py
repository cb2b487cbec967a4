"""Head the pages that the site adds to the admin, and lead back from them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class AdminViewMixin(WagtailAdminTemplateMixin):
    """Shows the title of a view as its heading, which Wagtail takes from the breadcrumbs."""

    def get_parent_breadcrumbs(self) -> list[dict[str, str]]:
        """Return `url` and `label` of what stands between the dashboard and this page."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the dashboard, what stands between, and this page."""
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, *self.get_parent_breadcrumbs(), here]


def is_admin_path(request: HttpRequest) -> bool:
    """Return whether the request is for Wagtail's admin, which only editors use."""
    return request.path_info.startswith(reverse("wagtailadmin_home"))

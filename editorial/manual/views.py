"""The pages of the admin that show the manual; Wagtail lets in only who has signed in."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from content.editing.admin_views import AdminViewMixin
from editorial.manual.chapters import IMAGES_PATH, get_manual, get_manual_url


class ManualView(AdminViewMixin, TemplateView):
    """The manual, with its chapters."""

    template_name = "editorial/manual.html"
    header_icon = "help"
    page_title = "Manual"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the manual."""
        return super().get_context_data(**kwargs, manual=get_manual())


def manual_image(request: HttpRequest, name: str) -> FileResponse:
    """Send a picture of the manual.

    Raises:
        Http404: there is none of that name.
    """
    known = {path.name: path for path in IMAGES_PATH.glob("*.png")}
    if name not in known:
        raise Http404("There is no such picture")
    return FileResponse(known[name].open("rb"), content_type="image/png")


class ManualMenuItem(MenuItem):
    """Leads from every page of the admin to the chapter about it."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """Return the link for the page that is shown."""
        return LinkMenuItem(
            self.name, self.label, get_manual_url(request), icon_name=self.icon_name
        )

"""The pages that ask before a page is unpublished or deleted: what readers lose, and a redirect."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin import messages
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from content.mixins import MixinBase
from content.visibility import is_public
from publishing.release_sets.forms import PageField
from publishing.unpublishing.lost_links import MAX_LOST_LINKS, find_links_to


class RedirectForm(forms.Form):
    """Where the old address of a page leads from now on."""

    redirect_to = PageField(
        Page.objects.filter(depth__gt=1),
        required=False,
        label="Redirect the old address to",
        widget=AdminPageChooser,
        help_text="Readers who follow an old link get this page. If you leave this empty, they "
        "are told that there is no such page.",
    )

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    def clean_redirect_to(self) -> Page | None:
        """Return the page that readers get instead.

        Raises:
            ValidationError: readers cannot open it, or it goes down as well.
        """
        target = self.cleaned_data["redirect_to"]
        if target and target.path.startswith(self.page.path):
            raise ValidationError("This page is taken down as well. Choose another page.")
        if target and not is_public(target):
            raise ValidationError("Readers cannot open this page. Choose a page that is live.")
        return target


class RedirectOfferMixin(MixinBase):
    """Names what readers lose elsewhere, and redirects the old address if the editor wants."""

    # A page that was unpublished may come back.
    is_permanent = False

    @property
    def page_to_remove(self) -> Page:
        """The page that is unpublished or deleted."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it unless the redirect is refused; then show the form again."""
        page = self.page_to_remove
        self.redirect_form = RedirectForm(request.POST, page=page)
        if not self.redirect_form.is_valid():
            for message in self.redirect_form.errors["redirect_to"]:
                messages.error(request, message)
            # A chooser would name the page, which the user may not be allowed to know.
            self.redirect_form = RedirectForm(page=page)
            return self.render_to_response(self.get_context_data(**kwargs))
        parts = page.get_url_parts(request) if page.live else None
        # Pages below go with it, or none does: one of them may be needed elsewhere.
        with transaction.atomic():
            response = super().post(request, *args, **kwargs)
            target = self.redirect_form.cleaned_data["redirect_to"]
            if target and parts and response.status_code == 302:
                save_redirect(parts[2], target, is_permanent=self.is_permanent)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the links that will be lost."""
        page = self.page_to_remove
        form = getattr(self, "redirect_form", None) or RedirectForm(page=page)
        links = find_links_to([page], self.request.user)
        context = super().get_context_data(**kwargs)
        media = context.get("media", forms.Media()) + form.media
        return {
            **context,
            "redirect_form": form if page.live else None,
            "lost_links": links[:MAX_LOST_LINKS],
            "has_more_links": len(links) > MAX_LOST_LINKS,
            "media": media,
        }


class PageUnpublishView(RedirectOfferMixin, UnpublishView):
    """Asks before a page is unpublished."""

    template_name = "publishing/confirm_unpublish.html"

    @property
    def page_to_remove(self) -> Page:
        """The page that is unpublished."""
        return self.object


class PageDeleteView(RedirectOfferMixin, DeleteView):
    """Asks before a page is deleted."""

    template_name = "publishing/confirm_delete.html"
    is_permanent = True

    @property
    def page_to_remove(self) -> Page:
        """The page that is deleted."""
        return self.page


def save_redirect(old_path: str, target: Page, *, is_permanent: bool) -> Redirect:
    """Have an address lead to a page; an earlier redirect from the same address is replaced."""
    path = Redirect.normalise_path(old_path)
    Redirect.objects.filter(old_path=path, site=None).delete()
    return Redirect.add_redirect(path, redirect_to=target, is_permanent=is_permanent)

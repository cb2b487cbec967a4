"""The admin's pages about one link: what was found of it, and replacing it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial.links import tasks
from editorial.links.forms import IgnoreLinkForm, ReplaceLinkForm
from editorial.links.replacement import (
    LinkReplacementResult,
    get_next_replacement_batch,
    get_replacement_targets,
    replace_link,
)
from editorial.links.report import (
    attach_content_to_link_uses,
    get_edit_link,
    get_uses_published_by,
    get_uses_visible_to,
)
from editorial.links.report_view import get_link_url
from editorial.models import LinkUse, OutboundLink
from publishing.clock import get_london_date
from publishing.lookups import parse_pk_or_404
from publishing.models.content_objects import get_title

MAX_LISTED_LINK_USES_AND_CHECKS = 50


class OutboundLinkViewMixin(WagtailAdminTemplateMixin, TemplateView):
    """A page about one link, for those who work on something that has it."""

    header_icon = "link"
    page_title = "Link"

    @cached_property
    def link(self) -> OutboundLink:
        """The link.

        Raises:
            Http404: there is none, or nothing that the user works on has it.
        """
        link = get_object_or_404(OutboundLink, pk=parse_pk_or_404(OutboundLink, self.kwargs["pk"]))
        if not self.get_uses(link).exists():
            raise Http404("Nothing that you work on links there")
        return link

    def get_uses(self, link: OutboundLink) -> QuerySet[LinkUse]:
        """Return where the user may know that the link is."""
        return get_uses_visible_to(self.request.user).filter(link=link)

    def get_page_subtitle(self) -> str:
        """Name the address."""
        return self.link.url

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the report."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("link_report"), "label": "Links"},
            {"url": get_link_url(self.link), "label": self.link.host},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the link."""
        return super().get_context_data(**kwargs, link=self.link)


class OutboundLinkView(OutboundLinkViewMixin):
    """Where a link stands, what was found of it so far, and what can be done about it."""

    template_name = "editorial/links/link.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where it stands and its history."""
        kwargs.setdefault("form", IgnoreLinkForm())
        uses = list(
            attach_content_to_link_uses(
                self.get_uses(self.link).order_by("pk")[:MAX_LISTED_LINK_USES_AND_CHECKS]
            )
        )
        return super().get_context_data(
            **kwargs,
            uses=[
                (get_title(use.found), get_edit_link(use.found), use.where)
                for use in uses
                if use.found
            ],
            count=self.get_uses(self.link).count(),
            may_ignore=self.may_ignore,
            is_ignored=self.link.is_ignored_on(get_london_date(timezone.now())),
            history=self.link.checks.all()[:MAX_LISTED_LINK_USES_AND_CHECKS],
            media=kwargs["form"].media,
        )

    @cached_property
    def may_ignore(self) -> bool:
        """Whether the user may silence the link, which does so for everybody."""
        return get_uses_published_by(self.request.user).filter(link=self.link).exists()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have the link checked, or have it ignored, or not ignored any more.

        Raises:
            Http404: none of these was asked for.
        """
        action = request.POST.get("link_action")
        if action == "check":
            tasks.check_link.enqueue(self.link.pk)
            messages.success(request, "The link is being checked. Reload this page in a minute.")
        elif action in ("ignore", "unignore") and not self.may_ignore:
            messages.error(
                request,
                "Nothing was changed. Whether a link is ignored is for those who may publish "
                "something that has it; ask one of them.",
            )
        elif action == "ignore":
            form = IgnoreLinkForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            self._set_ignored_until(form.cleaned_data["until"])
            messages.success(request, "The link is ignored until then.")
        elif action == "unignore":
            self._set_ignored_until(None)
            messages.success(request, "The link is not ignored any more.")
        else:
            raise Http404("There is no such button")
        return redirect(get_link_url(self.link))

    def _set_ignored_until(self, until: date | None) -> None:
        # The worker may be writing what it found at this moment.
        OutboundLink.objects.filter(pk=self.link.pk).update(
            ignored_until=until, ignored_by=self.request.user if until else None
        )


class ReplaceLinkView(OutboundLinkViewMixin):
    """Shows what replacing a link changes, and does it."""

    template_name = "editorial/links/replace.html"

    @cached_property
    def after(self) -> int:
        """The use after which this go begins.

        Raises:
            Http404: it is no number of one.
        """
        return parse_pk_or_404(LinkUse, self.request.GET.get("after", "0"))

    def get_next_url(self, last: int, new: str) -> str:
        """Return where the next go is, with the address that this one had."""
        return f"{self.request.path}?{urlencode({'after': last, 'new': new})}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the link."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": "Replace"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and what it would change."""
        new = self.request.GET.get("new", self.link.final_url)
        kwargs.setdefault("form", ReplaceLinkForm(initial={"new": new}, old=self.link.url))
        places = get_replacement_targets(self.link, self.request.user, self.after)
        last, further = get_next_replacement_batch(self.link, self.request.user, self.after)
        return super().get_context_data(
            **kwargs,
            places=places,
            can_replace=any(not place.blocked_reason for place in places),
            further=further,
            next_address=self.get_next_url(last, new),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Replace it, and say of each page what became of it."""
        form = ReplaceLinkForm(request.POST, old=self.link.url)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        new = form.cleaned_data["new"]
        # What is replaced is in use no more, so this is asked before.
        last, further = get_next_replacement_batch(self.link, request.user, self.after)
        for done in replace_link(self.link, new, request.user, self.after):
            self._show_replacement_message(done)
        return redirect(self.get_next_url(last, new) if further else "link_report")

    def _show_replacement_message(self, done: LinkReplacementResult) -> None:
        place = done.place
        if place.blocked_reason:
            said = f"“{place.name}” was left as it is. {place.blocked_reason}"
            messages.error(self.request, said)
            return
        buttons = [messages.button(place.edit_url, "Edit")]
        if done.is_published:
            said = f"“{place.name}” is published with the new address."
            messages.success(self.request, said, buttons=buttons)
        else:
            said = f"“{place.name}” has the new address in its draft only. {place.reason}"
            messages.warning(self.request, said, buttons=buttons)

"""Refuse slugs that would give a page an address which something else of the site answers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, get_page_models
from wagtail.signals import pre_page_move

from content.mixins import MixinBase

SERVE_PAGE_URL_NAME = "wagtail_serve"
# Where a pattern stops being literal text: at a converter, or at a sign of a regular expression.
URL_PARAMETER_PATTERN = re.compile(r"[<(\[\\.*+?$|]")


def find_slug_problem(slug: str, parent: Page | None) -> str:
    """Return why a page below `parent` cannot have this slug; nothing if it can.

    Whether another page has it is for Wagtail to say.
    """
    if parent is None or not slug:
        return ""
    parts = parent.get_url_parts()
    # Whatever stands beside a home page is no part of the site.
    if not (parts and parts[2]):
        return ""
    address = f"{unquote(parts[2])}{slug}/"
    if (
        is_list_parameter_slug(slug)
        or is_url_answered_by_view(address)
        or _is_route_of_parent_page(slug, parent)
    ):
        return f"The site uses the address {address} itself. Choose another slug."
    return ""


def is_url_answered_by_view(address: str) -> bool:
    """Return whether a view answers at `address`, which begins with a slash, instead of a page."""
    if address.removeprefix("/").startswith(get_route_prefixes()):
        return True
    for written in (address, address.rstrip("/")):
        try:
            if resolve(written).url_name != SERVE_PAGE_URL_NAME:
                return True
        except Http404:
            continue
    return False


def is_list_parameter_slug(slug: str) -> bool:
    """Return whether lists use `slug` to say what they show: the name of a parameter, or a year."""
    models = get_page_models()
    names = {name for model in models for name in getattr(model, "list_parameters", ())}
    if slug.removesuffix("s") in names:
        return True
    return "year" in names and bool(re.fullmatch(r"[12]\d{3}", slug, re.ASCII))


@cache
def get_route_prefixes() -> tuple[str, ...]:
    """Return what addresses with a parameter begin with, such as “newsletter/”."""
    files = (settings.STATIC_URL, settings.MEDIA_URL)
    found = {url.removeprefix("/") for url in files if url.startswith("/")}
    found |= _collect_prefixes(get_resolver().url_patterns)
    return tuple(sorted(prefix for prefix in found if prefix))


def _collect_prefixes(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for entry in patterns:
        text = str(entry.pattern).removeprefix("^")
        literal = URL_PARAMETER_PATTERN.split(text)[0]
        if isinstance(entry, URLResolver):
            found |= {literal} if literal else _collect_prefixes(entry.url_patterns)
        elif literal != text:
            # What is left after the last slash may be part of a word.
            found.add(literal[: literal.rfind("/") + 1])
    return found


def _is_route_of_parent_page(slug: str, parent: Page) -> bool:
    """Return whether `parent` itself answers there."""
    page = parent.specific
    if not isinstance(page, RoutablePageMixin):
        return False
    try:
        return bool(page.resolve_subpage(f"/{slug}/"))
    except Http404:
        return False


class FreeSlugFormMixin(MixinBase):
    """Says beside the slug that the site uses its address."""

    def clean(self) -> dict[str, Any]:
        """Check the slug against the routes below the parent page."""
        data = super().clean()
        if problem := find_slug_problem(data.get("slug") or "", self.parent_page):
            self.add_error("slug", problem)
        return data


class FreeSlugForm(FreeSlugFormMixin, WagtailAdminPageForm):
    """The editor's form of a page without rules of its own."""


class FreeSlugCopyForm(CopyForm):
    """The form that asks where a copy goes."""

    def clean(self) -> dict[str, Any]:
        """Check the slug against the routes below the new parent page."""
        data = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if problem := find_slug_problem(data.get("new_slug") or "", parent):
            self.add_error("new_slug", problem)
        return data


class FreeSlugMixin(MixinBase):
    """A page whose address nothing else answers at; titles make no slug that is taken."""

    base_form_class = FreeSlugForm
    copy_form_class = FreeSlugCopyForm

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Return whether a slug made from a title can be used; Wagtail adds a number otherwise."""
        is_unique = Page._slug_is_available(slug, parent_page, page)
        return is_unique and not find_slug_problem(slug, parent_page)

    def _check_slug_is_unique(self) -> None:
        """Check the slug, wherever the page is saved.

        Raises:
            ValidationError: another page has it, or the site uses its address.
        """
        if problem := find_slug_problem(self.slug, self.get_parent()):
            raise ValidationError({"slug": problem})
        super()._check_slug_is_unique()


def check_slug_before_move(
    sender: type[Page], instance: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Refuse to move a page to where the site uses its address.

    Raises:
        ValidationError: it does.
    """
    if problem := find_slug_problem(instance.slug, parent_page_after):
        raise ValidationError(f"“{instance}” was not moved. {problem}")


def connect() -> None:
    """Listen to pages that move."""
    pre_page_move.connect(check_slug_before_move)

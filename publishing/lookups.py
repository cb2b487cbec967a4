"""Find the object that a URL names by content type and key, and such URLs of objects."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.models import Page

from publishing.models.content_objects import get_base_content_type


def get_content_object_or_404(kind: int, key: int | str, models_meant: tuple[type, ...]) -> Any:
    """Return what has that key, pages in their own type; `models_meant` are the kinds allowed.

    Addresses are typed and mangled by people and programs, and the database refuses to look for a
    key that cannot be one.

    Raises:
        Http404: there is no such thing, or it is of another kind.
    """
    model = get_object_or_404(ContentType, pk=kind).model_class()
    if model is None or not issubclass(model, models_meant):
        raise Http404("Nothing of this kind has such a page")
    content_object = get_object_or_404(model._default_manager, pk=parse_pk_or_404(model, key))
    return content_object.specific if isinstance(content_object, Page) else content_object


def parse_pk_or_404(model: type[models.Model], key: int | str) -> Any:
    """Return `key` as the database keeps it.

    Raises:
        Http404: nothing of this model can have it: no number, or one with thousands of digits.
    """
    try:
        return model._meta.pk.clean(key, None)
    except ValidationError as error:
        raise Http404("There is no such thing") from error


def get_audit_url(content_object: Any) -> str:
    """Return where the checks of a page, piece of shared content or set are shown."""
    return reverse(
        "embargo_audit_report", args=[get_base_content_type(content_object).pk, content_object.pk]
    )

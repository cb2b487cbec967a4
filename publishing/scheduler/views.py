"""The button that has something tried again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from publishing import retry
from publishing.lookups import get_content_object_or_404
from publishing.models import ReleaseSet
from snippets.models.base import BaseSnippet

RETRIABLE_MODELS = (Page, ReleaseSet, BaseSnippet)


@require_POST
def retry_publication_view(request: HttpRequest, kind: int, key: str) -> HttpResponse:
    """Have it tried, and go back to where the button was.

    Raises:
        PermissionDenied: the user may not publish it.
    """
    content_object = get_content_object_or_404(kind, key, RETRIABLE_MODELS)
    try:
        retry.retry_publication(content_object, request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            f"“{content_object}” is tried again within a second. "
            "Reload this page to see the result.",
        )
    return redirect(get_valid_next_url_from_request(request) or "publication_calendar")

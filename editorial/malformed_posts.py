"""Answer a post of the admin that cannot be read as its form, instead of failing.

Wagtail's blocks count on what their own script sends with them. A connection that breaks, an
extension of the browser or a script of somebody's own leaves some of it out.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import RedirectURLMixin
from django.core.exceptions import ObjectDoesNotExist
from django.forms import BaseForm, Widget
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.blocks import Block

from content.editing.admin_views import is_admin_path
from editorial.csrf import get_posted_fields

logger = logging.getLogger(__name__)

INCOMPLETE_FORM_MESSAGE = (
    "The form arrived incomplete, so nothing was saved. Go back and save it again."
)
# What reads what was sent, and in which of its methods. Models have a `full_clean` as well.
POST_PARSING_CLASSES = (BaseForm, BaseFormSet, Widget, Block)
POST_PARSING_METHODS = {"value_from_datadict", "full_clean"}
# What they raise for something missing or of the wrong type.
MALFORMED_ERRORS = (KeyError, ValueError, TypeError, IndexError, AttributeError)
# Shorter values are numbers and switches, which nobody has typed.
MIN_TYPED_TEXT_LENGTH = 4
FIELDS_NOT_TYPED = ("next",)


class MalformedPostMiddleware:
    """Says what to do when a post of the admin cannot be read, and shows what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, values: Any
    ) -> HttpResponse | None:
        """Refuse a post that is to lead on to what is no address, and forget it at the sign-in.

        Wagtail fails at it when everything has been done (8.0.1). Django's views that sign in and
        out take what is posted for a relative address.
        """
        next_url = request.POST.get("next") or request.GET.get("next") or "/"
        if "/" in next_url or "." in next_url or not is_admin_path(request):
            return None
        signs_in_or_out = issubclass(getattr(view, "view_class", object), RedirectURLMixin)
        if request.method == "POST":
            return None if signs_in_or_out else respond_to_malformed_post(request)
        # Who is signed in already is led on at once.
        return redirect(request.path) if signs_in_or_out else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with status 400; leave to others what is no fault of the post."""
        if not (request.method == "POST" and is_admin_path(request)):
            return None
        posted = {value for _name, values in request.POST.lists() for value in values}
        if not (is_malformed(exception) or is_posted_pk_lookup_error(exception, posted)):
            return None
        logger.warning("Malformed post to %s", request.path, exc_info=exception)
        return respond_to_malformed_post(request)


def respond_to_malformed_post(request: HttpRequest) -> HttpResponse:
    """Return the answer to a malformed post: a page, or what the script of a form reads.

    No browser and no cache may keep it, because it repeats what was typed.
    """
    if "application/json" in request.headers.get("Accept", ""):
        answer = {
            "success": False,
            "error_code": "malformed",
            "error_message": INCOMPLETE_FORM_MESSAGE,
        }
        response: HttpResponse = JsonResponse(answer, status=400)
    else:
        context = {"said": INCOMPLETE_FORM_MESSAGE, "typed": find_typed_text(request)}
        response = render(request, "editorial/malformed_post.html", context, status=400)
    add_never_cache_headers(response)
    return response


def is_malformed(exception: Exception) -> bool:
    """Return whether what was posted lacks something, or could not be read as values of a form."""
    if isinstance(exception, MultiValueDictKeyError):
        return True
    if not isinstance(exception, MALFORMED_ERRORS):
        return False
    objects = [
        frame.f_locals.get("self")
        for frame, _line in traceback.walk_tb(exception.__traceback__)
        if frame.f_code.co_name in POST_PARSING_METHODS
    ]
    # A form also asks its model, whose faults are none of the post.
    return bool(objects) and isinstance(objects[-1], POST_PARSING_CLASSES)


def is_posted_pk_lookup_error(exception: Exception, posted: set[str]) -> bool:
    """Return whether a text that was posted was taken for the number of a row, and is none.

    Choosers that show a refused form again, and some views of Wagtail, ask the database for it.
    """
    asked: list[Any] = []
    for frame, _line in traceback.walk_tb(exception.__traceback__):
        if frame.f_code.co_name == "get_prep_value" and isinstance(exception, MALFORMED_ERRORS):
            asked.append(frame.f_locals.get("value"))
        elif frame.f_code.co_name == "get" and isinstance(exception, ObjectDoesNotExist):
            asked += frame.f_locals.get("kwargs", {}).values()
    return any(isinstance(value, str) and value in posted for value in asked)


def find_typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the texts that were posted, by the names of their fields; nothing if secret."""
    return [
        (name, value)
        for name, value in get_posted_fields(request)
        if len(value) >= MIN_TYPED_TEXT_LENGTH and name not in FIELDS_NOT_TYPED
    ]

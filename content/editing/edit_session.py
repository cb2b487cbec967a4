"""Tell an editor's open form who is signed in and what is stored, and note what it saved."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.log_actions import registry as log_registry

from content.validation import edit_state

# The name that the browser gives to text it keeps until the site has stored it.
TEXT_ID_FIELD = "typed_text_id"
SAVED_TEXTS_SESSION_KEY = "saved_typed_texts"
MAX_SAVED_TEXTS = 20
MAX_BROWSER_ID_LENGTH = 64


@require_GET
@never_cache
def edit_session(request: HttpRequest) -> JsonResponse:
    """Return the account, a token for its forms and the texts that were stored."""
    return JsonResponse(
        {
            "user": str(request.user.pk),
            "token": get_token(request),
            "saved": request.session.get(SAVED_TEXTS_SESSION_KEY, []),
        }
    )


def record_saved_text_id(request: HttpRequest, content: Any) -> None:
    """Note that a button stored what was typed; an autosave is answered by itself."""
    name = request.POST.get(TEXT_ID_FIELD, "")[:MAX_BROWSER_ID_LENGTH]
    if name and request.accepts("text/html"):
        saved = [*request.session.get(SAVED_TEXTS_SESSION_KEY, []), name]
        request.session[SAVED_TEXTS_SESSION_KEY] = saved[-MAX_SAVED_TEXTS:]


def record_revision_browser_window(request: HttpRequest, content: models.Model) -> None:
    """Note from which of the browser's windows the newest version of `content` was saved.

    The note stands in the version's log entry, because a session may end while a form is open.
    A form that was sent unchanged has saved none: the newest is the one it was opened with.
    """
    state = edit_state.parse_edit_state(request.POST.get(edit_state.EDIT_STATE_FIELD))
    window, version = state.get("window"), getattr(content, "latest_revision_id", None)
    if not (window and version) or version == state[edit_state.LATEST_REVISION_STATE][0]:
        return
    logs = log_registry.get_logs_for_instance(content)
    entry = logs.filter(revision=version, user=request.user).order_by("-pk").first()
    if entry and entry.data.get("window") != window:
        logs.filter(pk=entry.pk).update(data={**entry.data, "window": window})


def get_revision_pks_saved_in_window(content: models.Model, window: str) -> list[int]:
    """Return the keys of the versions that were saved from a window of a browser."""
    logs = log_registry.get_logs_for_instance(content).filter(data__window=window)
    return list(logs.values_list("revision", flat=True))

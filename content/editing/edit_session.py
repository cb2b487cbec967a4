"""Tell an editor's open form what the site knows of it: account, stored text, versions it saved."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from content.validation import edit_state

# The name that the browser gives to text it keeps until the site has stored it.
FIELD = "typed_text_id"
SESSION_KEY = "saved_typed_texts"
MAX_SAVED = 20
# The session's pairs of a window and the version that was saved from it.
VERSIONS_KEY = "saved_versions"
MAX_LENGTH = 64


@require_GET
@never_cache
def edit_session(request: HttpRequest) -> JsonResponse:
    """Return the account, a token for its forms and the texts that were stored."""
    return JsonResponse(
        {
            "user": str(request.user.pk),
            "token": get_token(request),
            "saved": request.session.get(SESSION_KEY, []),
        }
    )


def record_saved_text(request: HttpRequest, content: Any) -> None:
    """Note that a button stored what was typed; an autosave is answered by itself."""
    name = request.POST.get(FIELD, "")[:MAX_LENGTH]
    if name and request.accepts("text/html"):
        saved = [*request.session.get(SESSION_KEY, []), name]
        request.session[SESSION_KEY] = saved[-MAX_SAVED:]


def record_saved_version(request: HttpRequest, content: models.Model) -> None:
    """Note from which of the browser's windows the newest version of `content` was saved.

    A form that was sent unchanged has saved none: the newest is the one it was opened with.
    """
    state = edit_state.parse_edit_state(request.POST.get(edit_state.FIELD))
    window, version = state.get("window"), getattr(content, "latest_revision_id", None)
    if not (state and version and isinstance(window, str) and len(window) <= MAX_LENGTH):
        return
    pair, saved = [window, version], request.session.get(VERSIONS_KEY, [])
    if version != state[edit_state.LATEST][0] and pair not in saved:
        request.session[VERSIONS_KEY] = [*saved, pair][-MAX_SAVED:]


def get_versions_saved_from(request: HttpRequest, window: str) -> list[int]:
    """Return the keys of the versions that were saved from a window of this browser."""
    return [pk for saved_from, pk in request.session.get(VERSIONS_KEY, []) if saved_from == window]

"""Answer an open editor's form: who is signed in, and which typed text the site has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

# The name that the browser gives to text it keeps until the site has stored it.
FIELD = "typed_text_id"
SESSION_KEY = "saved_typed_texts"
MAX_SAVED = 20
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

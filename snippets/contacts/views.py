"""List the contacts that can be inserted while somebody writes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow

from snippets.contacts.references import ContactValues


@require_safe
def insert_contact(request: HttpRequest) -> JsonResponse:
    """List the facts that can be inserted into a text, with what they say today.

    All of them are public: they are of the current details and of published media contacts.
    """
    facts = ContactValues()
    choices: list[dict[str, Any]] = [
        {
            "insertion": insertion,
            "label": facts.get_label(insertion),
            "text": facts.get_text(insertion),
        }
        for insertion in facts.get_choices()
    ]
    context = {
        "groups": [
            ("From the contact details", [c for c in choices if not c["insertion"].contact]),
            ("From the media contacts", [c for c in choices if c["insertion"].contact]),
        ]
    }
    return render_modal_workflow(
        request, "snippets/insert_contact.html", None, context, json_data={"step": "choose"}
    )

"""The check of the PDFs that a page offers."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.permissions import policy_registry

from content.checks.publication_checks import PublicationCheck
from content.references import get_field_names_by_referenced_pk
from content.validation.problems import Problems
from snippets.models import SiteDocument

# Whoever may do one of these may know of a file.
DOCUMENT_ACTIONS = ("add", "change", "delete", "choose")


def find_pdf_problems(content: models.Model, problems: Problems, user: Any) -> None:
    """Record what makes the PDFs of `content` hard to read, against the panel they stand in.

    Nothing is said of files that the user may not use.
    """
    fields = get_field_names_by_referenced_pk(content, SiteDocument)
    # Readers of a report may be offered a file that makes up for those that are not tagged.
    accessible_id = getattr(content, "accessible_version_id", None)
    policy = policy_registry.get_by_type(SiteDocument)
    own = policy.instances_user_has_any_permission_for(user, DOCUMENT_ACTIONS)
    for document in own.filter(pk__in=fields):
        has_alternative = accessible_id not in (None, document.pk)
        for warning in document.warnings(f"“{document}”", has_alternative):
            problems.add(min(fields[document.pk]), warning)


PDF_CHECK = PublicationCheck(
    success_message="Every PDF can be searched, read aloud and copied from.",
    find=find_pdf_problems,
    applies_to=lambda content: bool(get_field_names_by_referenced_pk(content, SiteDocument)),
)

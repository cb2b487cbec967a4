"""The check of the PDFs that a page offers."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from snippets.checks import Check
from snippets.models import SiteDocument
from snippets.rules import Problems

# Whoever may do one of these may know of a file.
USES = ("add", "change", "delete", "choose")


def find_pdf_problems(content: models.Model, problems: Problems, user: Any) -> None:
    """Record what makes the PDFs of `content` hard to read, against the panel they stand in.

    Nothing is said of files that the user may not use.
    """
    names = documents_in(content)
    # Readers of a report may be offered a file that makes up for those that are not tagged.
    accessible_id = getattr(content, "accessible_version_id", None)
    policy = policy_registry.get_by_type(SiteDocument)
    own = policy.instances_user_has_any_permission_for(user, USES)
    for document in own.filter(pk__in=names):
        has_alternative = accessible_id not in (None, document.pk)
        for warning in document.warnings(f"“{document}”", has_alternative):
            problems.add(names[document.pk], warning)


def documents_in(content: models.Model) -> dict[int, str]:
    """Return the numbers of the documents that `content` refers to, with the field or panel.

    Wagtail's index knows what is stored, not what a form holds; how it looks into an object is
    private to Wagtail, and tests/snippets/test_pdf_checks.py keeps watch over it.
    """
    kind_id = ContentType.objects.get_for_model(SiteDocument).pk
    names: dict[int, str] = {}
    for found_id, number, model_path, _path in ReferenceIndex._extract_references_from_object(
        content
    ):
        if found_id == kind_id:
            names.setdefault(int(number), model_path.partition(".")[0])
    return names


PDFS = Check(
    passed="Every PDF can be searched, read aloud and copied from.",
    find=find_pdf_problems,
    concerns=lambda content: isinstance(content, Page),
)

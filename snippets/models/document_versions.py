"""Files that documents had before they were replaced, for editors."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models

from snippets.models.documents import SiteDocument


def get_version_upload_to(instance: DocumentVersion, filename: str) -> str:
    """Return a path that cannot be guessed."""
    path = PurePath(filename)
    return f"document_versions/{path.stem[:40]}-{secrets.token_urlsafe(12)}{path.suffix}"


class DocumentVersion(models.Model):
    """A file that another took the place of; it has no address for readers."""

    document = models.ForeignKey(SiteDocument, on_delete=models.CASCADE, related_name="versions")
    file = models.FileField(upload_to=get_version_upload_to)
    file_hash = models.CharField(max_length=40)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the file that replaced this one changed.
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document}, until {self.replaced_at:%d/%m/%Y %H:%M}"

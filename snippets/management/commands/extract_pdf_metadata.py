"""Looks into PDFs that were stored before the site looked into them, or not by a form."""

from typing import Any

from django.core.management.base import BaseCommand

from snippets.models import SiteDocument


class Command(BaseCommand):
    """Read what is not read yet; safe to stop and to run again."""

    help = "Read pages, language, title and text of PDFs that nobody has looked into yet"

    def handle(self, *args: Any, **options: Any) -> None:
        """Read one file at a time, and name those that are gone."""
        unread = SiteDocument.objects.filter(file__iendswith=".pdf", reading="")
        read = 0
        for pk in list(unread.values_list("pk", flat=True)):
            document = SiteDocument.objects.get(pk=pk)
            try:
                document._set_document_file_metadata()
            except OSError:
                self.stderr.write(f"The file of document {pk} cannot be found: “{document}”.")
                continue
            document.save()
            read += 1
        self.stdout.write(f"PDFs read: {read}.")

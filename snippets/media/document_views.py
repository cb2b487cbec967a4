"""Wagtail's views for documents, which say here what is wrong with a PDF; earlier versions."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.views import documents, multiple
from wagtail.permissions import policy_registry

from snippets.models import DocumentVersion, SiteDocument

HTML_LINE_BREAK = mark_safe("<br>")


def _add_pdf_warnings(request: HttpRequest, document: SiteDocument) -> None:
    """Add what makes a PDF hard to read to the message of success, where there is something."""
    if warnings := document.warnings(f"“{document}”"):
        text = format_html_join(HTML_LINE_BREAK, "{}", ((warning,) for warning in warnings))
        messages.warning(request, text)


class AddView(documents.CreateView):
    """The form for one new document."""

    def save_action(self) -> HttpResponse:
        """Warn of the PDF that was uploaded."""
        response = super().save_action()
        _add_pdf_warnings(self.request, self.object)
        return response


class EditView(documents.EditView):
    """The form of a document, which its template heads with the warnings."""

    def save_action(self) -> HttpResponse:
        """Warn of a PDF that has just replaced another file."""
        response = super().save_action()
        if "file" in self.form.changed_data:
            _add_pdf_warnings(self.request, self.object)
        return response

    def form_invalid(self, form: BaseDocumentForm) -> HttpResponse:
        """Show the form with the file that the document still has, not with the one refused.

        Wagtail would look for the latter, and tell the editor to delete the document.
        """
        form.instance.file = form.original_file
        return super().form_invalid(form)


class AddSeveralView(multiple.AddView):
    """The page onto which documents are dropped."""

    edit_form_template_name = "wagtaildocs/multiple/edit_form.html"


@require_safe
def send_version(request: HttpRequest, document_id: int, pk: int) -> FileResponse:
    """Send an earlier file of a document to somebody who may change it.

    Raises:
        Http404: there is none, or they may not.
    """
    version = get_object_or_404(DocumentVersion, pk=pk, document=document_id)
    policy = policy_registry.get_by_type(SiteDocument)
    if not policy.user_has_permission_for_instance(request.user, "change", version.document):
        raise Http404("There is no such version")
    try:
        file = version.file.open()
    except FileNotFoundError as error:
        raise Http404("There is no such version") from error
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    name = version.document.filename
    return FileResponse(file, as_attachment=True, filename=name, headers=headers)


urlpatterns = [
    path("<int:document_id>/versions/<int:pk>/", send_version, name="document_version"),
    path("add/", AddView.as_view()),
    path("edit/<int:document_id>/", EditView.as_view()),
    path("multiple/add/", AddSeveralView.as_view()),
]

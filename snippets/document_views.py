"""Wagtail's views for uploading documents, which say here what is wrong with a PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from wagtail.admin import messages
from wagtail.documents.views import documents, multiple


class AddView(documents.CreateView):
    """The form for one new document."""

    def save_action(self) -> HttpResponse:
        """Add to the message of success what makes the PDF hard to read."""
        response = super().save_action()
        for warning in self.object.warnings():
            messages.warning(self.request, warning)
        return response


class EditView(documents.EditView):
    """The form of a document, which its template heads with the warnings."""

    def save_action(self) -> HttpResponse:
        """Add to the message of success what makes a new PDF hard to read."""
        response = super().save_action()
        if "file" in self.form.changed_data:
            for warning in self.object.warnings():
                messages.warning(self.request, warning)
        return response


class AddSeveralView(multiple.AddView):
    """The page onto which documents are dropped."""

    edit_form_template_name = "wagtaildocs/multiple/edit_form.html"


urlpatterns = [
    path("add/", AddView.as_view()),
    path("edit/<int:document_id>/", EditView.as_view()),
    path("multiple/add/", AddSeveralView.as_view()),
]

"""The addresses of the ledger in the admin, and its place in the menu."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet

from quotations.forms import QuotationMarkForm
from quotations.models import Quotation
from quotations.views import (
    CorrectionHistoryView,
    MarkQuotationView,
    QuotationIndexView,
    SpeakerQuotationsView,
)

# The ledger fills itself: nothing is added or deleted by hand.
QUOTATION_VIEW_NAMES = ("index", "index_results", "edit", "history", "history_results")


class QuotationViewSet(ModelViewSet):
    """Every quotation, to be searched, exported and marked."""

    model = Quotation
    icon = "openquote"
    menu_label = "Quotations"
    menu_hook = "register_reports_menu_item"
    menu_order = 300
    # Its links are those of the pages, which the index knows of already.
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = QuotationIndexView
    edit_view_class = MarkQuotationView
    history_view_class = CorrectionHistoryView
    edit_template_name = MarkQuotationView.template_name
    export_filename = "quotations"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Offer nothing that there is no view for."""
        missing = {"add_url_name": None, "delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**missing, **kwargs)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave to the view what it says itself."""
        kept = ("template_name", "results_template_name", "paginate_by")
        all_kwargs = super().get_index_view_kwargs(**kwargs)
        return {name: all_kwargs[name] for name in kept} | kwargs

    def get_form_class(self, for_update: bool = False) -> type[QuotationMarkForm]:
        """Return the form of a mark."""
        return QuotationMarkForm

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Let administrators grant who reads the ledger, and who marks."""
        kind = ContentType.objects.get_for_model(self.model)
        return Permission.objects.filter(content_type=kind)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the views that the ledger has, and a list for each speaker."""
        kwargs = self.get_index_view_kwargs()
        speaker = self.construct_view(SpeakerQuotationsView, **kwargs)
        results = self.construct_view(SpeakerQuotationsView, **kwargs, results_only=True)
        return [
            *(
                pattern
                for pattern in super().get_urlpatterns()
                if pattern.name in QUOTATION_VIEW_NAMES
            ),
            path("speaker/<int:pk>/", speaker, name="speaker"),
            path("speaker/<int:pk>/results/", results, name="speaker_results"),
        ]

"""Addresses in the admin of what publication adds there."""

from django.urls import path

from publishing.views import amend_set, calendar, embargo_links, retry, seal, set_preview
from publishing.views.add_to_set import AddToSetView

PREVIEW = "publishing/sets/<int:pk>/preview/"

urlpatterns = [
    path(
        "publishing/add_to_set/<int:kind>/<str:key>/",
        AddToSetView.as_view(),
        name="publishing_add_to_set",
    ),
    path(
        "publishing/sets/<int:pk>/amend/",
        amend_set.AmendSetView.as_view(),
        name="publishing_amend_set",
    ),
    path(
        "publishing/sets/<int:pk>/take_out/<int:item_pk>/",
        amend_set.TakeOutView.as_view(),
        name="publishing_take_out",
    ),
    path(PREVIEW, set_preview.subject, name="publishing_set_preview"),
    path(f"{PREVIEW}pages/<int:page_pk>/", set_preview.page, name="publishing_set_preview_page"),
    path(
        f"{PREVIEW}shared/<str:kind>/<str:key>/",
        set_preview.shared,
        name="publishing_set_preview_shared",
    ),
    path(
        f"{PREVIEW}documents/<int:document_pk>/<str:filename>",
        set_preview.document,
        name="publishing_set_preview_document",
    ),
    path(f"{PREVIEW}images/<str:name>", set_preview.picture, name="publishing_set_preview_picture"),
    path(
        "publishing/embargo/<int:content_type_id>/<int:object_id>/",
        embargo_links.EmbargoLinksView.as_view(),
        name="publishing_embargo_links",
    ),
    path(
        "publishing/embargo/links/<int:pk>/revoke/",
        embargo_links.RevokeView.as_view(),
        name="publishing_embargo_link_revoke",
    ),
    path(
        "publishing/embargo/links/<int:pk>/openings/",
        embargo_links.OpeningsView.as_view(),
        name="publishing_embargo_link_openings",
    ),
    path("calendar/", calendar.MonthView.as_view(), name="publication_calendar"),
    path("calendar/list/", calendar.ListView.as_view(), name="publication_calendar_list"),
    path("calendar/address/", calendar.AddressView.as_view(), name="publication_calendar_address"),
    path(
        "publishing/try_again/<int:kind>/<str:key>/", retry.try_again, name="publishing_try_again"
    ),
    path(
        "publishing/seal/<int:content_type_id>/<str:object_id>/",
        seal.SealView.as_view(),
        name="publishing_seal",
    ),
]

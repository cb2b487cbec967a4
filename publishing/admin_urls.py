"""Addresses in the admin of what publication adds there."""

from django.urls import path

from publishing.embargo import admin_views
from publishing.embargo_audit.views import SealView
from publishing.publication_calendar import views as calendar
from publishing.release_sets import amend_views, preview_views
from publishing.release_sets.add_views import AddToSetView
from publishing.scheduler.views import try_again

PREVIEW = "publishing/sets/<int:pk>/preview/"

urlpatterns = [
    path(
        "publishing/add_to_set/<int:kind>/<str:key>/",
        AddToSetView.as_view(),
        name="publishing_add_to_set",
    ),
    path(
        "publishing/sets/<int:pk>/amend/",
        amend_views.AmendSetView.as_view(),
        name="publishing_amend_set",
    ),
    path(
        "publishing/sets/<int:pk>/take_out/<int:item_pk>/",
        amend_views.TakeOutView.as_view(),
        name="publishing_take_out",
    ),
    path(PREVIEW, preview_views.subject, name="publishing_set_preview"),
    path(f"{PREVIEW}pages/<int:page_pk>/", preview_views.page, name="publishing_set_preview_page"),
    path(
        f"{PREVIEW}shared/<str:kind>/<str:key>/",
        preview_views.shared,
        name="publishing_set_preview_shared",
    ),
    path(
        f"{PREVIEW}documents/<int:document_pk>/<str:filename>",
        preview_views.document,
        name="publishing_set_preview_document",
    ),
    path(
        f"{PREVIEW}images/<str:name>", preview_views.picture, name="publishing_set_preview_picture"
    ),
    path(
        "publishing/embargo/<int:content_type_id>/<int:object_id>/",
        admin_views.EmbargoLinksView.as_view(),
        name="publishing_embargo_links",
    ),
    path(
        "publishing/embargo/links/<int:pk>/revoke/",
        admin_views.RevokeView.as_view(),
        name="publishing_embargo_link_revoke",
    ),
    path(
        "publishing/embargo/links/<int:pk>/openings/",
        admin_views.OpeningsView.as_view(),
        name="publishing_embargo_link_openings",
    ),
    path("calendar/", calendar.MonthView.as_view(), name="publication_calendar"),
    path("calendar/list/", calendar.ListView.as_view(), name="publication_calendar_list"),
    path(
        "calendar/address/",
        calendar.CalendarFeedView.as_view(),
        name="publication_calendar_address",
    ),
    path("publishing/try_again/<int:kind>/<str:key>/", try_again, name="publishing_try_again"),
    path(
        "publishing/seal/<int:content_type_id>/<str:object_id>/",
        SealView.as_view(),
        name="publishing_seal",
    ),
]

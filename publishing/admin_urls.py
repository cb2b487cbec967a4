"""Addresses in the admin of what publication adds there."""

from django.urls import path

from publishing.embargo import admin_views
from publishing.embargo_audit.views import EmbargoAuditView
from publishing.publication_calendar import views as calendar
from publishing.release_sets import amend_views, preview_views
from publishing.release_sets.add_views import AddToSetView
from publishing.scheduler.views import retry_publication_view

SET_PREVIEW_PATH = "publishing/sets/<int:pk>/preview/"

urlpatterns = [
    path(
        "publishing/add_to_set/<int:kind>/<str:key>/",
        AddToSetView.as_view(),
        name="release_set_add_item",
    ),
    path(
        "publishing/sets/<int:pk>/amend/",
        amend_views.AmendSetView.as_view(),
        name="release_set_amend",
    ),
    path(
        "publishing/sets/<int:pk>/take_out/<int:item_pk>/",
        amend_views.RemoveItemView.as_view(),
        name="release_set_remove_item",
    ),
    path(SET_PREVIEW_PATH, preview_views.show_index_or_page, name="release_set_preview"),
    path(
        f"{SET_PREVIEW_PATH}pages/<int:page_pk>/",
        preview_views.show_set_preview_page,
        name="release_set_preview_page",
    ),
    path(
        f"{SET_PREVIEW_PATH}shared/<str:kind>/<str:key>/",
        preview_views.show_set_preview_snippet,
        name="release_set_preview_snippet",
    ),
    path(
        f"{SET_PREVIEW_PATH}documents/<int:document_pk>/<str:filename>",
        preview_views.serve_preview_document,
        name="release_set_preview_document",
    ),
    path(
        f"{SET_PREVIEW_PATH}images/<str:name>",
        preview_views.serve_preview_rendition,
        name="release_set_preview_rendition",
    ),
    path(
        "publishing/embargo/<int:content_type_id>/<int:object_id>/",
        admin_views.EmbargoLinksView.as_view(),
        name="embargo_links",
    ),
    path(
        "publishing/embargo/links/<int:pk>/revoke/",
        admin_views.RevokeLinkView.as_view(),
        name="embargo_link_revoke",
    ),
    path(
        "publishing/embargo/links/<int:pk>/openings/",
        admin_views.LinkOpeningsView.as_view(),
        name="embargo_link_openings",
    ),
    path("calendar/", calendar.CalendarMonthView.as_view(), name="publication_calendar"),
    path("calendar/list/", calendar.CalendarListView.as_view(), name="publication_calendar_list"),
    path(
        "calendar/address/",
        calendar.CalendarFeedView.as_view(),
        name="publication_calendar_feed_url",
    ),
    path(
        "publishing/retry/<int:kind>/<str:key>/", retry_publication_view, name="publication_retry"
    ),
    path(
        "publishing/seal/<int:content_type_id>/<str:object_id>/",
        EmbargoAuditView.as_view(),
        name="embargo_audit_report",
    ),
]

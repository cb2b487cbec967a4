"""Addresses in the admin of embargo links and of what is read ahead there."""

from django.urls import path

from publishing.views import embargo_links, set_preview

PREVIEW = "publishing/sets/<int:pk>/preview/"

urlpatterns = [
    path(PREVIEW, set_preview.subject, name="publishing_set_preview"),
    path(f"{PREVIEW}pages/<int:page_pk>/", set_preview.page),
    path(f"{PREVIEW}shared/<str:kind>/<str:key>/", set_preview.shared),
    path(f"{PREVIEW}documents/<int:document_pk>/<str:filename>", set_preview.document),
    path(f"{PREVIEW}images/<str:name>", set_preview.picture),
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
]

"""Public addresses of what is promised."""

from django.urls import path, re_path

from publishing.embargo import views
from publishing.publication_calendar import feed

app_name = "publishing"

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("embargo/<str:token>/", views.show_index_or_page, name="embargo"),
    path("embargo/<str:token>/pages/<int:pk>/", views.show_page),
    path("embargo/<str:token>/shared/<str:kind>/<str:key>/", views.show_snippet),
    path("embargo/<str:token>/documents/<int:pk>/<str:filename>", views.serve_document),
    path("embargo/<str:token>/images/<str:name>", views.serve_rendition),
    # Also what has a line break in it, which no path matches.
    re_path(r"^embargo/(?P<token>[^/]+)/[\s\S]+$", views.raise_not_found),
    re_path(r"^calendar/(?P<token>[^/]+)\.ics/[\s\S]*$", feed.raise_not_found),
]

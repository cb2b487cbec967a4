"""Public addresses of what is promised."""

from django.urls import path, re_path

from publishing.embargo import views
from publishing.publication_calendar import feed

app_name = "publishing"

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("embargo/<str:token>/", views.show_index_or_page, name="embargo"),
    path("embargo/<str:token>/pages/<int:pk>/", views.show_embargoed_page),
    path("embargo/<str:token>/shared/<str:kind>/<str:key>/", views.show_embargoed_snippet),
    path("embargo/<str:token>/documents/<int:pk>/<str:filename>", views.serve_embargoed_document),
    path("embargo/<str:token>/images/<str:name>", views.serve_embargoed_rendition),
    # Also what has a line break in it, which no path matches.
    re_path(r"^embargo/(?P<token>[^/]+)/[\s\S]+$", views.raise_404_below_embargo_url),
    re_path(r"^calendar/(?P<token>[^/]+)\.ics/[\s\S]*$", feed.raise_404_below_feed_url),
]

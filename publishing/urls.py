"""Public addresses of what is promised."""

from django.urls import path, re_path

from publishing.views import embargo, feed

app_name = "publishing"

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("embargo/<str:token>/", embargo.subject, name="embargo"),
    path("embargo/<str:token>/pages/<int:pk>/", embargo.page),
    path("embargo/<str:token>/shared/<str:kind>/<str:key>/", embargo.shared),
    path("embargo/<str:token>/documents/<int:pk>/<str:filename>", embargo.document),
    path("embargo/<str:token>/images/<str:name>", embargo.picture),
    # Also what has a line break in it, which no path matches.
    re_path(r"^embargo/(?P<token>[^/]+)/[\s\S]+$", embargo.nothing),
    re_path(r"^calendar/(?P<token>[^/]+)\.ics/[\s\S]*$", feed.nothing),
]

"""Public addresses of what is promised."""

from django.urls import path

from publishing.views import embargo, feed

app_name = "publishing"

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("embargo/<str:token>/", embargo.subject, name="embargo"),
    path("embargo/<str:token>/pages/<int:pk>/", embargo.page),
    path("embargo/<str:token>/shared/<str:kind>/<str:key>/", embargo.shared),
    path("embargo/<str:token>/documents/<int:pk>/<str:filename>", embargo.document),
    path("embargo/<str:token>/images/<str:name>", embargo.picture),
]

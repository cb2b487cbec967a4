"""Public addresses of what is promised."""

from django.urls import path

from publishing.views import feed

app_name = "publishing"

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
]

"""Every address of the site, from the fixed ones down to the pages that editors make."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home import views
from home.sitemaps import PageSitemap
from home.topics import TopicSitemap
from pressroom.feeds import PressReleaseFeed
from publishing.access.files import serve_rendition

handler400 = "home.views.bad_request"

SITEMAPS = {"pages": PageSitemap, "topics": TopicSitemap}

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("search/", views.search, name="search"),
    path("topics/<slug:slug>/", views.show_topic, name="topic"),
    path("newsletter/", views.subscribe_to_newsletter, name="newsletter"),
    path("newsletter/<str:token>/", views.newsletter_confirm, name="newsletter_confirm"),
    path("press/feed/", PressReleaseFeed(), name="press_feed"),
    # Only images drawn for pages have an address. Uploaded originals and documents have none.
    path(f"{settings.MEDIA_URL.removeprefix('/')}images/<str:name>", serve_rendition),
    path("", include("publishing.urls")),
    path("", include(wagtail_urls)),
]

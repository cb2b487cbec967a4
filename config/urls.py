"""Every address of the site, from the fixed ones down to the pages that editors make."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home import views
from home.sitemaps import PageSitemap
from pressroom.feeds import PressReleaseFeed

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
    path("search/", views.search, name="search"),
    path("newsletter/", views.newsletter, name="newsletter"),
    path("newsletter/<str:token>/", views.newsletter_confirm, name="newsletter_confirm"),
    path("press/feed/", PressReleaseFeed(), name="press_feed"),
]

if getattr(settings, "SERVE_MEDIA", False):
    # Only images drawn for pages. Uploaded originals and documents may be under embargo, and
    # have no address of their own.
    urlpatterns += [
        path("media/images/<path:path>", views.drawn_image),
    ]

urlpatterns += [path("", include(wagtail_urls))]

"""A public site: what is secret or particular comes from the environment (docs/operations.md)."""

import sys

from .base import *  # noqa: F403
from .base import STORAGES, env

REQUIRED = {
    "SECRET_KEY": "Set SECRET_KEY to a random text of 50 characters or more; it signs sessions.",
    "ALLOWED_HOSTS": "Set ALLOWED_HOSTS to the site's host names, separated by commas.",
    "BASE_URL": "Set BASE_URL to the public address of the site, such as https://www.example.org.",
}
for name, sentence in REQUIRED.items():
    if not env.str(name, "").strip():
        # An exception would bury the sentence under a traceback of Django's start.
        sys.exit(sentence)

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])

# TLS ends at the proxy in front, which must set this header itself and drop a visitor's own.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Asked by the platform over plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# W019 asks for DENY, but the editor previews drafts in a frame of the same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env.str("AWS_STORAGE_BUCKET_NAME", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("AWS_STORAGE_BUCKET_NAME"),
            "region_name": env.str("AWS_S3_REGION_NAME", None),
            "endpoint_url": env.str("AWS_S3_ENDPOINT_URL", None),
            "file_overwrite": False,
        },
    }

if env.str("REDIS_URL", ""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.str("REDIS_URL"),
        }
    }

# EMAIL_HOST, EMAIL_PORT and the rest of Django's e-mail settings, from one address.
mail = env.dj_email_url("EMAIL_URL", "smtp://localhost:25?timeout=10")
if "EMAIL_BACKEND" not in mail:
    sys.exit("Set EMAIL_URL to an address that begins with smtp:// or, for TLS, submission://.")
EMAIL_DELIVERY_BACKEND = mail.pop("EMAIL_BACKEND")
globals().update(mail)
SERVER_EMAIL = env.str("SERVER_EMAIL", DEFAULT_FROM_EMAIL)

"""Settings shared by every environment; values that differ come from the environment."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from environs import Env

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()

# Everything a running site writes lies in one folder, so that a backup or a reset is one path.
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")

DEBUG = False
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
# Read where the database cannot be asked, such as on an error page, and until somebody saves the
# site's identity in the admin.
WAGTAIL_SITE_NAME = env.str("ORGANISATION_NAME", "Example organisation")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])

INSTALLED_APPS = [
    "demo",
    "editorial",
    "home",
    "pressroom",
    "policy",
    "publishing",
    "pages",
    "quotations",
    "snippets",
    "content",
    "accounts",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "phonenumber_field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.middleware.QueryNulMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "publishing.middleware.FileCacheControlMiddleware",
    "home.middleware.SiteCSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.middleware.DatabaseOutageMiddleware",
    "publishing.approval.refusals.AdminErrorMessageMiddleware",
    "snippets.media.middleware.RenditionMiddleware",
    "editorial.refusals.PeopleToAskMiddleware",
    "editorial.checklist.middleware.MissingContentMiddleware",
    "editorial.malformed_posts.MalformedPostMiddleware",
    "snippets.media.middleware.DocumentHeadersMiddleware",
    "publishing.middleware.AdminVisibilityMiddleware",
    "publishing.middleware.PublicRedirectMiddleware",
]

AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "editorial.csrf.csrf_failure"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        # A connection that a restart of the server has ended is replaced before it is used.
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
        DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"timeout": 10}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "site.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Indexing and reference counting run in the worker process, never inside an editor's save.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Whether links to other sites are checked each day, and whether machines of the same network may be
# asked for that, which only tests have a reason for: editors and other sites choose the addresses.
LINK_CHECK = env.bool("LINK_CHECK", True)
LINK_CHECK_ALLOW_PRIVATE = False

# Accounts whose passwords are printed at every start: for development and tests alone.
DEMO_ACCOUNTS = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
# What Wagtail says in other words than the team does: see docs/wagtail.md.
LOCALE_PATHS = [BASE_DIR / "locale"]
# One language in the admin, because dates mean another day in others: 03/04/2026 is 3 April here.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
FORMAT_MODULE_PATH = "config.formats"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"

STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "home.stylesheet.JoinedStylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Django's own default is silent when DEBUG is off; a traceback belongs in the process log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # The worker asks for three lines about every task; only trouble is worth reading.
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "level": "WARNING",
            "formatter": "discreet",
        },
    },
    "formatters": {"discreet": {"()": "publishing.log_redaction.TokenRedactingFormatter"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # The pool warns of every attempt to connect while the database is away.
        "psycopg.pool": {"level": "ERROR"},
    },
}

# Every message goes through the worker, which hands it to the delivery backend.
EMAIL_BACKEND = "editorial.mail.outbox.QueuedEmailBackend"
EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "website@example.org")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        # Wagtail's editor shows drafts in a frame of the same site.
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    },
}
# Wagtail's choosers, date pickers and publishing panel carry inline scripts and styles.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

PHONENUMBER_DEFAULT_REGION = "GB"
PHONENUMBER_DB_FORMAT = "E164"

# A page of 300 blocks sends some 3,000 fields. What is over the limit is answered by `handler400`.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A typed address stays as typed: Wagtail would name the page by its unpublished title.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "snippets.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "publishing.access.locked_files.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jfif", "jpeg", "jpg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "snippets.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "publishing.access.locked_files.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "text/plain"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "content.search_backend", "SEARCH_CONFIG": "english"}
}

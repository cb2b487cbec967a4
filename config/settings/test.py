"""The test suite: nothing is written to the work tree, and nothing waits for another process."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, STORAGES, env

# Removed by its finalizer when the test process ends.
_data_dir = tempfile.TemporaryDirectory(prefix="site-tests-")
DATA_DIR = Path(_data_dir.name)
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
DEMO_ACCOUNTS = True

# A page type that the site does not have: whatever lists page types by name misses it.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.fourth_page_type"]

if env.str("TEST_DATABASE_URL", ""):
    # No connection pool here: it would hold the databases that the suite copies and drops.
    DATABASES = {"default": env.dj_db_url("TEST_DATABASE_URL")}
else:
    # A file rather than memory, so that threads meet the locks that a running site has.
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "site.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            },
            "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
        }
    }

# Runs tasks at once but never inside a save; its docstring says why PostgreSQL needs that.
TASKS = {"default": {"BACKEND": "tests.task_backend.AfterCommitBackend"}}
# Tests that are about other sites serve them themselves.
LINK_CHECK = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATICFILES_DIRS = [BASE_DIR / "static"]

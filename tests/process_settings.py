"""The settings of a process that a test starts beside itself, on the database of that test."""

import os
from pathlib import Path

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["PROCESS_DATABASE"]
MEDIA_ROOT = Path(os.environ["PROCESS_MEDIA_ROOT"])
# As on a running site: what a transaction enqueues is rolled back with it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

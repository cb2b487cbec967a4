"""Find the Chromium that the tests drive, and its arguments."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

HOW_TO_GET_ONE = (
    "No Chromium was found: install your system's chromium package, or run "
    "`.venv/bin/playwright install chromium`."
)
# The headless shell first: it draws no windows, and needs a quarter less time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def executable(playwright: Playwright) -> str | None:
    """Return the path of an installed browser, else of Playwright's own, else None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def launch_arguments() -> list[str]:
    """Return flags that keep the browser from calling home, and let root start it."""
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*flags, "--no-sandbox"] if is_root else flags

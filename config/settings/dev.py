"""One machine, no services: what `make run` starts. Drafts and accounts stay in DATA_DIR."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import DATA_DIR, env


def local_key(path: Path) -> str:
    """Return this machine's own secret key, made on first use and kept outside git."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or local_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
DEBUG = env.bool("DEBUG", False)
# Edited CSS and templates show at once, without collecting static files first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEMO_ACCOUNTS = True
# A site somebody tries out asks nobody for anything.
LINK_CHECK = env.bool("LINK_CHECK", False)

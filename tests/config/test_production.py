import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.site_server import ROOT

COMPLETE = {
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
}


def run(environment, *command):
    """Run Python under production settings with nothing else from the outside."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(settings.DATA_DIR),
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def start(environment):
    """Start Django as the site does, and check its settings for a public site."""
    return run(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")


def settings_of(environment, expression):
    """Return an expression's value as text, with `settings` in it those of production."""
    python = run(
        {**COMPLETE, **environment},
        "-c",
        f"from django.conf import settings; print({expression})",
    )
    assert python.returncode == 0, python.stderr
    return python.stdout.strip()


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without_a_required_setting_and_says_which(name):
    environment = {key: value for key, value in COMPLETE.items() if key != name}

    refused = start(environment)

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Set {name} ")
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_mail_address_that_would_send_nothing_is_refused():
    refused = start({**COMPLETE, "EMAIL_URL": "smtp+tls://mail.example.org:587"})

    assert refused.returncode == 1
    assert refused.stderr.startswith("Set EMAIL_URL ")


def test_an_empty_required_setting_counts_as_missing():
    refused = start({**COMPLETE, "SECRET_KEY": "  "})

    assert refused.returncode == 1
    assert refused.stderr.startswith("Set SECRET_KEY ")


def test_production_settings_pass_every_deployment_check():
    check = start(COMPLETE)

    assert check.returncode == 0, check.stderr
    assert "no issues" in check.stdout


def test_files_go_to_a_private_bucket_when_one_is_named():
    environment = {"AWS_STORAGE_BUCKET_NAME": "a-bucket"}

    storage = settings_of(environment, "settings.STORAGES['default']['BACKEND']")
    options = settings_of(environment, "settings.STORAGES['default']['OPTIONS']")
    policy = settings_of(environment, "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']")

    assert storage == "storages.backends.s3.S3Storage"
    assert "custom_domain" not in options
    assert "querystring_auth" not in options
    assert "https:" not in policy


def test_mail_cache_and_database_follow_their_addresses():
    environment = {
        "EMAIL_URL": "submission://writer:secret@mail.example.org",
        "REDIS_URL": "redis://cache.example.org:6379/0",
        "DATABASE_URL": "postgres://site:secret@db.example.org:5432/site",
    }

    values = settings_of(
        environment,
        "settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS,"
        " settings.CACHES['default']['LOCATION'],"
        " settings.DATABASES['default']['HOST'], settings.DATABASES['default']['OPTIONS']",
    )

    assert values == (
        "mail.example.org 587 True redis://cache.example.org:6379/0 db.example.org "
        "{'pool': {'timeout': 10}}"
    )


def test_a_local_start_makes_a_key_of_its_own_once(tmp_path):
    local = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(tmp_path)}

    first = settings_of({**local, "SECRET_KEY": ""}, "settings.SECRET_KEY")
    second = settings_of({**local, "SECRET_KEY": ""}, "settings.SECRET_KEY")

    assert len(first) >= 50
    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_starts_without_what_only_the_demonstration_needs():
    python = run(
        COMPLETE,
        "-c",
        "import sys; sys.modules['fpdf'] = None; import config.wsgi, config.urls; "
        "from django.core.management import call_command; call_command('check')",
    )
    assert python.returncode == 0, python.stderr


ASK_FOR_THE_STYLESHEET = """
import django
django.setup()
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
answer = Client(headers={"x-forwarded-proto": "https", "host": "www.example.org"}).get(
    staticfiles_storage.url("css/site.joined.css"), headers={"accept-encoding": "br"}
)
print(answer.status_code, answer["Content-Encoding"], answer["Cache-Control"])
"""


def test_static_files_are_sent_compressed_and_kept_for_ever(tmp_path):
    environment = {**COMPLETE, "DATA_DIR": str(tmp_path)}
    collected = run(environment, "manage.py", "collectstatic", "--noinput", "-v0")
    assert collected.returncode == 0, collected.stderr

    asked = run(environment, "-c", ASK_FOR_THE_STYLESHEET)

    assert asked.stdout.strip() == "200 br max-age=315360000, public, immutable", asked.stderr

"""Forget the languages that people chose for the admin, where the choice is offered no more.

A date that is printed day first would be read month first in some of them.
"""

from django.db import migrations


def forget(apps, schema_editor):
    profiles = apps.get_model("wagtailusers", "UserProfile").objects
    profiles.exclude(preferred_language="").update(preferred_language="")


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_links"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]

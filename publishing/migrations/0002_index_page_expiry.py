"""An index for a question that the scheduler asks every second: which live pages have expired.

The table is Wagtail's, whose model has no such index; nearly all pages have no expiry date, so it
is next to empty.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX publishing_page_expiry ON wagtailcore_page (expire_at) "
            "WHERE expire_at IS NOT NULL",
            "DROP INDEX publishing_page_expiry",
        ),
    ]

from django.db import migrations, models

import snippets.models.media


def delete_renditions(apps, schema_editor):
    """Take from readers what was drawn with the place and author of photographs in it.

    The files stay, without an address. The worker draws everything anew, from clean copies.
    """
    apps.get_model("snippets", "SiteRendition").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("snippets", "0004_pdf_facts")]

    operations = [
        migrations.AddField(
            model_name="siteimage",
            name="original",
            field=models.FileField(
                blank=True,
                editable=False,
                upload_to=snippets.models.media.get_original_upload_to,
            ),
        ),
        migrations.AddField(
            model_name="siteimage",
            name="rights",
            field=models.CharField(
                blank=True,
                help_text="Who holds the rights, and on which terms it may be used. Readers do not see it.",
                max_length=600,
            ),
        ),
        migrations.RunPython(delete_renditions, migrations.RunPython.noop),
    ]

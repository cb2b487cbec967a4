from pathlib import PurePath

import django.db.models.deletion
import snippets.models.document_versions
from django.conf import settings
from django.db import migrations, models


def name_addresses(apps, schema_editor):
    """Give each document the address that it has now for good."""
    documents = apps.get_model("snippets", "SiteDocument").objects.filter(address_name="")
    for document in documents.iterator():
        document.address_name = PurePath(document.file.name).name
        document.save(update_fields=["address_name"])


class Migration(migrations.Migration):

    dependencies = [
        ('snippets', '0005_clean_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='sitedocument',
            name='address_name',
            field=models.CharField(blank=True, editable=False, max_length=255),
        ),
        migrations.AddField(
            model_name='sitedocument',
            name='replaced_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='sitedocument',
            name='replacement_note',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=snippets.models.document_versions.get_version_upload_to)),
                ('file_hash', models.CharField(max_length=40)),
                ('replaced_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='snippets.sitedocument')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-replaced_at', '-pk'],
            },
        ),
        migrations.RunPython(name_addresses, migrations.RunPython.noop),
    ]

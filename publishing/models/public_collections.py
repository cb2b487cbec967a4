"""Collections whose files anybody may have."""

from django.db import models
from wagtail.models import Collection


class PublicCollection(models.Model):
    """Marks a collection as public: its files need no published page that refers to them."""

    collection = models.OneToOneField(
        Collection, on_delete=models.CASCADE, related_name="public_mark"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "public collection"

    def __str__(self) -> str:
        return str(self.collection)

"""Store what was changed on a page after readers had seen it."""

from django.db import models
from wagtail.models import Page, Revision


class ChangeNote(models.Model):
    """One published change of substance, printed with its date at the foot of the page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    # A revision says what it changed once, however often it is published.
    revision = models.OneToOneField(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.text

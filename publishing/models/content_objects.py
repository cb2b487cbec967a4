"""Records about something that is published: a page, shared content or a release set."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst
from wagtail.models import Page


def get_base_content_type(content_object: models.Model) -> ContentType:
    """Return the content type that records keep; pages of all types share one."""
    model = Page if isinstance(content_object, Page) else type(content_object)
    return ContentType.objects.get_for_model(model)


def get_title(content_object: models.Model) -> str:
    """Return what editors call something: a page by the title of its latest draft."""
    return (
        content_object.get_admin_display_title()
        if isinstance(content_object, Page)
        else str(content_object)
    )


def get_type_label(content_object: models.Model) -> str:
    """Return what it is, for editors: “Press release”."""
    if isinstance(content_object, Page):
        return capfirst(content_object.page_type_display_name)
    return capfirst(str(content_object._meta.verbose_name))


class ContentObjectQuerySet(models.QuerySet):
    """Finds records by what they are about."""

    def about(self, content_object: models.Model) -> Self:
        """Return the records about `content_object`."""
        return self.filter(
            content_type=get_base_content_type(content_object), object_id=str(content_object.pk)
        )


class ContentObjectMixin(models.Model):
    """A record about one thing, which may be gone."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", editable=False
    )
    # Text, as in Wagtail's own revisions, so that it can be compared with theirs.
    object_id = models.CharField(max_length=255, editable=False)
    base_content_object = GenericForeignKey("content_type", "object_id")

    # What a record says of a page is no use of the page.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @property
    def content_object(self) -> Any:
        """The page, in its own type, or the other thing; None when it was deleted."""
        if self.content_type.model_class() is None:
            # Of an app that has gone since.
            return None
        content_object = self.base_content_object
        return content_object.specific if isinstance(content_object, Page) else content_object

    @content_object.setter
    def content_object(self, content_object: models.Model) -> None:
        self.content_type, self.object_id = (
            get_base_content_type(content_object),
            str(content_object.pk),
        )

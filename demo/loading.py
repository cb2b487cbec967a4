"""Putting the demonstration content into the database, the way an editor's work gets there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import models
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Collection, Page, PageLogEntry, Revision

from content.text.typography import curl_quotes
from demo import drawings
from demo.accounts import get_role_owner
from demo.pdf_writer import write_paper
from demo.records import Correction, File, PageSummaryChange, Picture
from demo.reusable_content import STATISTICS
from demo.stream_data import BlockData, DemoObjectRef, resolve
from pages.models import ChangeNote
from quotations import corrections
from quotations.models import Quotation
from snippets.models import Organisation, SiteDocument, SiteImage, Statistic
from snippets.models.base import BaseSnippet

PICTURE_CREDIT = "Drawing: ECPAT UK"


def archive_datetime(day: str) -> datetime:
    """Return half past nine in London on an ISO 8601 day, when the old site was updated."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(9, 30)))


class Loader:
    """Adds what is missing and leaves alone what is there; `added` counts the additions."""

    def __init__(self) -> None:
        self.added = 0
        self.publisher = get_role_owner("Publisher")
        self._found: dict[DemoObjectRef, models.Model] = {}

    def find(self, ref: DemoObjectRef) -> Any:
        """Return what `ref` stands for.

        Raises:
            ObjectDoesNotExist: it is not loaded, or not yet.
        """
        if ref not in self._found:
            self._found[ref] = self._look_up(ref)
        return self._found[ref]

    def _look_up(self, ref: DemoObjectRef) -> models.Model:
        match ref.kind:
            case "page":
                return Page.objects.get(url_path=f"/home/{ref.name}/")
            case "image":
                return SiteImage.objects.get(title=ref.name)
            case "document":
                return SiteDocument.objects.get(title=ref.name)
            case "organisation":
                return Organisation.objects.get(name=ref.name)
            case "statistic":
                return Statistic.objects.get(**STATISTICS[ref.name][0])
        raise ValueError(f"Nothing is looked up as “{ref.kind}”")

    def build_stream_values(self, name: str, **fields: Sequence[BlockData]) -> dict[str, str]:
        """Return stream data for a model's fields; `name` makes the ids of the blocks its own."""
        return {
            field: json.dumps(resolve(parts, self.find, f"{name}/{field}"))
            for field, parts in fields.items()
        }

    def picture(self, picture: Picture) -> None:
        """Draw a picture and keep it, unless it is there."""
        if SiteImage.objects.filter(title=picture.title).exists():
            return
        png = getattr(drawings, f"draw_{picture.draw}")(*picture.arguments)
        image = SiteImage(
            title=picture.title,
            description=picture.alt,
            credit=PICTURE_CREDIT,
            collection=Collection.objects.get(name=picture.collection),
            uploaded_by_user=self.publisher,
        )
        image.file = ImageFile(BytesIO(png), name=f"{picture.draw}.png")
        image.save()
        image.get_file_size()
        image.get_file_hash()
        self.added += 1

    def file(self, file: File) -> None:
        """Write a file and keep it, unless it is there."""
        if SiteDocument.objects.filter(title=file.title).exists():
            return
        content = file.text.encode()
        if file.paper:
            cover = self.find(DemoObjectRef("image", file.cover)) if file.cover else None
            content = write_paper(file.paper, _bytes_of(cover) if cover else None)
        SiteDocument.objects.create(
            title=file.title,
            file=ContentFile(content, name=file.filename),
            collection=Collection.objects.get(name=file.collection),
            uploaded_by_user=self.publisher,
        )
        self.added += 1

    def shared(self, model: type[BaseSnippet], key: dict[str, Any], **values: Any) -> BaseSnippet:
        """Return the shared content that `key` tells apart, added and published if missing."""
        if found := model.objects.filter(**key).first():
            return found
        thing = model(live=False, **{**key, **values})
        clean_blocks(thing)
        thing.full_clean()
        thing.save()
        thing.save_revision(user=self.publisher).publish(user=self.publisher)
        self.added += 1
        return thing

    def page(
        self, parent: Page, page: Page, day: str, owner: Any, change: PageSummaryChange | None
    ) -> bool:
        """Publish `page` as of `day`, unless there is one with its slug; tell whether it was new.

        Dates of publication are set back: these pages came from an archive.
        """
        if parent.get_children().filter(slug=page.slug).exists():
            return False
        page.owner = owner
        page.live = False
        clean_blocks(page)
        parent.add_child(instance=page)
        self.publish(page, archive_datetime(day))
        if change:
            page = type(page).objects.get(pk=page.pk)
            page.summary, page.change_note = curl_quotes(change.summary), curl_quotes(change.note)
            self.publish(page, archive_datetime(change.on))
        self.added += 1
        return True

    def draft(self, parent: Page, page: Page, owner: Any) -> bool:
        """Save `page` as a draft, unless there is one with its slug; tell whether it was new."""
        if parent.get_children().filter(slug=page.slug).exists():
            return False
        page.owner, page.live = owner, False
        clean_blocks(page)
        parent.add_child(instance=page)
        page.save_revision(user=owner)
        self.added += 1
        return True

    def publish(self, page: Page, at: datetime) -> None:
        """Publish the page as it is now, and date that `at`."""
        revision = page.save_revision(user=page.owner)
        # The role gets its rights on pages once they are there.
        revision.publish(user=self.publisher, skip_permission_checks=True)
        live = Page.objects.filter(pk=page.pk)
        live.update(last_published_at=at, latest_revision_created_at=at)
        entries = PageLogEntry.objects.filter(revision=revision)
        if page.revisions.count() == 1:
            live.update(first_published_at=at)
            entries = PageLogEntry.objects.filter(page=page)
        entries.update(timestamp=at)
        Revision.objects.filter(pk=revision.pk).update(created_at=at)
        ChangeNote.objects.filter(revision=revision).update(published_at=at)

    def mark_quotation_corrected(self, page: Page, correction: Correction) -> None:
        """Mark what a speaker says on a page as corrected."""
        quotation = Quotation.objects.current().get(page=page, speaker=correction.speaker)
        corrected, at = Quotation.Mark.CORRECTED, archive_datetime(correction.on)
        corrections.mark_quotation(
            quotation, corrected, curl_quotes(correction.note), self.publisher, at
        )


def _bytes_of(image: SiteImage) -> bytes:
    with image.open_file() as file:
        return file.read()


def clean_blocks(thing: models.Model) -> None:
    """Check the streams and set their quotation marks, as the editor's form would.

    Raises:
        StreamBlockValidationError: a block breaks a rule.
    """
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(thing, field.name)
            setattr(thing, field.name, field.stream_block.clean(value))

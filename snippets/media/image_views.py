"""Wagtail's views for uploading pictures, which show here what a file says of its author."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from wagtail.images.views import images, multiple
from wagtail.permissions import policy_registry

from snippets.media.image_files import CleanImageFile
from snippets.models import SiteImage

RIGHTS_READ_MESSAGE = "Its credit and rights were read from the file. Check them below."


def fill_in_credit(image: SiteImage) -> bool:
    """Take the credit from a new file if none was typed; return whether that was done.

    Only for views that show it next: a camera's owner is not printed beneath a picture unseen.
    """
    file = image.file._file
    if image.credit or not isinstance(file, CleanImageFile):
        return False
    image.credit = file.rights.credit_line
    return bool(image.credit)


class AddView(images.CreateView):
    """The form for one new picture; it leads on to what was read from the file."""

    was_filled_in = False

    def save_instance(self) -> SiteImage:
        """Store the picture with its credit."""
        self.was_filled_in = fill_in_credit(self.form.instance)
        return super().save_instance()

    def get_success_url(self) -> str:
        """Return the address of the picture's form if there is something to check."""
        if self.was_filled_in:
            return reverse("wagtailimages:edit", args=[self.object.pk])
        return super().get_success_url()

    def get_success_message(self, instance: SiteImage) -> str:
        """Say what was read from the file."""
        message = str(super().get_success_message(instance))
        return f"{message} {RIGHTS_READ_MESSAGE}" if self.was_filled_in else message


class AddSeveralView(multiple.AddView):
    """The page onto which pictures are dropped; each is followed by its form."""

    def save_object(self, form: Any) -> SiteImage:
        """Store the picture with its credit, which the form shows next."""
        fill_in_credit(form.instance)
        return super().save_object(form)


@require_safe
def send_original(request: HttpRequest, pk: int) -> FileResponse:
    """Send a picture as it was uploaded to somebody who may change it.

    Raises:
        Http404: there is none, or they may not.
    """
    image = get_object_or_404(SiteImage, pk=pk)
    policy = policy_registry.get_by_type(SiteImage)
    if not policy.user_has_permission_for_instance(request.user, "change", image):
        raise Http404("There is no such picture")
    if not image.original:
        raise Http404("There is no such picture")
    try:
        file = image.original.open()
    except FileNotFoundError as error:
        raise Http404("There is no such picture") from error
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, as_attachment=True, filename=image.uploaded_name, headers=headers)


urlpatterns = [
    path("add/", AddView.as_view()),
    path("multiple/add/", AddSeveralView.as_view()),
    path("<int:pk>/as-uploaded/", send_original, name="image_as_uploaded"),
]

"""The list of e-mail that no mail server took, with what can be done about each message."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages

from content.editing.admin_views import AdminViewMixin
from editorial.mail.outbox import requeue
from editorial.models import OutgoingEmail

# Messages go to colleagues and to readers. The list shows neither subject nor text, which may name
# what is under embargo.
UNDELIVERED_EMAILS_PERMISSION = "publishing.publish_releaseset"
MAX_LISTED_EMAILS = 200


class UndeliveredEmailsView(PermissionRequiredMixin, AdminViewMixin, TemplateView):
    """The messages that were given up, the newest first."""

    permission_required = UNDELIVERED_EMAILS_PERMISSION
    raise_exception = True
    page_title = "Emails that were not delivered"
    header_icon = "mail"
    template_name = "editorial/undelivered_emails.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the messages, and how many more there are."""
        emails = OutgoingEmail.objects.given_up()
        return super().get_context_data(
            emails=emails[:MAX_LISTED_EMAILS],
            further=max(emails.count() - MAX_LISTED_EMAILS, 0),
            **kwargs,
        )


@require_POST
@permission_required(UNDELIVERED_EMAILS_PERMISSION, raise_exception=True)
def resend_or_delete_email(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Send a message again, or delete it.

    Raises:
        Http404: the message was sent or deleted meanwhile, or there is no such action.
    """
    email = get_object_or_404(OutgoingEmail.objects.given_up(), pk=pk)
    if action == "send":
        requeue(email)
        messages.success(request, f"The email to {email} will be sent again within a minute.")
    elif action == "delete":
        email.delete()
        messages.success(request, f"The email to {email} was deleted.")
    else:
        raise Http404("There is no such action")
    return redirect("undelivered_emails")

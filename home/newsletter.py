"""Asking for the newsletter, and confirming that one did."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from home.models import NewsletterSubscription

SALT = "home.newsletter"
LINK_WORKS_FOR = timedelta(days=3)


class NewsletterForm(forms.Form):
    """An e-mail address, and a field that only programs fill in."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address such as name@example.org.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False)

    def ask_to_confirm(self) -> None:
        """Have a link sent to the address, unless it is confirmed or was asked within the hour."""
        if self.cleaned_data["website"]:
            return
        subscription, _ = NewsletterSubscription.objects.get_or_create(
            email=self.cleaned_data["email"].lower()
        )
        if subscription.may_be_asked(timezone.now()):
            send_question.enqueue(subscription.pk)


@task()
def send_question(pk: int) -> None:
    """Send the link that confirms a subscription; runs in the worker, whose mail server may wait.

    The address counts as asked only once the message is on its way.
    """
    subscription = NewsletterSubscription.objects.filter(pk=pk).first()
    if subscription is None or not subscription.may_be_asked(timezone.now()):
        return
    token = signing.dumps(subscription.pk, salt=SALT)
    link = settings.BASE_URL.rstrip("/") + reverse("newsletter_confirm", args=[token])
    send_mail(
        "Please confirm: ECPAT UK newsletter",
        render_to_string("home/newsletter_confirm.txt", {"link": link}),
        None,
        [subscription.email],
    )
    subscription.asked_at = timezone.now()
    subscription.save(update_fields=["asked_at"])


def subscription_for(token: str) -> NewsletterSubscription | None:
    """Return the subscription a link was sent for, or None when it is forged or too old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_WORKS_FOR)
    except signing.BadSignature:
        return None
    return NewsletterSubscription.objects.filter(pk=pk).first()


def confirm(subscription: NewsletterSubscription) -> None:
    """Put the address on the list; confirming twice changes nothing."""
    if subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])

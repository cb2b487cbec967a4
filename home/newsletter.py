"""Asking for the newsletter, and confirming that one did."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from content.text.cleaning import clean_line
from home.models import NewsletterSubscription
from snippets.models import SiteIdentity

NEWSLETTER_SIGNING_SALT = "home.newsletter"
CONFIRMATION_LINK_MAX_AGE = timedelta(days=3)


class NewsletterForm(forms.Form):
    """An e-mail address, and a field that only programs fill in."""

    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address such as name@example.org.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False)

    def request_confirmation(self) -> None:
        """Have a link sent to the address, unless it is confirmed or was asked within the hour."""
        if self.cleaned_data["website"]:
            return
        subscription, _ = NewsletterSubscription.objects.get_or_create(
            email=self.cleaned_data["email"].lower()
        )
        now = timezone.now()
        if subscription.can_send_confirmation(now):
            with transaction.atomic():
                subscription.confirmation_sent_at = now
                subscription.save(update_fields=["confirmation_sent_at"])
                send_confirmation(subscription)


def send_confirmation(subscription: NewsletterSubscription) -> None:
    """Send the link that confirms a subscription; the worker delivers it."""
    token = signing.dumps(subscription.pk, salt=NEWSLETTER_SIGNING_SALT)
    link = settings.BASE_URL.rstrip("/") + reverse("newsletter_confirm", args=[token])
    name = clean_line(SiteIdentity.get_default().organisation_name)
    send_mail(
        f"Please confirm: {name} newsletter",
        render_to_string("home/newsletter_confirm.txt", {"link": link, "organisation_name": name}),
        None,
        [subscription.email],
    )


def get_subscription(token: str) -> NewsletterSubscription | None:
    """Return the subscription a link was sent for, or None when it is forged or too old."""
    try:
        pk = signing.loads(token, salt=NEWSLETTER_SIGNING_SALT, max_age=CONFIRMATION_LINK_MAX_AGE)
    except signing.BadSignature:
        return None
    return NewsletterSubscription.objects.filter(pk=pk).first()


def confirm_subscription(subscription: NewsletterSubscription) -> None:
    """Put the address on the list; confirming twice changes nothing."""
    if subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])

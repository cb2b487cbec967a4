"""Who asked for the newsletter, and confirmed it."""

from django.db import models


class NewsletterSubscription(models.Model):
    """An address that asked for the newsletter; nothing is sent to it before it is confirmed."""

    email = models.EmailField(unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.email

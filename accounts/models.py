"""Store who may sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """Someone who works on the site; no two share an e-mail address, whatever its case."""

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="email_unique_without_case",
                condition=~models.Q(email=""),
                violation_error_message="Someone else already has this email address.",
            )
        ]

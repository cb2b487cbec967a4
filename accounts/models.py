"""Store who may sign in."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
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

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Show that an address is taken beside the field; a form may show nothing else.

        Raises:
            ValidationError: for the field `email`, or for the form where it has no such field.
        """
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            if "email" in (exclude or ()):
                raise
            raise ValidationError({"email": error.messages}) from error

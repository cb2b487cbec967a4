"""Name the bases of mixins whose other half is a class of Wagtail's, which has no types."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    MixinBase = Any
    ModelMixinBase = Any
else:
    MixinBase = object
    ModelMixinBase = models.Model

"""Validate our blocks: fields always, rules only when the content is to be published."""

from __future__ import annotations

from threading import RLock

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    StreamBlock,
    StreamBlockValidationError,
    StreamValue,
    StructBlock,
    StructValue,
)
from wagtail.blocks.struct_block import StructBlockValidationError

from content.validation.problems import Problems

# Wagtail marks a draft's validation on the block itself, which all threads of a process share.
_validating = RLock()


class ThreadSafeStreamBlock(StreamBlock):
    """A stream that is validated by one thread at a time.

    Without it, a draft that saves itself would switch off the rules for whoever publishes in
    another thread at that moment.
    """

    def validate_stream(self, value: StreamValue) -> None:
        """Check the blocks of the stream against each other.

        Raises:
            StreamBlockValidationError: they cannot be published together.
        """

    def get_missing_block_messages(self, value: StreamValue) -> list[str]:
        """Return an error message for each block that the stream needs and lacks.

        Called also if a block is invalid, so that editors see all errors at once.
        """
        return []

    def clean(self, value: StreamValue) -> StreamValue:
        """Validate each block; check them together, unless a draft is being saved.

        Raises:
            StreamBlockValidationError: a block is wrong, or they cannot be published together.
        """
        with _validating:
            missing = [] if self.is_deferred_validation else self.get_missing_block_messages(value)
            try:
                value = super().clean(value)
            except StreamBlockValidationError as error:
                # Of an empty stream Wagtail says already that it is required.
                raise StreamBlockValidationError(
                    error.block_errors, error.non_block_errors or missing
                ) from error
            if missing:
                raise StreamBlockValidationError(non_block_errors=missing)
            if not self.is_deferred_validation:
                self.validate_stream(value)
            return value

    def clean_deferred(self, value: StreamValue) -> StreamValue:
        """Validate `value` as a draft, which may have gaps."""
        with _validating:
            return super().clean_deferred(value)


class ValidatedBlock(StructBlock):
    """A struct block with rules of its own, which a draft may break."""

    def normalize_text(self, value: StructValue) -> StructValue:
        """Return the value as it should be set, such as with curly quotation marks."""
        return value

    def find_problems(self, value: StructValue, problems: Problems) -> None:
        """Record what an editor must change before this block can be published."""

    def clean(self, value: StructValue) -> StructValue:
        """Tidy the value; check the rules unless a draft is being saved.

        Raises:
            StructBlockValidationError: a field is wrong or a rule is broken.
        """
        value = self.normalize_text(super().clean(value))
        if not self.is_deferred_validation:
            problems = Problems()
            self.find_problems(value, problems)
            if problems:
                raise StructBlockValidationError(
                    block_errors={name: ValidationError(texts) for name, texts in problems.items()}
                )
        return value

    class Meta:
        abstract = True

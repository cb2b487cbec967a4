"""Build the editing forms of content pages."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from content.editing.forms import ContentPageForm
from pages.content_page import MAX_CHANGE_NOTE_LENGTH, MAX_TITLE_LENGTH, MIN_AND_MAX_SUMMARY_LENGTH


def build_character_count_attrs(longest: int, shortest: int = 0) -> dict[str, int]:
    """Return what a panel carries so that its text is counted while somebody types."""
    return {"data-count-max": longest, "data-count-min": shortest}


class ChangeNotePanel(MultiFieldPanel):
    """The change note, once a page has been published; before that nobody needs one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "children",
            [
                HelpPanel("<p>Needed when you change what readers have seen.</p>"),
                FieldPanel(
                    "change_note", attrs=build_character_count_attrs(MAX_CHANGE_NOTE_LENGTH)
                ),
                FieldPanel("minor_change"),
            ],
        )
        kwargs.setdefault("heading", "What changed")
        super().__init__(*args, **kwargs)

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            """Return whether the page is or was live; one that is being made says so wrongly."""
            page = self.instance
            was_live = page.pk and (page.live or page.first_published_at)
            return super().is_shown() and bool(was_live)


def content_page_tabs(
    content: list[Panel | str],
    people_and_topics: list[Panel | str],
    dates: list[Panel | str],
    publication: list[Panel | str] | None = None,
) -> TabbedInterface:
    """Return the editing form of a content page; what publication needs is on the first tab.

    `publication` are panels that may stay empty, beside the schedule.
    """
    return TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", attrs=build_character_count_attrs(MAX_TITLE_LENGTH)),
                    FieldPanel(
                        "summary",
                        attrs=build_character_count_attrs(
                            MIN_AND_MAX_SUMMARY_LENGTH[1], MIN_AND_MAX_SUMMARY_LENGTH[0]
                        ),
                    ),
                    *dates,
                    # Wagtail asks drafts for whatever is not text, unless told otherwise.
                    FieldPanel(
                        "topics", widget=forms.CheckboxSelectMultiple, required_on_save=False
                    ),
                    *people_and_topics,
                    *content,
                    FieldPanel("read_more"),
                    ChangeNotePanel(),
                ],
                heading="Content",
            ),
            ObjectList(
                [
                    *(publication or []),
                    PublishingPanel(),
                    CommentPanel(),
                ],
                heading="Publication",
            ),
            ObjectList(
                [
                    FieldPanel("slug", required_on_save=False),
                    FieldPanel("seo_title"),
                    FieldPanel("share_image"),
                ],
                heading="Promotion",
            ),
        ],
        base_form_class=ContentPageForm,
    )

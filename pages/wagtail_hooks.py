"""Register the corrections of quotations that pages print."""

from wagtail import hooks
from wagtail.models import Page

from pages.page_notes import get_page_notes
from quotations.corrections import QuotationMark


@hooks.register("get_quotation_mark")
def get_quotation_mark(page: Page, words: str, speaker: str) -> QuotationMark | None:
    """Return what is to be said of words of a speaker on a page."""
    return get_page_notes(page).get_mark_of_quotation(words, speaker)

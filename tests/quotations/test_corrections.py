"""Readers see that a quotation was corrected or withdrawn, at a fixed cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.visibility import filter_public
from pages.models import ChangeNote
from pages.page_notes import get_page_notes
from publishing.embargo.tokens import hash_token
from publishing.models import EmbargoLink
from quotations import corrections
from quotations.models import Quotation
from tests import factories
from tests.factories import NOON
from tests.quotations.test_index import WORDS, body, mark, publish, published, quote

pytestmark = pytest.mark.django_db
Mark = Quotation.Mark


def figures(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select("figure.quote")


def note_in(figure):
    note = figure.select_one(".quote__note")
    return " ".join(note.get_text().split()) if note else None


def test_a_correction_stands_below_the_words_with_its_london_day(client):
    page = published(quote(), quote("Second.", block_id="2"))
    said = "Until then, <b>she</b> was said to be a nurse."
    late = NOON.replace(day=13, hour=23, minute=50)
    corrections.mark_quotation(
        Quotation.objects.get(block_id="one"), Mark.CORRECTED, said, None, late
    )

    first, second = figures(client, page.url)
    assert note_in(first) == f"Corrected on 13 June 2017: {said}"
    assert first.select_one("figcaption .quote__note time")["datetime"] == "2017-06-13"
    assert first.select_one("[data-copy]")
    assert WORDS in first.blockquote.get_text()
    assert note_in(second) is None


def test_a_withdrawal_stands_above_the_words_which_nobody_is_asked_to_copy(client):
    page = published(quote())
    corrections.mark_quotation(
        Quotation.objects.get(), Mark.WITHDRAWN, "She did not say this.", None, NOON
    )

    [figure] = figures(client, page.url)
    assert note_in(figure) == "Withdrawn on 14 June 2017: She did not say this."
    assert figure.find(["p", "blockquote"])["class"] == ["quote__note"]
    assert "quote--withdrawn" in figure["class"]
    assert WORDS in figure.blockquote.get_text()
    assert figure.select_one("[data-copy]") is None


def test_a_mark_that_is_taken_back_is_gone_for_readers(client):
    page = published(quote())
    corrections.mark_quotation(mark(Quotation.objects.get()), Mark.NONE, "", None)
    assert note_in(figures(client, page.url)[0]) is None


def test_the_note_stays_with_old_words_and_not_with_edited_ones(client):
    page = published(quote())
    mark(Quotation.objects.get())
    publish(page, body=body(quote("Other words.")))
    assert note_in(figures(client, page.url)[0]) is None


def test_notes_stand_in_sections_and_on_every_kind_of_page(client):
    section = factories.section("What for?", *body(quote()))
    about = factories.make_information_page(body=body(quote()))
    about.save_revision().publish()
    pages = [
        publish(factories.make_policy_explainer(body=[section])),
        publish(factories.make_report_page(body=body(quote()))),
        about,
    ]
    for page in pages:
        mark(Quotation.objects.get(page=page))
        assert note_in(figures(client, page.url)[0])


def test_an_alias_shows_the_note_of_its_original(client):
    page = published(quote())
    alias = page.create_alias(update_slug="alias")
    mark(Quotation.objects.get())
    assert note_in(figures(client, alias.url)[0])


def test_an_alias_that_becomes_a_page_of_its_own_keeps_the_note(client):
    alias = published(quote()).create_alias(update_slug="alias")
    mark(Quotation.objects.get())
    client.force_login(factories.make_user())
    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert note_in(figures(client, alias.url)[0])
    assert Quotation.objects.get(page_id=alias.pk).is_current


def test_notes_and_changes_of_a_page_do_not_mix(client):
    page = published(quote())
    mark(Quotation.objects.get(), note="About the words.")
    for day in (1, 2):
        moment = NOON.replace(day=day)
        ChangeNote.objects.create(page=page, published_at=moment, text=f"Change {day}")
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    changes = [entry.get_text() for entry in soup.select(".changes dd")]
    assert changes == ["Change 2", "Change 1"]
    assert note_in(soup.select_one("figure.quote")).endswith("About the words.")


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_marks_cost_a_release_nothing(client):
    page = published(*(quote(f"Sentence {number}.", block_id=str(number)) for number in range(9)))
    plain = queries_of(client, published(slug="plain").url)
    assert queries_of(client, page.url) == plain
    for entry in Quotation.objects.all():
        mark(entry)
    assert queries_of(client, page.url) == plain
    assert all(note_in(figure) for figure in figures(client, page.url))


def test_marks_cost_an_information_page_one_query_if_it_quotes_anybody(client):
    plain = factories.make_information_page(slug="plain")
    quoting = factories.make_information_page(
        slug="quoting", body=body(quote(), quote("Second.", block_id="2"))
    )
    assert queries_of(client, quoting.url) == queries_of(client, plain.url) + 1


def test_previews_show_the_note_while_the_words_are_those_that_were_marked(client):
    page = published(quote())
    mark(Quotation.objects.get())
    client.force_login(factories.make_user())
    page.title = "A draft of it"
    page.save_revision(clean=False)
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert note_in(figures(client, address)[0])

    page.body = body(quote("Other words."))
    page.save_revision(clean=False)
    assert note_in(figures(client, address)[0]) is None


def test_a_page_that_was_never_saved_is_previewed():
    page = factories.press_release(body=body(quote()))
    assert get_page_notes(page).get_mark_of_quotation(WORDS, "A caseworker") is None
    assert page.change_notes == []


def test_journalists_who_read_ahead_see_the_page_and_its_notes(client):
    draft = factories.make_press_release(live=False, body=body(quote()))
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.release_date = timezone.localdate(draft.go_live_at)
    draft.save_revision().publish()
    link = EmbargoLink(
        outlet="The Example Times",
        token_hash=hash_token("t" * 20),
        scheduled_for=draft.go_live_at,
        created_by=factories.make_user(),
    )
    link.content_object = draft
    link.save()
    address = reverse("publishing:embargo", args=["t" * 20])
    response = client.get(address, follow=True)
    assert WORDS in response.content.decode()
    assert not filter_public(type(draft).objects.all()).exists()

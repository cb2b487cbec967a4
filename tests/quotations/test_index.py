"""The ledger of quotations follows pages as they are published, edited and taken down."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.registry import get_content_page_models
from policy.models import PolicyExplainer
from pressroom.models import PressRelease
from publishing import release_sets
from publishing.models import ReleaseSet
from publishing.scheduler.jobs import run_due
from quotations import corrections, index
from quotations.extraction import get_quotations, get_quoting_models
from quotations.models import Quotation
from tests import factories
from tests.factories import NOON, PARAGRAPH

pytestmark = pytest.mark.django_db

WORDS = "Nobody asked her a single question."
Mark = Quotation.Mark


def quote(words=WORDS, speaker="A caseworker", block_id="one", link=None, **values):
    value = {"text": words, "speaker": speaker, "role": "", "source": "", "page": "", **values}
    return {"type": "quote", "id": block_id, "value": {**value, "link": link or []}}


def body(*quotes):
    return [{"type": "paragraph", "value": PARAGRAPH}, *quotes]


def publish(page, **changes):
    """Publish a page as it is stored, with changes."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in {"minor_change": True, **changes}.items():
        setattr(page, name, value)
    page.save_revision(clean=False).publish()
    return type(page).objects.get(pk=page.pk)


def published(*quotes, **values):
    return publish(factories.make_press_release(body=body(*quotes), **values))


def entry(**values):
    return Quotation.objects.get(**values)


def mark(quotation, kind=Mark.CORRECTED, note="It said something else."):
    corrections.mark_quotation(quotation, kind, note, None)
    return quotation


def test_a_published_quotation_is_entered_with_what_a_reader_sees():
    document = factories.make_document(title="All Change")
    link = [{"type": "document", "value": document.pk, "id": "l"}]
    page = published(
        quote(role="In 2013", source="All Change", page="12", link=link),
        release_date=date(2013, 1, 7),
    )

    found = entry()
    assert (found.page_id, found.block_id, found.words) == (page.pk, "one", WORDS)
    assert (found.speaker, found.role) == ("A caseworker", "In 2013")
    assert found.printed_in == "All Change, page 12"
    assert found.source_document == document
    assert found.date == date(2013, 1, 7)
    assert found.is_current
    assert found.mark == Mark.NONE


def test_quotations_are_found_in_sections_and_on_every_kind_of_page():
    section = factories.section("What for?", *body(quote(block_id="deep")))
    publish(factories.make_policy_explainer(body=[section]))
    publish(factories.make_report_page(body=body(quote(block_id="report"))))
    about = factories.make_information_page(body=body(quote(block_id="about")))
    about.save_revision().publish()
    published(quote(block_id="release"))

    dates = dict(Quotation.objects.values_list("block_id", "date"))
    assert set(dates) == {"deep", "report", "about", "release"}
    # Readers see no date on such a page.
    assert dates["about"] is None
    assert entry(block_id="report").printed_date == "May 2012"
    names = {model.__name__ for model in get_quoting_models()}
    content_pages = {model.__name__ for model in get_content_page_models()}
    assert names == {*content_pages, "InformationPage"}


def test_reading_a_page_asks_the_database_nothing():
    document = factories.make_document()
    link = [{"type": "document", "value": document.pk}]
    figure = {"type": "statistic", "value": {"statistic": factories.make_statistic().pk}}
    section = factories.section("What for?", figure, quote(link=link))
    page = PolicyExplainer.objects.get(pk=factories.make_policy_explainer(body=[section]).pk)
    with CaptureQueriesContext(connection) as queries:
        assert len(get_quotations(page)) == 1
    assert len(queries) == 0


def test_a_draft_and_a_scheduled_page_are_not_in_the_ledger():
    draft = factories.make_press_release(live=False, body=body(quote()))
    draft.save_revision()
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.release_date = timezone.localdate(draft.go_live_at)
    draft.save_revision().publish()
    assert not Quotation.objects.exists()


def test_a_scheduled_page_is_entered_when_its_moment_comes(time_machine):
    time_machine.move_to(NOON, tick=False)
    draft = factories.make_press_release(live=False, body=body(quote()))
    draft.go_live_at = NOON + timedelta(hours=1)
    draft.save_revision().publish()
    assert not Quotation.objects.exists()

    time_machine.move_to(NOON + timedelta(hours=2))
    run_due()
    assert entry().is_current


def test_a_draft_of_a_live_page_changes_nothing():
    page = published(quote())
    page.body = body(quote("Quite different words."))
    page.save_revision(clean=False)
    assert entry().words == WORDS


def test_a_mark_survives_republishing_while_the_words_stay():
    page = published(quote())
    mark(entry())
    more = quote("Second.", block_id="2")
    publish(page, title="Another title", body=body(quote(role="Bristol"), more))

    found = entry(block_id="one")
    assert (found.mark, found.note) == (Mark.CORRECTED, "It said something else.")
    assert found.role == "Bristol"
    assert entry(block_id="2").mark == Mark.NONE


def test_edited_words_make_a_new_entry_and_the_old_one_is_past_with_its_mark():
    page = published(quote())
    mark(entry())
    publish(page, body=body(quote("Nobody asked her any question.")))

    old, new = Quotation.objects.order_by("pk")
    assert not old.is_current
    assert old.mark == Mark.CORRECTED
    assert new.is_current
    assert new.mark == Mark.NONE


def test_words_that_come_back_find_their_entry_again():
    page = published(quote())
    number = mark(entry()).pk
    page = publish(page, body=body())
    assert not entry().is_current
    publish(page, body=body(quote()))
    assert entry().pk == number
    assert entry().is_current
    assert entry().mark == Mark.CORRECTED


def test_a_corrected_speaker_keeps_the_mark_and_the_wrong_attribution_stays_as_past():
    page = published(quote())
    mark(entry())
    publish(page, body=body(quote(speaker="A social worker")))

    past, now = Quotation.objects.order_by("pk")
    assert (past.speaker, past.is_current) == ("A caseworker", False)
    assert (now.speaker, now.is_current, now.mark) == ("A social worker", True, Mark.CORRECTED)


def test_the_same_words_in_a_new_block_keep_their_mark():
    page = published(quote())
    mark(entry())
    publish(page, body=body(quote(block_id="two")))
    assert entry(block_id="two").mark == Mark.CORRECTED
    assert not entry(block_id="one").is_current


def test_what_a_page_prints_twice_is_marked_twice():
    published(quote(), quote(block_id="two"))
    mark(entry(block_id="two"), Mark.WITHDRAWN)
    assert entry(block_id="one").mark == Mark.WITHDRAWN


def test_a_block_without_an_id_is_entered():
    page = factories.make_press_release()
    page.body = body(quote(block_id=""))
    index.index_page_quotations([page])
    assert entry().words == WORDS


def test_a_taken_down_page_has_only_past_entries_and_a_new_publication_revives_them():
    page = published(quote())
    mark(entry())
    page.unpublish()
    assert not entry().is_current
    publish(page)
    assert entry().is_current
    assert entry().mark == Mark.CORRECTED


def test_an_expired_page_has_only_past_entries():
    page = published(quote())
    PressRelease.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    run_due()
    assert not entry().is_current


def test_entries_go_with_a_deleted_page_and_stay_with_a_moved_one():
    page = published(quote())
    about = factories.make_information_page(slug="about")
    child = about.add_child(
        instance=factories.information_page(title="History", slug="history", body=body(quote()))
    )
    child.save_revision().publish()
    child.move(factories.make_home(), pos="last-child")
    assert entry(page_id=child.pk).is_current

    page.delete()
    assert entry().page_id == child.pk


def test_a_copy_has_entries_of_its_own_without_the_marks():
    page = published(quote())
    mark(entry())
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    assert entry(page_id=copy.pk).mark == Mark.NONE
    assert entry(page_id=page.pk).mark == Mark.CORRECTED


def test_an_alias_has_no_entries_of_its_own():
    page = published(quote())
    alias = page.create_alias(update_slug="alias")
    publish(page)
    assert not Quotation.objects.filter(page_id=alias.pk).exists()


def test_a_link_whose_target_is_gone_is_passed_over():
    for number, kind in enumerate(("page", "document")):
        link = [{"type": kind, "value": 987654, "id": "l"}]
        page = factories.make_press_release(slug=f"gone-{number}")
        page.body = body(quote(link=link))
        index.index_page_quotations([page])
    assert set(Quotation.objects.values_list("source_page", "source_document")) == {(None, None)}


def test_a_release_set_enters_what_it_publishes():
    page = factories.make_press_release(
        live=False, body=body(quote()), release_date=date(2017, 1, 1)
    )
    page.save_revision()
    user = factories.make_user()
    release_set = ReleaseSet.objects.create(title="Launch", owner=user)
    release_sets.add_item(release_set, page, user)
    release_sets.publish_now(release_set, user)
    assert entry().is_current


def test_a_page_without_quotations_costs_one_query_and_an_index_page_none():
    release, archive = factories.make_press_release(), factories.make_press_index()
    for page, most in ((release, 1), (archive, 0)):
        with CaptureQueriesContext(connection) as queries:
            index.index_page_quotations([page])
        assert len(queries) == most


def test_a_page_that_is_published_again_as_it_was_costs_one_query():
    page = published(quote(), quote("Second.", block_id="2"))
    with CaptureQueriesContext(connection) as queries:
        assert index.index_page_quotations([page]) == 0
    assert len(queries) == 1


def rebuild(**options):
    out = StringIO()
    call_command("rebuild_quotations", stdout=out, **options)
    return out.getvalue()


def test_rebuilding_enters_pages_that_were_there_before_and_repeats_safely():
    for number in range(3):
        factories.make_press_release(slug=f"old-{number}", body=body(quote()))
    assert rebuild() == "3 entries of the ledger were added or changed.\n"
    assert rebuild() == "0 entries of the ledger were added or changed.\n"


def test_rebuilding_keeps_marks_and_closes_what_nobody_sees():
    page, hidden = published(quote()), published(quote(), slug="hidden")
    mark(entry(page_id=page.pk))
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    rebuild()
    assert entry(page_id=page.pk).mark == Mark.CORRECTED
    assert not entry(page_id=hidden.pk).is_current


def test_rebuilding_can_leave_a_ledger_alone():
    published(quote())
    factories.make_press_release(slug="old", body=body(quote()))
    rebuild(if_empty=True)
    assert Quotation.objects.count() == 1


def test_rebuilding_many_pages_takes_a_few_queries_a_batch():
    for number in range(30):
        factories.make_press_release(slug=f"old-{number}", body=body(quote()))
    with CaptureQueriesContext(connection) as queries:
        rebuild()
    assert Quotation.objects.count() == 30
    assert len(queries) < 30


def test_the_day_of_a_mark_is_that_of_london():
    published(quote())
    midnight = datetime(2017, 6, 14, 23, 30, tzinfo=NOON.tzinfo)
    corrections.mark_quotation(entry(), Mark.CORRECTED, "Why.", None, midnight)
    assert entry().marked_on == date(2017, 6, 14)


def test_a_mark_that_is_taken_back_leaves_nothing():
    published(quote())
    corrections.mark_quotation(mark(entry()), Mark.NONE, "ignored", None)
    found = entry()
    assert (found.mark, found.note, found.marked_at, found.marked_by) == ("", "", None, None)

"""A release set goes live as a whole or not at all, and what it promises stays as approved."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django_tasks import default_task_backend
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import (
    GroupApprovalTask,
    Page,
    ReferenceIndex,
    Revision,
    Workflow,
    WorkflowTask,
)

from content.text.dates import DatePrecision
from publishing import release_sets
from publishing.models import EmbargoLink, PublicationFailure, ReleaseSet, ReleaseSetItem
from publishing.retry import retry_publication
from publishing.scheduler.jobs import run_due
from quotations.models import Quotation
from snippets.models import ContactDetails, SiteBanner
from tests import factories
from tests.publishing.scheduled_content import drafted, set_of
from tests.publishing.sets_to_publish import MINUTE, MOMENT, NOW, draft_release, make_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]


def report(**overrides):
    return drafted(factories.make_report_page(slug="report", live=False, **overrides))


def is_live(thing):
    thing.refresh_from_db()
    return thing.live


def references_of(page):
    references = ReferenceIndex.get_references_for_object(page)
    return set(references.values_list("to_content_type", "to_object_id", "content_path"))


def state_of(release_set):
    release_set.refresh_from_db()
    return release_set.state


def test_a_set_goes_live_as_one(publisher, time_machine):
    banner = drafted(
        factories.make_banner(
            live=False, last_published_at=None, go_live_at=None, expire_at=MOMENT + 60 * MINUTE
        )
    )
    things = [draft_release(release_date=MOMENT.date()), report(), banner]
    release_set = make_set(*things, user=publisher)
    release_sets.approve(release_set, publisher)
    time_machine.move_to(MOMENT - timedelta(seconds=1))
    assert run_due() == 0
    time_machine.move_to(MOMENT)

    assert run_due() == 1

    assert all(is_live(thing) for thing in things)
    assert state_of(release_set) == ReleaseSet.State.PUBLISHED
    assert not ReleaseSetItem.objects.filter(is_locked=True).exists()
    assert run_due() == 0


def test_what_a_set_quotes_and_refers_to_is_noted_with_it(publisher, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    quote = {"text": "Nobody asked her.", "speaker": "A caseworker"}
    body = [{"type": "paragraph", "value": factories.PARAGRAPH}, {"type": "quote", "value": quote}]
    releases = [draft_release(slug=f"launch-{number}", body=body) for number in range(3)]
    things = [*releases, report()]
    release_set = make_set(*things, user=publisher)
    release_sets.approve(release_set, publisher)
    ReferenceIndex.objects.all().delete()
    default_task_backend.clear()

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        release_sets.publish_set(release_set, NOW)

    quoting = Quotation.objects.current().values_list("page_id", flat=True)
    assert sorted(quoting) == [page.pk for page in releases]
    assert sum('FROM "quotations_quotation"' in query["sql"] for query in queries) == 1
    for page in things:
        noted = references_of(page)
        ReferenceIndex.create_or_update_for_object(page)
        assert noted == references_of(page) != set()
    # It need not be done again for each page.
    enqueued = {result.task.name for result in default_task_backend.results}
    assert "update_reference_index_task" not in enqueued
    assert "insert_or_update_object_task" in enqueued


def test_one_bad_item_keeps_the_whole_set_sealed(publisher, time_machine, mailoutbox):
    things = [draft_release(), report()]
    release_set = make_set(*things, user=publisher)
    release_sets.approve(release_set, publisher)
    # Broken behind everybody's back, between approval and go-live.
    revision = things[1].latest_revision
    revision.content["summary"] = "Too short"
    revision.save(update_fields=["content"])
    time_machine.move_to(MOMENT)

    assert run_due() == 0

    assert not any(is_live(thing) for thing in things)
    assert state_of(release_set) == ReleaseSet.State.FAILED
    failure = PublicationFailure.objects.get()
    assert "Too short" not in failure.reason
    assert "Bordering on Concern" in failure.reason
    assert "9 characters" in failure.reason
    assert [message.to for message in mailoutbox] == [["publisher@example.org"]]
    assert release_set.events.first().note == failure.reason


def test_a_failed_set_goes_out_once_its_fault_is_mended(publisher, time_machine):
    things = [draft_release(), report()]
    release_set = make_set(*things, user=publisher)
    release_sets.approve(release_set, publisher)
    revision = things[1].latest_revision
    whole = revision.content["summary"]
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "summary": "No"})
    time_machine.move_to(MOMENT)
    run_due()
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "summary": whole})

    assert run_due() == 0
    retry_publication(release_set, publisher)
    assert run_due() == 1

    assert all(is_live(thing) for thing in things)
    assert not PublicationFailure.objects.exists()


def test_what_goes_live_is_what_was_approved(publisher, time_machine):
    page = draft_release(title="As approved")
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)
    page.title = "Changed behind the lock"
    page.save_revision(clean=False)
    time_machine.move_to(MOMENT)

    run_due()

    page.refresh_from_db()
    assert page.title == "As approved"


def test_a_draft_with_a_date_of_its_own_still_goes_live_with_the_set(publisher, time_machine):
    page = draft_release(go_live_at=MOMENT + 500 * MINUTE)
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)
    time_machine.move_to(MOMENT)

    assert run_due() == 1

    assert is_live(page)


def test_later_items_rely_on_earlier_ones(publisher, time_machine):
    factories.make_contact_details(out_of_hours_phone="")
    details = drafted(
        factories.make_contact_details(live=False, is_current=True, postcode="E1 6AN")
    )
    banner = drafted(
        factories.make_banner(
            live=False,
            last_published_at=None,
            go_live_at=None,
            expire_at=MOMENT + 60 * MINUTE,
            shows_phone=SiteBanner.Phone.URGENT,
            message="We are at E1 6AN.",
        )
    )
    wrong_order = make_set(banner, details, user=publisher)
    with pytest.raises(ValidationError, match="no such number"):
        release_sets.approve(wrong_order, publisher)
    release_sets.move_up(wrong_order.items.last())

    release_sets.approve(wrong_order, publisher)

    assert ContactDetails.objects.current().postcode == "SW1A 1AA"
    time_machine.move_to(MOMENT)
    assert run_due() == 1
    assert ContactDetails.objects.current().postcode == "E1 6AN"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (None, "Say when"),
        (NOW - MINUTE, "has passed"),
        (NOW + timedelta(seconds=90), "less than two minutes"),
    ],
)
def test_approval_refuses_a_moment_that_cannot_be_kept(publisher, moment, words):
    release_set = make_set(draft_release(), user=publisher, at=moment)

    with pytest.raises(ValidationError, match=words):
        release_sets.approve(release_set, publisher)

    assert state_of(release_set) == ReleaseSet.State.DRAFT


def test_approval_refuses_an_empty_set(publisher):
    with pytest.raises(ValidationError, match="empty"):
        release_sets.approve(make_set(user=publisher), publisher)


def test_approval_refuses_incomplete_content_and_names_all_of_it(publisher):
    release_set = make_set(
        draft_release(summary="Too short"), report(cover_alt="cover"), user=publisher
    )

    with pytest.raises(ValidationError) as refusal:
        release_sets.approve(release_set, publisher)

    first, *others = refusal.value.messages
    assert first.startswith("“Charity welcomes debate on trafficked children”: Summary:")
    assert any("Bordering on Concern" in message for message in others)


def test_approval_changes_nothing_that_readers_see(publisher):
    page = draft_release()
    release_set = make_set(page, user=publisher)

    release_sets.approve(release_set, publisher)

    assert not is_live(page)
    assert not Page.objects.live().filter(pk=page.pk).exists()


def test_approval_refuses_what_is_scheduled_on_its_own(publisher):
    page = draft_release()
    page.latest_revision.approved_go_live_at = MOMENT
    page.latest_revision.save()
    release_set = make_set(page, user=publisher)

    with pytest.raises(ValidationError, match="scheduled on its own"):
        release_sets.approve(release_set, publisher)


def test_approval_refuses_what_another_active_set_holds(publisher):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)
    second = make_set(page, user=publisher)

    with pytest.raises(ValidationError, match="is in the release set “Report launch” as well"):
        release_sets.approve(second, publisher)


def test_a_set_holds_no_alias(publisher):
    page = draft_release()
    alias = page.create_alias(update_slug="alias")
    release_set = make_set(user=publisher)

    with pytest.raises(ValidationError, match="is an alias"):
        release_sets.add_item(release_set, alias, publisher)


def test_approval_refuses_what_has_nothing_new(publisher):
    page = factories.make_press_release()
    page.save_revision(clean=False).publish()
    release_set = make_set(page, user=publisher)

    with pytest.raises(ValidationError, match="no unpublished changes"):
        release_sets.approve(release_set, publisher)


def test_approval_needs_the_right_to_publish_every_item(publisher):
    page = draft_release()
    release_set = make_set(page, user=publisher)
    writer = get_user_model().objects.create_user("writer")
    with pytest.raises(ValidationError, match="may not approve"):
        release_sets.approve(release_set, writer)
    writer.user_permissions.add(Permission.objects.get(codename="publish_releaseset"))
    writer = get_user_model().objects.get(pk=writer.pk)

    with pytest.raises(ValidationError, match="may not publish “Charity welcomes"):
        release_sets.approve(release_set, writer)


def test_approval_refuses_what_expires_first(publisher):
    page = draft_release(expire_at=MOMENT - MINUTE)
    release_set = make_set(page, user=publisher)

    with pytest.raises(ValidationError, match="expires before"):
        release_sets.approve(release_set, publisher)


def test_a_live_page_in_a_set_needs_its_change_note(publisher):
    page = factories.make_press_release()
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    page.title = "Another title"
    page.save_revision(clean=False)
    release_set = make_set(page, user=publisher)

    with pytest.raises(ValidationError, match="Change note"):
        release_sets.approve(release_set, publisher)


def test_an_approved_item_is_locked_and_the_lock_says_by_what_and_until_when(publisher):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)

    lock = page.get_lock()

    assert lock.for_user(publisher)
    message = lock.get_message(publisher)
    assert "Report launch" in message
    assert "Wednesday 1 May 2013, 10:30 London time" in message
    assert "Not checked yet." in message


@pytest.mark.parametrize("end", ["take out", "cancel", "reopen"])
def test_leaving_an_approved_set_unlocks(publisher, end):
    page, other = draft_release(), report()
    release_set = make_set(page, other, user=publisher)
    release_sets.approve(release_set, publisher)

    if end == "take out":
        release_sets.remove_item(release_set.items.first(), publisher)
    elif end == "cancel":
        release_sets.cancel(release_set, publisher, "The debate was called off")
    else:
        release_sets.reopen(release_set, publisher)

    assert page.get_lock() is None
    assert bool(other.get_lock()) == (end == "take out")


def test_a_cancelled_set_never_goes_out(publisher, time_machine):
    page = draft_release()
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)
    release_sets.cancel(release_set, publisher)
    time_machine.move_to(MOMENT)

    assert run_due() == 0

    assert not is_live(page)


def test_the_last_item_of_an_approved_set_stays(publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)

    with pytest.raises(ValidationError, match="Cancel the set"):
        release_sets.remove_item(release_set.items.get(), publisher)


def test_moving_an_approved_set_asks_for_a_reason_and_keeps_it(publisher, time_machine):
    page = draft_release()
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)
    with pytest.raises(ValidationError, match="Give the reason"):
        release_sets.reschedule_release_set(release_set, MOMENT + MINUTE, " ", publisher)

    release_sets.reschedule_release_set(
        release_set, MOMENT + MINUTE, "The debate starts later", publisher
    )

    event = release_set.events.first()
    assert event.note == "The debate starts later"
    assert "10:30" in event.action
    assert "10:31" in event.action
    time_machine.move_to(MOMENT)
    assert run_due() == 0
    time_machine.move_to(MOMENT + MINUTE)
    assert run_due() == 1


def test_moving_a_set_asks_the_rules_again(publisher):
    banner = drafted(
        factories.make_banner(
            live=False, last_published_at=None, go_live_at=None, expire_at=MOMENT + 60 * MINUTE
        )
    )
    release_set = make_set(banner, user=publisher)
    release_sets.approve(release_set, publisher)
    release_sets.reschedule_release_set(release_set, MOMENT + MINUTE, "Later", publisher)

    with pytest.raises(ValidationError, match="expires before"):
        release_sets.reschedule_release_set(
            release_set, MOMENT + 61 * MINUTE, "Much later", publisher
        )

    assert state_of(release_set) == ReleaseSet.State.APPROVED
    assert release_set.go_live_at == MOMENT + MINUTE


@pytest.mark.parametrize("is_approved", [False, True])
def test_publishing_now_is_as_whole_as_publishing_later(publisher, is_approved):
    things = [draft_release(), report()]
    release_set = make_set(*things, user=publisher)
    if is_approved:
        release_sets.approve(release_set, publisher)

    release_sets.publish_now(release_set, publisher)

    assert all(is_live(thing) for thing in things)
    assert state_of(release_set) == ReleaseSet.State.PUBLISHED
    assert release_set.published_at >= release_set.go_live_at >= NOW


@pytest.mark.parametrize("is_approved", [False, True])
def test_what_is_dated_for_the_go_live_is_dated_for_today_when_it_is_published_now(
    publisher, is_approved
):
    later = MOMENT + timedelta(days=4)
    dated = draft_release(release_date=later.date())
    release_set = set_of(dated, user=publisher, at=later)
    if is_approved:
        release_sets.approve(release_set, publisher)

    release_sets.publish_now(
        release_set,
        publisher,
        {item.pk: item.content_object.latest_revision_id for item in release_set.items.all()},
    )

    dated.refresh_from_db()
    assert (dated.live, dated.release_date) == (True, NOW.date())


def test_publishing_now_refuses_the_whole_set_for_one_item(publisher):
    things = [draft_release(), report(cover_alt="cover")]
    release_set = make_set(*things, user=publisher)

    with pytest.raises(ValidationError, match="Bordering on Concern"):
        release_sets.publish_now(release_set, publisher)

    assert not any(is_live(thing) for thing in things)


def test_an_approved_item_cannot_be_deleted_nor_a_page_above_it(publisher):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)

    for victim in (page, Page.objects.get(pk=page.get_parent().pk)):
        with pytest.raises(ProtectedError), transaction.atomic():
            victim.delete()

    assert Page.objects.filter(pk=page.pk).exists()


def test_a_set_whose_item_vanished_stays_sealed_and_says_so(publisher, time_machine):
    page, other = draft_release(), report()
    release_set = make_set(page, other, user=publisher)
    release_sets.approve(release_set, publisher)
    # As a person with a database shell would.
    Revision.objects.filter(object_id=str(page.pk)).update(object_id="999999")
    time_machine.move_to(MOMENT)

    run_due()

    assert not is_live(other)
    assert state_of(release_set) == ReleaseSet.State.FAILED
    assert "was deleted" in PublicationFailure.objects.get().reason


def test_a_set_goes_out_after_its_owner_was_deleted(time_machine, mailoutbox):
    owner, colleague = factories.make_user("owner-of-set"), factories.make_user("colleague")
    page = draft_release()
    release_set = make_set(page, user=owner)
    release_sets.approve(release_set, owner)
    owner.delete()
    time_machine.move_to(MOMENT)

    assert run_due() == 1

    assert is_live(page)
    assert colleague.email in {address for message in mailoutbox for address in message.to}


def test_an_outage_that_outlasts_an_item_of_a_set_ends_with_it_withdrawn(publisher, time_machine):
    page, other = draft_release(expire_at=MOMENT + MINUTE), report()
    release_sets.approve(make_set(page, other, user=publisher), publisher)
    time_machine.move_to(MOMENT + 2 * MINUTE)

    assert run_due() == 1

    assert not is_live(page)
    assert page.expired
    assert is_live(other)


def test_a_set_that_is_out_is_closed(publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.publish_now(release_set, publisher)

    for act in (
        release_sets.approve,
        release_sets.cancel,
        release_sets.publish_now,
        release_sets.reopen,
    ):
        with pytest.raises(ValidationError, match="is now published"):
            act(release_set, publisher)
    with pytest.raises(ValidationError, match="is now published"):
        release_sets.add_item(release_set, report(), publisher)


def test_tidying_up_old_revisions_keeps_the_approved_one(publisher):
    page = draft_release(title="As approved")
    release_sets.approve(make_set(page, user=publisher), publisher)
    page.title = "Saved by somebody whose editor was open already"
    page.save_revision(clean=False)

    purge_revisions()

    (item,) = ReleaseSetItem.objects.all()
    assert item.revision.content["title"] == "As approved"


def test_approval_refuses_what_was_edited_since_it_was_seen(publisher):
    page = draft_release()
    release_set = make_set(page, user=publisher)
    seen = {item.pk: release_sets.get_item_revision(item).pk for item in release_set.items.all()}
    page.title = "Edited meanwhile"
    page.save_revision(clean=False)

    with pytest.raises(ValidationError, match="was edited since you looked"):
        release_sets.approve(release_set, publisher, seen)

    assert state_of(release_set) == ReleaseSet.State.DRAFT


def test_what_is_dated_for_the_go_live_follows_the_set_to_another_day(publisher, time_machine):
    dated = draft_release(release_date=MOMENT.date())
    backdated = draft_release(slug="backdated", release_date=date(2012, 12, 20))
    printed = report(published=MOMENT.date(), published_precision=DatePrecision.DAY)
    release_set = make_set(dated, backdated, printed, user=publisher)
    release_sets.approve(release_set, publisher)
    links = EmbargoLink(outlet="The Example Times", token_hash="0", scheduled_for=MOMENT)
    links.content_object = release_set
    links.save()
    later = MOMENT + timedelta(days=4)

    release_sets.reschedule_release_set(release_set, later, "The minister is ill", publisher)
    time_machine.move_to(later)
    assert run_due() == 1

    dated.refresh_from_db()
    backdated.refresh_from_db()
    printed.refresh_from_db()
    assert dated.release_date == printed.published == later.date()
    assert backdated.release_date == date(2012, 12, 20)
    assert "for the new day" in str(list(release_set.events.values_list("action")))
    links.refresh_from_db()
    assert (links.scheduled_for, links.revoked_at) == (later, None)


@pytest.mark.parametrize("broken", ["get_recipients", "get_full_edit_url"])
def test_a_set_goes_out_though_nobody_can_be_told(publisher, time_machine, monkeypatch, broken):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(release_set, publisher)
    monkeypatch.setattr(f"publishing.notifications.{broken}", lambda *args: 1 / 0)
    time_machine.move_to(MOMENT)

    assert run_due() == 1

    assert state_of(release_set) == ReleaseSet.State.PUBLISHED


def test_approval_refuses_what_is_in_moderation(publisher):
    page = draft_release()
    workflow = Workflow.objects.create(name="Sign-off")
    task = GroupApprovalTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    release_set = make_set(page, user=publisher)
    workflow.start(page, publisher)

    with pytest.raises(ValidationError, match="is waiting for approval"):
        release_sets.approve(release_set, publisher)


@pytest.mark.parametrize("user", [None, "publisher"])
def test_nothing_but_its_set_publishes_what_is_held(publisher, user):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)

    with pytest.raises(ValidationError, match="goes live with the release set"):
        page.latest_revision.publish(user=publisher if user else None)

    assert not is_live(page)


def test_a_held_banner_is_not_unpublished_by_itself(publisher):
    banner = factories.make_banner(expire_at=MOMENT + 60 * MINUTE, go_live_at=None)
    banner.heading = "Changed"
    banner.save_revision(clean=False)
    banner.refresh_from_db()
    release_sets.approve(make_set(banner, user=publisher), publisher)

    with pytest.raises(ValidationError, match="Remove it from the set"):
        banner.unpublish(user=publisher)

    assert is_live(banner)


def test_a_held_page_is_not_closed_to_the_public(publisher):
    page = draft_release()
    release_sets.approve(make_set(page, user=publisher), publisher)

    for closed in (page, page.get_parent()):
        with pytest.raises(ValidationError, match="closed to the public"):
            factories.make_private(closed)


def test_a_set_that_was_approved_meanwhile_is_not_deleted(publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(ReleaseSet.objects.get(pk=release_set.pk), publisher)

    with pytest.raises(ValidationError, match="Cancel it first"), transaction.atomic():
        release_set.delete()

    assert ReleaseSet.objects.exists()


def test_saving_the_form_never_takes_a_set_back(publisher):
    release_set = make_set(draft_release(), user=publisher)
    release_sets.approve(ReleaseSet.objects.get(pk=release_set.pk), publisher)

    release_sets.update_details(release_set, publisher, "New title", "", MOMENT + 60 * MINUTE)

    stored = ReleaseSet.objects.get()
    assert (stored.title, stored.state, stored.go_live_at) == ("New title", "approved", MOMENT)


def test_what_went_live_is_shown_afterwards_and_not_later_drafts(publisher):
    page = draft_release(title="As published")
    release_set = make_set(page, user=publisher)
    release_sets.publish_now(release_set, publisher)
    page.refresh_from_db()
    page.title = "A later draft"
    page.save_revision(clean=False)

    (item,) = release_set.items.all()
    assert release_sets.get_item_revision(item).content["title"] == "As published"


def test_a_set_made_a_draft_again_means_the_latest_drafts(publisher):
    page = draft_release(title="First words")
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)
    release_sets.reopen(release_set, publisher)
    page.title = "Second words"
    page.save_revision(clean=False)

    (item,) = release_set.items.all()
    assert release_sets.get_item_revision(item).content["title"] == "Second words"


def test_titles_of_any_length_fit_the_log(publisher):
    page = draft_release(title="A" * 120)
    release_set = make_set(page, user=publisher)
    release_sets.approve(release_set, publisher)

    release_sets.reschedule_release_set(release_set, MOMENT + MINUTE, "Later", publisher)
    release_sets.cancel(release_set, publisher)

    assert "A" * 120 in str(list(release_set.events.values_list("action", flat=True)))


def test_a_deleted_item_of_a_draft_set_keeps_its_name(publisher):
    page = draft_release(title="Soon gone")
    release_set = make_set(page, user=publisher)
    page.delete()

    assert str(release_set.items.get()) == "Soon gone (deleted)"
    with pytest.raises(ValidationError, match="“Soon gone” was deleted"):
        release_sets.approve(release_set, publisher)

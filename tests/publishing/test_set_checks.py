"""The dry run of a release set names what points at something that readers will not see."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from publishing import release_sets
from publishing.models import ReleaseSet
from publishing.release_sets.references import find_dangling_references
from snippets.models import Organisation
from tests import factories
from tests.publishing.sets_to_publish import MINUTE, MOMENT, banner_to, draft_release, make_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]


def cover_of(report):
    return {"type": "report_cover", "value": {"report": report.pk, "links": []}}


def link_to(page):
    html = f'<p>Read <a linktype="page" id="{page.pk}">our report on leaving care</a>.</p>'
    return {"type": "paragraph", "value": html}


def state_of(release_set):
    return ReleaseSet.objects.get(pk=release_set.pk).state


POINTERS = {
    "a banner": (banner_to, "Link"),
    "a report cover": (lambda page: draft_release(body=[link_to(page), cover_of(page)]), "Body"),
    "a text": (lambda page: draft_release(body=[link_to(page)]), "Body"),
}


@pytest.mark.parametrize("pointer", POINTERS)
def test_what_points_at_an_unpublished_page_is_not_approved(publisher, report, pointer):
    make, place = POINTERS[pointer]
    item = make(report)
    release_set = make_set(item, user=publisher)

    with pytest.raises(ValidationError) as refusal:
        release_sets.approve(release_set, publisher)

    [message] = refusal.value.messages
    assert message.startswith(f"“{item}”: {place}: Readers cannot see “After Eighteen”")
    assert f"remove it from “{place}”" in message
    assert release_sets.find_set_approval_problems(release_set, publisher) == [message]
    assert state_of(release_set) == ReleaseSet.State.DRAFT


@pytest.mark.parametrize("order", [1, -1])
def test_what_goes_live_with_it_is_no_problem_whatever_the_order(publisher, report, order):
    release_set = make_set(*[report, banner_to(report)][::order], user=publisher)

    assert release_sets.find_set_approval_problems(release_set, publisher) == []
    release_sets.approve(release_set, publisher)


def test_what_goes_live_before_it_is_no_problem(publisher, report):
    banner = banner_to(report)
    release_sets.approve(make_set(report, user=publisher, at=MOMENT - 5 * MINUTE), publisher)
    assert (
        release_sets.find_set_approval_problems(make_set(banner, user=publisher), publisher) == []
    )


def test_what_goes_live_after_it_is_a_problem(publisher, report):
    banner = banner_to(report)
    report.go_live_at = MOMENT + MINUTE
    report.save_revision(approved_go_live_at=MOMENT + MINUTE, clean=False)

    [problem] = release_sets.find_set_approval_problems(make_set(banner, user=publisher), publisher)
    assert "Readers cannot see" in problem


def test_what_expires_before_it_is_a_problem(publisher):
    page = factories.make_report_page(slug="gone", title="Soon gone", expire_at=MOMENT - MINUTE)

    [problem] = release_sets.find_set_approval_problems(
        make_set(banner_to(page), user=publisher), publisher
    )
    assert "“Soon gone”" in problem


def test_what_is_closed_to_the_public_is_a_problem(publisher):
    page = factories.make_report_page(slug="closed", title="For members")
    factories.make_private(page)

    [problem] = release_sets.find_set_approval_problems(
        make_set(banner_to(page), user=publisher), publisher
    )
    assert "“For members”" in problem


def test_shared_content_that_is_not_published_is_a_problem(publisher):
    statistic = factories.make_statistic(live=False)
    page = draft_release(body=[link_to(factories.make_home()), figure(statistic)])

    [problem] = release_sets.find_set_approval_problems(make_set(page, user=publisher), publisher)
    assert "Readers cannot see" in problem


def figure(statistic):
    return {"type": "statistic", "value": {"statistic": statistic.pk}}


def test_what_was_deleted_is_named_with_its_place(publisher):
    page = factories.press_release(slug="joint", live=False)
    organisation = Organisation.objects.create(name="Gone Trust")
    page = draft_release()
    row = {"pk": None, "sort_order": 0, "page": page.pk, "organisation": organisation.pk}
    revision = page.latest_revision
    Revision.objects.filter(pk=revision.pk).update(
        content={**revision.content, "issued_with": [row]}
    )
    organisation.delete()

    problems = release_sets.find_set_approval_problems(make_set(page, user=publisher), publisher)
    assert any("Issued with: An organisation chosen here was deleted" in each for each in problems)


def test_a_title_is_named_only_to_those_who_may_know_it(report, django_user_model):
    writer = django_user_model.objects.create_user("writer")
    banner = banner_to(report)
    release_set = make_set(user=factories.make_user("publisher"))
    release_sets.add_item(release_set, banner, factories.make_user("other"))

    problems = release_sets.find_set_approval_problems(release_set, writer)

    assert problems
    assert "After Eighteen" not in str(problems)
    assert "New report" not in str(problems)


def test_the_check_stores_nothing_and_asks_for_no_right(publisher, report):
    release_set = make_set(report, user=publisher)

    assert release_sets.find_set_approval_problems(release_set, publisher) == []

    report.refresh_from_db()
    assert not report.live
    assert state_of(release_set) == ReleaseSet.State.DRAFT


def test_references_cost_as_many_queries_for_many_items_as_for_two(publisher, report):
    factories.make_media_contact()

    def count(items):
        pages = [
            draft_release(slug=f"page-{items}-{n}", body=[link_to(report)]) for n in range(items)
        ]
        contents = [page.latest_revision.as_object() for page in pages]
        with CaptureQueriesContext(connection) as asked:
            assert len(find_dangling_references(contents, MOMENT, None)) == 1
        return len(asked)

    assert count(8) == count(2)

"""A post of the admin that lacks something is answered with what to do, never with a fault."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form, Select
from wagtail.blocks import CharBlock
from wagtail.models import Page

from editorial.malformed_posts import is_malformed, is_posted_pk_lookup_error
from publishing.approval.refusals import get_error_messages
from tests import factories
from tests.editing import edit_url, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    factories.make_home()
    client.force_login(factories.make_user())
    client.raise_request_exception = False
    return client


@pytest.fixture
def release():
    page = factories.make_press_release()
    page.save_revision()
    return page


@pytest.mark.parametrize("count", [None, "", "many", "-1x"])
@pytest.mark.parametrize("place", ["edit", "revert", "preview"])
def test_a_form_without_the_count_of_its_blocks_says_what_to_do(desk, release, place, count):
    data = posted(release, title="A title that took an hour")
    del data["body-count"]
    if count is not None:
        data["body-count"] = count
    data["revision"] = release.latest_revision_id
    url = edit_url(release) + ("preview/" if place == "preview" else "")

    response = desk.post(url, data)

    assert response.status_code == 400
    shown = response.content.decode()
    assert "nothing was saved" in shown
    assert "A title that took an hour" in shown
    assert Page.objects.get(pk=release.pk).latest_revision_id == release.latest_revision_id


def test_an_autosave_without_the_count_gets_an_answer_that_its_script_reads(desk, release):
    response = desk.post(edit_url(release), {"title": "x"}, headers={"Accept": "application/json"})

    assert response.status_code == 400
    assert response.json()["success"] is False


def fail(*_args, **_kwargs):
    raise TypeError("A bug")


def test_a_fault_of_a_model_stays_a_fault(desk, release, monkeypatch):
    data = posted(release, title="Another title")
    monkeypatch.setattr(type(release), "clean", fail)

    assert desk.post(edit_url(release), data).status_code == 500


def caught_in_full_clean_of(self, error):
    """Return the error as it comes out of a method `full_clean` of `self`."""

    def full_clean(self):
        raise error

    with pytest.raises(type(error)) as caught:
        full_clean(self)
    return caught.value


@pytest.mark.parametrize("reader", [Form, Select, CharBlock])
def test_a_fault_counts_only_where_something_reads_a_form(reader):
    assert is_malformed(caught_in_full_clean_of(reader(), TypeError("Not a number")))
    assert not is_malformed(caught_in_full_clean_of(Page(), TypeError("A bug")))
    assert not is_malformed(caught_in_full_clean_of(None, TypeError("A bug")))


@pytest.mark.parametrize("reader", [Form, Page])
def test_a_rule_that_refuses_is_left_to_be_told_as_a_refusal(reader):
    refusal = caught_in_full_clean_of(reader(), ValidationError("A rule says no."))

    assert not is_malformed(refusal)
    assert get_error_messages(refusal) == ["A rule says no."]


@pytest.mark.parametrize("chosen", ["not-a-number", "1.5", "\x1b[31m"])
def test_a_form_whose_chooser_got_no_number_says_what_to_do(desk, chosen):
    page = factories.make_policy_explainer()
    data = posted(page, title="A title that took an hour") | {"instrument": chosen}

    response = desk.post(edit_url(page), data)

    assert response.status_code == 400
    assert "A title that took an hour" in response.content.decode()


@pytest.mark.parametrize("parent", ["", "not-a-number", "999999"])
def test_a_copy_that_is_to_go_nowhere_says_what_to_do(desk, release, parent):
    data = {"new_title": "A copy", "new_slug": "copy", "new_parent_page": parent}

    assert desk.post(f"/admin/pages/{release.pk}/copy/", data).status_code == 400


def test_a_row_that_nobody_posted_is_a_fault():
    Page.objects.get(pk=1)
    for key in ("not-a-number", "999999"):
        with pytest.raises((ValueError, Page.DoesNotExist)) as caught:
            Page.objects.get(pk=key)
        assert is_posted_pk_lookup_error(caught.value, {key})
        assert not is_posted_pk_lookup_error(caught.value, {"another"})


def test_a_post_that_leads_on_to_no_address_changes_nothing(desk, release):
    unpublish = f"/admin/pages/{release.pk}/unpublish/"

    assert desk.post(unpublish, {"next": "NaN"}).status_code == 400
    assert Page.objects.get(pk=release.pk).live
    assert desk.post(unpublish, {"next": "/admin/reports/"}).status_code == 302


PASSWORD = "sesame-open-1"


@pytest.mark.parametrize("name", ["password-old_password", "New_Password"])
@pytest.mark.parametrize("address", ["account/?next=NaN", "choose-external-link/"])
def test_a_post_with_a_password_shows_nothing_of_what_was_typed(desk, address, name):
    response = desk.post(f"/admin/{address}", {name: PASSWORD, "email": "a@example.org"})

    assert response.status_code == 400
    assert PASSWORD not in response.content.decode()
    assert "a@example.org" not in response.content.decode()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_nothing_keeps_the_answer_to_a_malformed_post(desk, accept):
    response = desk.post("/admin/account/?next=NaN", headers={"accept": accept})

    assert "no-store" in response["Cache-Control"]


def test_signing_in_and_out_takes_a_relative_address(client):
    user = factories.make_user()
    user.set_password(PASSWORD)
    user.save()
    form = {"username": user.get_username(), "password": PASSWORD}

    assert client.post("/admin/login/?next=NaN", form)["Location"] == "NaN"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.post("/admin/logout/?next=NaN").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_is_signed_in_already_is_led_on_from_the_sign_in(desk, method):
    response = getattr(desk, method)("/admin/login/?next=NaN", follow=True)

    assert response.redirect_chain[-1] == ("/admin/", 302)
    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["topic", "sitebanner", "mediacontact"])
def test_a_chooser_without_a_form_of_its_own_takes_no_post(desk, kind):
    assert desk.post(f"/admin/snippets/choose/snippets/{kind}/create/").status_code == 404


def test_a_link_dialogue_that_is_sent_empty_says_what_to_do(desk):
    assert desk.post("/admin/choose-external-link/").status_code == 400


def test_a_version_of_a_banner_can_be_looked_at(desk):
    banner = factories.make_banner()
    revision = banner.save_revision()
    url = f"/admin/snippets/snippets/sitebanner/history/{banner.pk}/revisions/{revision.pk}/view/"

    assert desk.get(url).status_code == 200


def test_deleting_a_page_and_what_is_below_it_together_deletes_both(desk, release):
    index = release.get_parent()
    selected = f"id={index.pk}&id={release.pk}"

    response = desk.post(f"/admin/bulk/wagtailcore/page/delete/?{selected}")

    assert response.status_code == 302
    assert not Page.objects.filter(pk__in=[index.pk, release.pk]).exists()

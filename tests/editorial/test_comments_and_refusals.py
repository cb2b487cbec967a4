"""Comments reach the people they are for; refusals and unfinished forms say what to do."""

import pytest
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.management import call_command
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from wagtail.models import Comment, PageSubscription

from editorial.refusals import PERMISSION_DENIED_MESSAGE, PeopleToAskMiddleware
from publishing.approval.people_to_ask import describe_people_to_ask, find_people_to_ask
from tests import factories
from tests.editing import PUBLISH, SAVE, SUBMIT, add_url, edit_url, posted
from tests.editorial.test_sign_off import decide, member, send, signed_in

pytestmark = pytest.mark.django_db

TITLED = f"“{PERMISSION_DENIED_MESSAGE} <img src=x onerror=alert(1)>”"

MAKE = [
    factories.make_press_release,
    factories.make_policy_explainer,
    factories.make_report_page,
    factories.make_information_page,
    factories.make_home,
    factories.make_press_index,
]


@pytest.fixture
def release():
    release = factories.make_press_release(live=False, title="Guardians for children")
    call_command("setup_roles")
    return release


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("make", MAKE)
def test_every_form_of_a_page_has_inline_comments(client, make):
    client.force_login(factories.make_user())
    form = client.get(edit_url(make()))
    assert "comments" in form.context["form"].formsets
    assert (
        "data-comments-autosave" in form.content.decode()
        or "comments-data" in form.content.decode()
    )


def test_who_submits_is_told_of_comments_and_those_that_are_open_come_with_what_is_sent_back(
    release, mailoutbox
):
    contributor, publisher = member("Contributor"), member("Publisher")
    send(contributor, release, SUBMIT)
    assert PageSubscription.objects.get(page=release, user=contributor).comment_notifications
    mailoutbox.clear()
    comment = {
        "TOTAL_FORMS": "1",
        "INITIAL_FORMS": "0",
        "MIN_NUM_FORMS": "0",
        "MAX_NUM_FORMS": "",
        "0": {
            "text": "Who says so & why?",
            "contentpath": "summary",
            "position": "",
            "resolved": "",
            "DELETE": "",
            "id": "",
            "replies": {
                "TOTAL_FORMS": "0",
                "INITIAL_FORMS": "0",
                "MIN_NUM_FORMS": "0",
                "MAX_NUM_FORMS": "",
            },
        },
    }
    send(publisher, release, SAVE, comments=comment)
    assert Comment.objects.get().text == "Who says so & why?"
    (mail,) = [mail for mail in mailoutbox if mail.to == [contributor.email]]
    assert "Who says so & why?" in mail.body
    mailoutbox.clear()

    decide(publisher, release, "reject", "See the comments.")

    (mail,) = [mail for mail in mailoutbox if mail.to == [contributor.email]]
    assert "See the comments." in mail.body
    assert '- publisher: "Who says so & why?"' in mail.body


def test_a_refusal_names_the_people_to_ask(release):
    publisher = member("Publisher")
    publisher.first_name, publisher.last_name = "Pat", "<Publisher>"
    publisher.save()
    factories.make_user("administrator", first_name="Ada", last_name="Admin")
    topics = reverse(factories.make_topic().snippet_viewset.get_url_name("list"))

    (refusal,) = told(signed_in(member("Contributor")).get(topics, follow=True))
    assert PERMISSION_DENIED_MESSAGE in refusal
    assert "Ask Pat &lt;Publisher&gt;." in refusal

    # A publisher who is refused something asks an administrator.
    users = reverse("wagtailusers_users:index")
    (refusal,) = told(signed_in(publisher).get(users, follow=True))
    assert "Ask Ada Admin." in refusal


@pytest.mark.parametrize(
    ("are_administrators", "others"),
    [(False, "another publisher"), (True, "another administrator")],
)
def test_of_many_people_to_ask_the_rest_are_named_by_what_they_are(are_administrators, others):
    for number in range(6):
        factories.make_user(f"person-{number}")
    get_user_model().objects.update(is_superuser=are_administrators)
    people = find_people_to_ask(set(), username__startswith="person")

    advice = describe_people_to_ask(people)

    assert advice == f"Ask {', '.join(f'person-{number}' for number in range(5))} or {others}."


@pytest.mark.parametrize("text", [f"{TITLED} cannot be deleted.", format_html("{}", TITLED)])
def test_a_title_that_quotes_a_refusal_is_escaped(rf, text):
    request = rf.get("/admin/")
    request.user = factories.make_user()
    request.session = {}
    request._messages = FallbackStorage(request)
    messages.error(request, text)
    middleware = PeopleToAskMiddleware(lambda request: HttpResponseRedirect("/admin/"))

    middleware(request)

    (message,) = request._messages._queued_messages
    shown = conditional_escape(message.message)
    assert PERMISSION_DENIED_MESSAGE in shown
    assert "<" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_a_refusal_without_anybody_to_ask_stays_as_it_is(release):
    users = reverse("wagtailusers_users:index")
    Group.objects.filter(name="Publisher").delete()
    (refusal,) = told(signed_in(member("Contributor")).get(users, follow=True))
    assert refusal.strip().endswith("this area.") or "Ask" not in refusal


@pytest.mark.parametrize(
    ("button", "said"),
    [(SUBMIT, "Not submitted for approval yet."), (PUBLISH, "Not published yet.")],
)
def test_an_unfinished_page_says_what_is_missing_and_what_was_not_done(
    client, release, button, said
):
    client.force_login(factories.make_user())
    data = posted(release, summary="Short.", release_date="", slug="another")
    for address in (edit_url(release), add_url(release, release.get_parent())):
        response = client.post(address, {**data, **button})
        (everything,) = told(response)
        assert said in everything
        assert "<b>Release date</b> This field is required." in everything
        # A rule beside an empty field is told as well, as in the checklist.
        assert "<b>Summary</b> The summary has 6 characters." in everything
        assert "could not be" not in everything


def test_a_draft_that_cannot_be_saved_says_so(client, release):
    client.force_login(factories.make_user())
    response = client.post(edit_url(release), posted(release, title=""))
    assert "Not saved." in " ".join(told(response))


@pytest.mark.parametrize("make", [factories.make_press_release, factories.make_media_contact])
def test_form_and_checklist_name_the_same(client, make):
    content = make(live=False)
    client.force_login(factories.make_user())
    gap = {"release_date": "", "title": "Stop."} if hasattr(content, "title") else {"role": ""}
    data = posted(content, **gap)
    name, args = "checklist_page", [content.pk]
    if not hasattr(content, "title"):
        name, args = "checklist_snippet", [content._meta.model_name, content.pk]

    found = client.post(reverse(name, args=args), data).context["checklist"].errors
    form = client.post(edit_url(content), {**data, **PUBLISH}).context["form"]

    assert found
    assert {problem.name for problem in found} == set(form.errors)

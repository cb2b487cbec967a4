"""Two versions of a page are compared whatever they are made of, and shown as readers get them."""

import pytest
from django.urls import reverse
from wagtail.blocks import StreamValue

from home.models import InformationPage
from policy.models import PolicyExplainer, ReportPage
from pressroom.models import PressRelease
from tests import factories

pytestmark = pytest.mark.django_db

MAKE = {
    PressRelease: factories.make_press_release,
    PolicyExplainer: factories.make_policy_explainer,
    ReportPage: factories.make_report_page,
    InformationPage: factories.make_information_page,
}
BLOCKS = [
    pytest.param(model, field.name, name, id=f"{model.__name__}.{field.name}.{name}")
    for model in MAKE
    for field in model._meta.get_fields()
    if hasattr(field, "stream_block")
    for name in field.stream_block.child_blocks
]


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def compare(content, before, after):
    name = "wagtailadmin_pages:revisions_compare"
    if hasattr(content, "snippet_viewset"):
        name = content.snippet_viewset.get_url_name("revisions_compare")
    return reverse(name, args=[content.pk, before, after])


def version(page, **values):
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision(clean=False).pk


@pytest.mark.parametrize(("model", "field", "name"), BLOCKS)
def test_every_block_is_compared(editor, model, field, name):
    page = MAKE[model]()
    stream = model._meta.get_field(field).stream_block
    block = stream.child_blocks[name]
    example = StreamValue(stream, [(name, block.get_preview_value())])
    empty = StreamValue(stream, [(name, block.get_default())])
    without = version(page, **{field: StreamValue(stream, [])})
    blank, filled = version(page, **{field: empty}), version(page, **{field: example})

    added = editor.get(compare(page, without, filled))
    assert added.status_code == 200
    assert "There are no differences" not in added.content.decode()
    assert "addition" in added.content.decode()
    assert editor.get(compare(page, blank, filled)).status_code == 200
    assert editor.get(compare(page, filled, blank)).status_code == 200


def frames(response):
    return response.content.decode().count("<iframe")


def view_of(page, number):
    return reverse("wagtailadmin_pages:revisions_view", args=[page.pk, number])


def test_both_versions_are_shown_as_readers_would_get_them(editor):
    page = factories.make_press_release()
    first = version(page, title="The first title")
    second = version(page, title="The second title")
    shown = editor.get(compare(page, first, second)).content.decode()
    assert shown.index(view_of(page, first)) < shown.index(view_of(page, second))
    for number, title in ((first, "The first title"), (second, "The second title")):
        response = editor.get(view_of(page, number))
        assert title in response.content.decode()
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_versions_are_found_by_what_wagtail_calls_them(editor):
    page = factories.make_press_release(minor_change=True)
    first = version(page, title="The first title")
    live = version(page, title="The second title")
    page.latest_revision.publish()
    last = version(page, title="The third title")
    for before, after, numbers in (
        ("live", "latest", (live, last)),
        ("earliest", "live", (first, live)),
    ):
        shown = editor.get(compare(page, before, after)).content.decode()
        assert all(view_of(page, number) in shown for number in numbers)
        assert shown.count("<iframe") == 2


def test_shared_content_is_shown_as_well(editor):
    topic = factories.make_topic()
    first = version(topic, name="Before")
    second = version(topic, name="After")
    assert frames(editor.get(compare(topic, first, second))) == 2


def test_what_no_version_is_kept_of_is_compared_in_words_only(editor):
    page = factories.make_press_release()
    version(page, title="Another title")
    assert page.live_revision_id is None
    response = editor.get(compare(page, "live", "latest"))
    assert response.status_code == 200
    assert frames(response) == 0

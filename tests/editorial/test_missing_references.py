"""A reference to something deleted breaks no form, list, preview or page."""

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.blocks import (
    BooleanBlock,
    ChoiceBlock,
    ChooserBlock,
    DateBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, get_page_models

from content.validation.missing_references import find_missing_references
from content.validation.publication_rules import PublicationRulesMixin
from pages.registry import get_content_page_models
from snippets.models.base import get_base_snippet_models
from tests import factories
from tests.editing import edit_url, posted

pytestmark = pytest.mark.django_db

GONE = 987654
LINKS = (
    f'<p>See <a linktype="page" id="{GONE}">the page</a>, '
    f'<a linktype="document" id="{GONE}">the file</a>.</p>'
)
MAKE = {
    "contactdetails": factories.make_contact_details,
    "homepage": factories.make_home,
    "informationpage": factories.make_information_page,
    "instrument": factories.make_instrument,
    "mediacontact": factories.make_media_contact,
    "organisation": factories.make_organisation,
    "promo": factories.make_promo,
    "sitebanner": factories.make_banner,
    "statistic": factories.make_statistic,
    "topic": factories.make_topic,
} | {
    model._meta.model_name: partial(factories.make_content_page, model)
    for model in get_content_page_models()
}


def refers(model):
    return (
        any(isinstance(field, StreamField) for field in model._meta.fields)
        or any(keys_of(model))
        or any(rows_of(model))
    )


def keys_of(model):
    """Return the fields in which an editor chooses something."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.editable
        and field.model is not Page
        and not field.remote_field.parent_link
        and not isinstance(field, ParentalKey)
    ]


def rows_of(model):
    relations = [
        relation
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    ]
    return [relation for relation in relations if keys_of(relation.related_model)]


KINDS = sorted(
    model._meta.model_name
    for model in [*get_page_models(), *get_base_snippet_models()]
    if issubclass(model, PublicationRulesMixin) and refers(model)
)


# What is stored of blocks that have no others inside.
LEAVES = (
    (ChooserBlock, GONE),
    (RichTextBlock, LINKS),
    (TypedTableBlock, {"columns": [], "rows": [], "caption": ""}),
    (DateBlock, date(2013, 1, 1).isoformat()),
    (URLBlock, "https://www.example.org/"),
    (BooleanBlock, False),
    (StaticBlock, None),
)


def sample(block: Any) -> Any:
    """Return a stored value of a block in which everything chosen is gone."""
    match block:
        case StreamBlock():
            return [
                {"type": name, "value": sample(child), "id": f"{name}-1"}
                for name, child in block.child_blocks.items()
            ]
        case StructBlock():
            return {name: sample(child) for name, child in block.child_blocks.items()}
        case ListBlock():
            return [{"type": "item", "value": sample(block.child_block), "id": "item-1"}]
        case ChoiceBlock():
            return next(str(value) for value, _name in block.field.choices if value)
    return next((value for kind, value in LEAVES if isinstance(block, kind)), "Some words")


def streams_of(model):
    return {
        field.name: sample(field.stream_block)
        for field in model._meta.fields
        if isinstance(field, StreamField)
    }


def break_draft(content):
    """Save a draft of `content` in which everything that can be chosen was chosen and deleted."""
    model = type(content)
    content.save_revision(clean=False)
    revision = content.latest_revision
    data = revision.content
    data |= {name: json.dumps(value) for name, value in streams_of(model).items()}
    data |= {field.name: GONE for field in keys_of(model)}
    for relation in rows_of(model):
        row = {"pk": None, "sort_order": 0, relation.field.name: content.pk}
        row |= {field.name: GONE for field in keys_of(relation.related_model)}
        data[relation.get_accessor_name()] = [row]
    for field in get_all_child_m2m_relations(model):
        data[field.name] = [*data[field.name], GONE]
    Revision.objects.filter(pk=revision.pk).update(content=data)
    return model.objects.get(pk=content.pk)


@pytest.fixture(params=KINDS)
def content(request):
    made = MAKE[request.param]()
    return made.specific if isinstance(made, Page) else made


@pytest.fixture
def editor(client):
    user = factories.make_user("editor")
    client.force_login(user)
    return client


def test_every_kind_that_refers_is_tried():
    assert set(KINDS) <= set(MAKE)
    assert {"pressrelease", "reportpage", "policyexplainer", "homepage", "sitebanner"} <= set(KINDS)


def test_forms_lists_previews_and_comparisons_stand(editor, content):
    content = break_draft(content)
    form = AdminURLFinder().get_edit_url(content)

    page = editor.get(form)

    assert page.status_code == 200
    names = {reference.field for reference in find_missing_references(*version_of(content))}
    assert names
    shown = page.content.decode()
    for name in names:
        assert f"{content.get_field_label(name)}: A" in shown
    assert "Choose another or remove it, then save." in shown
    urls = [listing_of(content)]
    if isinstance(content, Page):
        urls += [
            reverse(f"wagtailadmin_pages:{name}", args=[content.pk])
            for name in ("history", "usage", "view_draft", "delete", "copy", "unpublish")
        ]
    for url in urls:
        assert editor.get(url).status_code in (200, 302), url
    draft = content.get_latest_revision_as_object()
    assert draft.make_preview_request().status_code == 200


def test_a_deleted_topic_leaves_a_draft_with_the_next_save(editor):
    kept, deleted = factories.make_topic("Kept"), factories.make_topic("Deleted")
    release = factories.make_press_release(topics=[kept, deleted])
    release.save_revision()
    deleted.delete()
    form = edit_url(release)
    assert "A topic chosen here was deleted" in editor.get(form).content.decode()

    fresh = type(release).objects.get(pk=release.pk)
    editor.post(form, posted(fresh.get_latest_revision_as_object()))

    assert "was deleted" not in editor.get(form).content.decode()
    assert type(release).objects.get(pk=release.pk).latest_revision.content["topics"] == [kept.pk]


def test_the_live_page_stands(client, content):
    for name, value in streams_of(type(content)).items():
        setattr(content, name, json.dumps(value))
        type(content).objects.filter(pk=content.pk).update(**{name: getattr(content, name)})
    stored = type(content).objects.get(pk=content.pk)

    url = stored.url if isinstance(stored, Page) else factories.make_home().url

    assert client.get(url).status_code == 200


def test_what_is_gone_is_cleared_by_saving_the_draft(editor, content):
    content = break_draft(content)
    draft = content.get_latest_revision_as_object()

    draft.save_revision(clean=False)

    left = {reference.field for reference in find_missing_references(*version_of(draft))}
    streams = set(streams_of(type(content)))
    assert left <= streams


def version_of(content):
    revision = Revision.objects.filter(object_id=str(content.pk)).order_by("-pk").first()
    return type(content), revision.content


def listing_of(content):
    if isinstance(content, Page):
        return reverse("wagtailadmin_explore", args=[content.get_parent().pk])
    return reverse(content.snippet_viewset.get_url_name("list"))

"""Text is cleaned once, by every form, every block and every page or snippet that is validated."""

import json
import re
from typing import Any

import pytest
from django import forms
from django.apps import apps
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import Block, CharBlock, FieldBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page
from wagtail.rich_text import RichText

from content.text.cleaning import clean_content, clean_line, clean_stream_data, clean_text
from content.text.traversal import get_texts
from pages.content_page import ContentPage
from publishing.release_sets.forms import CancelSetForm, ReleaseSetForm
from snippets.models.base import get_base_snippet_models
from tests import factories
from tests.editing import edit_url, posted
from tests.hostile_strings import (
    CONTROL_CHARACTERS,
    HOSTILE_STRINGS,
    LONE_SURROGATES,
    NON_CHARACTERS,
    SENDABLE_STRINGS,
    WORD,
)

# One of each kind that no text may hold, and what is left of it in a line.
HARM = "\x00\x0b\x1b\ufffe\U0001fffe\u202e\u200b\u00ad\ufeff\x81"
LEFT = " ."
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe"
    "\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff]"
)


@pytest.mark.parametrize("text", HOSTILE_STRINGS.values(), ids=HOSTILE_STRINGS)
def test_a_clean_text_holds_nothing_harmful_and_stays_as_it_is(text):
    clean = clean_text(text)

    assert not HARMFUL.search(clean)
    assert clean_text(clean) == clean
    assert clean.encode().decode() == clean
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize(
    "text",
    [text for group in (CONTROL_CHARACTERS, NON_CHARACTERS, LONE_SURROGATES)
     for text in group.values() if WORD in text],
)  # fmt: skip
def test_words_around_what_is_removed_stay(text):
    assert WORD in clean_text(text)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("One\x0btwo", "One two"),
        ("One\x0ctwo", "One two"),
        ("One\r\ntwo\rthree", "One two three"),
        ("One\ttwo", "One two"),
        ("One\u2028two", "One two"),
        ("child\x92s \x93own\x94 \x96 voice", "child’s “own” – voice"),
        ("safe\u00adguard\u200bing", "safeguarding"),
        ("\ud83d\ude00", "\U0001f600"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\u202a+44 20 7946 0101\u202c", "+44 20 7946 0101"),
    ],
)
def test_a_line_reads_as_it_was_meant(typed, clean):
    assert clean_line(typed) == clean


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family, one emoji
        "\u2764\ufe0f\u200d\U0001f525",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian parts letters by it
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "\u05d0 \u2068safe\u2069 \u202bx\u202c",  # closed, around Hebrew
        "First\n\nsecond\tcolumn",
        "<p>1 &lt; 2</p>",
        "100\u00a0%",
    ],
)
def test_what_is_written_on_purpose_stays(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("\u05d0\u202e x", "\u05d0 x"),
        ("\u05d0 x\u202c\u2069", "\u05d0 x"),
        # An override ends with the isolate that it stands in.
        ("\u05d0\u2067a\u202eb\u2069c", "\u05d0\u2067ab\u2069c"),
        # And with its paragraph, in rich text as well.
        ("<p>\u05d0\u202e</p><p>x\u202c</p>", "<p>\u05d0</p><p>x</p>"),
        ("<p>\u05d0\u202e<b>x\u202c</b></p>", "<p>\u05d0\u202e<b>x\u202c</b></p>"),
    ],
)
def test_a_direction_that_is_not_closed_is_removed(typed, clean):
    assert clean_text(typed) == clean


# Forms and blocks


def content_models() -> list[type[Any]]:
    pages = [model for model in apps.get_models() if issubclass(model, ContentPage)]
    return [*pages, *get_base_snippet_models()]


def text_fields(form_class: type[forms.BaseForm]) -> list[forms.CharField]:
    return [
        field
        for field in form_class.base_fields.values()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField)
    ]


def forms_of(model: type[Any]) -> list[type[forms.BaseForm]]:
    form_class = get_edit_handler(model).get_form_class()
    return [form_class, *(formset.form for formset in form_class.formsets.values())]


@pytest.mark.parametrize("model", content_models(), ids=lambda model: model.__name__)
def test_every_text_field_of_a_form_and_of_its_rows_is_cleaned(model):
    found = [field for form_class in forms_of(model) for field in text_fields(form_class)]

    assert found
    for field in found:
        try:
            value = field.to_python(f"Text{HARM}.")
        except forms.ValidationError:
            continue  # It takes no such text, clean or not, as a postcode's.
        assert not HARMFUL.search(str(value)), field.label


@pytest.mark.parametrize(
    "form_class", [CancelSetForm, ReleaseSetForm, TaskStateCommentForm], ids=lambda f: f.__name__
)
def test_forms_beside_content_clean_their_text_too(form_class):
    found = text_fields(form_class)

    assert found
    for field in found:
        assert not HARMFUL.search(field.to_python(f"Text{HARM}."))


def test_a_password_is_taken_as_typed():
    assert forms.CharField(strip=False).to_python(f"\x0b{HARM}") == f"\x0b{HARM}"


def leaves(block: Block) -> list[Block]:
    if isinstance(block, FieldBlock):
        return [block]
    children = getattr(block, "child_blocks", None)
    inner = children.values() if children else [block.child_block]
    return [leaf for child in inner for leaf in leaves(child)]


def stream_fields() -> list[StreamField]:
    return [
        field
        for model in content_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField) and text_blocks(field.stream_block)
    ]


def text_blocks(block: Block) -> list[Block]:
    """Return the blocks that read text, those of addresses aside, which refuse what is harmful."""
    return [
        leaf
        for leaf in leaves(block)
        if isinstance(getattr(leaf, "field", None), forms.CharField)
        and not isinstance(leaf.field, forms.URLField | forms.EmailField)
    ]


@pytest.mark.parametrize("field", stream_fields(), ids=str)
def test_every_text_block_is_cleaned(field):
    for block in text_blocks(field.stream_block):
        is_rich = isinstance(block, RichTextBlock)
        typed = RichText(f"<p>Text{HARM}.</p>") if is_rich else f"Text{HARM}."
        clean = block.clean(typed)
        one_line = isinstance(block, CharBlock)
        assert (clean.source if is_rich else clean) in (
            {f"Text{LEFT}"} if one_line else {"Text\n.", "<p>Text\n.</p>"}
        )


@pytest.mark.django_db
def test_headings_of_a_table_are_cleaned():
    page = factories.press_release(
        body=[
            {
                "type": "table",
                "value": {
                    "caption": f"Referrals{HARM}",
                    "table": {
                        "columns": [{"type": "text", "heading": f"Year{HARM}."}],
                        "rows": [{"values": [f"2016{HARM}"]}],
                        "caption": HARM,
                    },
                    "source": "",
                },
            }
        ]
    )

    clean_content(page)

    assert not HARMFUL.search(str(page.serializable_data()["body"]))
    assert f"Year{LEFT}" in page.body[0].value["table"].columns[0]["heading"].replace("\n", " ")


# Through the editor


def hostile(value: Any, texts: set[str]) -> Any:
    """Return a posted value with something harmful at the end of its text."""
    if not isinstance(value, str):
        return value
    if value.startswith(('{"blocks"', '{"entityMap"')):
        content = json.loads(value)
        for block in content["blocks"]:
            block["text"] += HARM
        return json.dumps(content)
    return f"{value}{HARM}" if value in texts else value


MAKERS = [
    factories.make_press_release,
    factories.make_policy_explainer,
    factories.make_report_page,
    factories.make_information_page,
    factories.make_topic,
    factories.make_media_contact,
    factories.make_organisation,
    factories.make_instrument,
    factories.make_statistic,
    factories.make_promo,
    factories.make_contact_details,
    factories.make_banner,
]


@pytest.mark.django_db
@pytest.mark.time_machine(factories.NOON, tick=False)
@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_draft_with_hostile_characters_is_saved_without_them(client, make):
    client.force_login(factories.make_user())
    content = make()
    texts = {text.source for text in get_texts(content)}
    before = posted(content)
    data = {name: hostile(value, texts) for name, value in before.items()}
    assert data != before

    response = client.post(edit_url(content), data)

    assert response.status_code == 302, response.context and response.context["form"].errors
    content.refresh_from_db()
    assert content.latest_revision
    saved = content.latest_revision.content
    assert not HARMFUL.search(json.dumps(saved, ensure_ascii=False, default=str))


@pytest.mark.django_db
@pytest.mark.parametrize("text", SENDABLE_STRINGS.values(), ids=SENDABLE_STRINGS)
def test_the_form_of_a_release_takes_every_string_or_says_what_is_wrong(text):
    index = factories.make_press_index()
    release = factories.press_release()
    data = posted(
        release, title=f"Title {text}", summary=f"Summary {text}", location=text, slug="release"
    )
    form_class = release.get_edit_handler().get_form_class()

    form = form_class(data, instance=factories.press_release(), parent_page=index)

    assert form.is_valid() or set(form.errors) <= {"title", "summary", "location"}
    if form.is_valid():
        assert form.cleaned_data["title"].startswith("Title")
        assert not HARMFUL.search(form.cleaned_data["summary"])


@pytest.mark.django_db
def test_publishing_an_older_draft_cleans_what_readers_get(client):
    release = factories.make_press_release()
    revision = release.save_revision()
    # PostgreSQL takes no NUL in JSON.
    harm = HARM.replace("\x00", "")
    revision.content["title"] = f"Bad{harm} title"
    revision.content["body"] = json.dumps(
        [{"type": "paragraph", "value": f"<p>A{harm}word</p>", "id": "1"}]
    )
    revision.save()

    release.publish(revision)

    release.refresh_from_db()
    assert not HARMFUL.search(release.title)
    assert not HARMFUL.search(release.body[0].value.source)


def test_stored_streams_are_cleaned_at_every_depth():
    stored = [{"type": "a", "value": {"b": ["One\x0btwo", None, 3, True]}, "id": "x"}]

    assert clean_stream_data(stored) == [
        {"type": "a", "value": {"b": ["One\ntwo", None, 3, True]}, "id": "x"}
    ]


def test_every_form_field_of_django_still_reads_its_text_in_one_place():
    """Fails when Django's text fields no longer read through CharField.to_python."""
    for field_class in (forms.EmailField, forms.URLField, forms.SlugField, forms.RegexField):
        assert issubclass(field_class, forms.CharField)
    url = forms.URLField(assume_scheme="https")
    assert url.to_python("https://example.org/\u200b") == "https://example.org/"
    assert forms.EmailField().clean("press@example.org\u200b\u00a0") == "press@example.org"
    assert issubclass(Page._meta.get_field("title").formfield().__class__, forms.CharField)

"""Whatever editors can change is compared, in the words that they know it by."""

from datetime import date, datetime
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalManyToManyField
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from content.fields import CharityNumberField, CompanyNumberField, PostcodeField
from home.models import HomePage
from pages.registry import get_content_page_models, get_listing_page_models
from snippets.models import (
    ContactDetails,
    Instrument,
    MediaContact,
    Organisation,
    Promo,
    SiteBanner,
    Statistic,
    Topic,
)
from snippets.models.base import get_base_snippet_models
from tests import factories
from tests.editing import form_of
from tests.editorial.test_side_by_side import MAKE as MAKE_CONTENT_PAGES
from tests.editorial.test_side_by_side import compare, version

pytestmark = pytest.mark.django_db

MAKE = MAKE_CONTENT_PAGES | {
    HomePage: factories.make_home,
    ContactDetails: factories.make_contact_details,
    SiteBanner: factories.make_banner,
    Promo: factories.make_promo,
    MediaContact: factories.make_media_contact,
    Organisation: factories.make_organisation,
    Topic: factories.make_topic,
    Instrument: factories.make_instrument,
    Statistic: factories.make_statistic,
}
MAKE |= {model: partial(factories.make_content_page, model) for model in get_content_page_models()}
MAKE |= {model: partial(factories.make_listing_page, model) for model in get_listing_page_models()}
MAKE_RELATED = {
    "Page": lambda name: factories.make_press_release(title=name),
    "SiteImage": lambda name: factories.make_image(f"{name}.png", title=name),
    "SiteDocument": lambda name: factories.make_document(title=name),
    "User": factories.make_user,
    "Organisation": factories.make_organisation,
    "MediaContact": lambda name: factories.make_media_contact(name=name),
    "Instrument": lambda name: factories.make_instrument(official_name=name),
    "Promo": lambda name: factories.make_promo(heading=name),
    "Statistic": lambda name: factories.make_statistic(value=name),
}
# Wagtail gives every version the owner that the page has now.
NOT_IN_REVISIONS = [Page._meta.get_field("owner")]
# Two values of a field, each with how a comparison shows it. Subclasses come before their base.
VALUES = {
    PhoneNumberField: (("+442079460991", "020 7946 0991"), ("+33142685300", "+33 1 42 68 53 00")),
    PostcodeField: (("N1 9AA", "N1 9AA"), ("E1 6AN", "E1 6AN")),
    CharityNumberField: (("1104948", "1104948"), ("SC012345", "SC012345")),
    CompanyNumberField: (("05061385", "05061385"), ("SC123456", "SC123456")),
    models.SlugField: (("earlier", "earlier"), ("later", "later")),
    models.BooleanField: ((False, "No"), (True, "Yes")),
    models.DateTimeField: (
        (datetime(2031, 7, 1, 9, 30, tzinfo=factories.LONDON), "1 July 2031, 09:30"),
        (datetime(2031, 7, 2, 9, 30, tzinfo=factories.LONDON), "2 July 2031, 09:30"),
    ),
    models.DateField: ((date(2031, 7, 1), "1 July 2031"), (date(2031, 7, 2), "2 July 2031")),
    models.IntegerField: ((1901, "1901"), (1902, "1902")),
    RichTextField: (("<p>Earlier</p>", "Earlier"), ("<p>Later</p>", "Later")),
    models.TextField: (("Earlier\nlines", "Earlier\nlines"), ("Later", "Later")),
    models.CharField: (("Earlier", "Earlier"), ("Later", "Later")),
}


@pytest.fixture
def editor(client):
    client.force_login(factories.make_user())
    return client


def values_of(field):
    """Return two values for a field, each with how it is shown."""
    if isinstance(field, StreamField):
        blocks = field.stream_block.child_blocks
        return [
            (StreamValue(field.stream_block, [(name, blocks[name].get_preview_value())]), "")
            for name in (next(iter(blocks)), list(blocks)[-1])
        ]
    if isinstance(field, ParentalManyToManyField):
        return [([factories.make_topic(name)], name) for name in ("Earlier", "Later")]
    if field.choices:
        return [(value, str(label)) for value, label in (field.choices[0], field.choices[-1])]
    if isinstance(field, models.ForeignKey):
        kind = field.related_model.__name__
        # A picture is shown as itself.
        shown = "" if kind == "SiteImage" else "{}"
        return [(MAKE_RELATED[kind](name), shown.format(name)) for name in ("Earlier", "Later")]
    return next(pair for kind, pair in VALUES.items() if isinstance(field, kind))


def rows_of_panel(formset):
    """Return two contents of a panel, each with how its parts are shown."""
    model = formset.model
    names = [name for name in formset.form.base_fields if name not in ("id", "ORDER", "DELETE")]
    pairs = {name: values_of(model._meta.get_field(name)) for name in names}
    return [
        (
            [model(**{name: pair[number][0] for name, pair in pairs.items()})],
            [pair[number][1] for pair in pairs.values()],
        )
        for number in (0, 1)
    ]


def empty_value(field):
    if isinstance(field, StreamField):
        return StreamValue(field.stream_block, [])
    if not field.concrete or field.many_to_many:
        return []
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def lines_of(response):
    """Return what a comparison shows of each field, by what the field is called."""
    assert response.status_code == 200
    # Other tables come before it and after it.
    rows = response.content.decode().split("<th>Changes</th>")[1].split("</tbody>")[0]
    for element in (soup := BeautifulSoup(rows, "html.parser")).find_all("br"):
        element.replace_with("\n")
    return {
        title.get_text().strip().rstrip(":"): title.find_next_sibling("td").get_text()
        for title in soup.find_all("td", class_="title")
    }


def test_every_kind_that_editors_change_is_among_those_compared():
    kinds = {model for model in get_page_models() if model is not Page} | set(
        get_base_snippet_models()
    )
    assert kinds == set(MAKE)


@pytest.mark.parametrize("model", MAKE, ids=lambda model: model.__name__)
def test_every_field_is_compared(editor, model):
    content = MAKE[model]()
    form = form_of(content)
    empty, earlier, later, in_fields, in_panels = {}, {}, {}, {}, []
    for name in form.fields.keys() & {field.name for field in model._meta.get_fields()}:
        field = model._meta.get_field(name)
        if field in NOT_IN_REVISIONS:
            continue
        (earlier[name], before), (later[name], after) = values_of(field)
        empty[name] = empty_value(field)
        in_fields[capfirst(field.verbose_name)] = [before, after]
    for name in form.formsets.keys() - {"comments"}:
        (earlier[name], before), (later[name], after) = rows_of_panel(form.formsets[name])
        empty[name] = []
        in_panels += [*before, *after]

    without, first, last = (version(content, **values) for values in (empty, earlier, later))
    found = lines_of(editor.get(compare(content, first, last)))

    for label, shown in in_fields.items():
        assert all(words in found[label] for words in shown), (label, found[label])
    panels = "\n".join(text for label, text in found.items() if label not in in_fields)
    assert all(words in panels for words in in_panels), panels
    # To and from values that are not there yet.
    assert lines_of(editor.get(compare(content, without, last)))
    assert lines_of(editor.get(compare(content, last, without)))


def words_of(editor, page, first, last):
    return "\n".join(lines_of(editor.get(compare(page, first, last))).values())


def test_paragraphs_keep_apart_and_links_show_where_they_lead(editor):
    page = factories.make_press_release()
    html = (
        "<p>It was a failure</p><p>ECPAT UK said so</p><ul><li>one</li><li>two</li></ul>"
        '<p>Read <a href="https://www.example.org/{}">the bill</a></p>'
    )
    first, last = (
        version(page, body=[{"type": "paragraph", "value": html.format(name), "id": "p"}])
        for name in ("old", "new")
    )

    shown = words_of(editor, page, first, last)

    assert "failure\nECPAT UK said so\none\ntwo\n" in shown
    address = shown.split("the bill [https://www.example.org/")[1]
    assert "old" in address
    assert "new" in address


def test_a_paragraph_that_is_new_shows_its_lines(editor):
    page = factories.make_press_release()
    first = version(page, body=[])
    last = version(page, body=[{"type": "paragraph", "value": "<p>A failure</p><p>ECPAT UK</p>"}])
    assert "A failure\nECPAT UK" in words_of(editor, page, first, last)


def test_cells_of_a_table_keep_apart(editor):
    page = factories.make_press_release()
    block = page.body.stream_block
    example = block.child_blocks["table"].get_preview_value()
    first = version(page, body=StreamValue(block, []))
    last = version(page, body=StreamValue(block, [("table", example)]))
    assert "2015 | 982\n2016 | 1,278" in words_of(editor, page, first, last)


def test_an_inserted_contact_that_is_exchanged_is_a_difference(editor):
    page = factories.make_press_release()
    notes = '<p>Call <embed embedtype="contact" fact="{}"/></p>'
    first = version(page, notes_to_editors=notes.format("press_phone"))
    last = version(page, notes_to_editors=notes.format("public_phone"))
    shown = words_of(editor, page, first, last)
    assert "press" in shown
    assert "public" in shown

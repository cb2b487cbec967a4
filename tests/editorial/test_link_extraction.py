"""Addresses of other sites: found and replaced wherever content can link."""

import json

import pytest
from wagtail.fields import StreamField

from editorial.links.extraction import (
    find_outbound_urls,
    get_field_label,
    is_outbound,
    may_hold_links,
    replace_address,
)
from policy.models import ReportDownload
from snippets.models import MediaContact, Topic
from tests import factories

OLD = "https://old.example.org/report?a=1&b=2"
NEW = "https://new.example.org/r?x=“1”&y=<2>"
ELSEWHERE = "https://www.example.org/elsewhere"

pytestmark = pytest.mark.django_db


def url(address):
    return [{"type": "url", "value": address}]


def read_more(*addresses):
    links = [{"text": "The report", "target": url(address), "note": ""} for address in addresses]
    return {"type": "read_more", "value": {"heading": "Read more", "links": links}}


def paragraph(html):
    return {"type": "paragraph", "value": html}


def stored(content, name):
    field = content._meta.get_field(name)
    value = getattr(content, name)
    return field.stream_block.get_prep_value(value) if isinstance(field, StreamField) else value


def test_links_are_found_in_running_text():
    page = factories.press_release(
        body=[
            paragraph(
                '<p>See <a href="https://old.example.org/report?a=1&amp;b=2">the report</a>, '
                f'<a class="x" title="a > b href=&quot;" href=\'{ELSEWHERE}\'>another</a>, '
                '<a linktype="page" id="3">a page</a>, <a href="mailto:a@example.org">us</a>, '
                '<a href="/press/">here</a>, <a href="tel:+442079460101">call</a> and '
                '<abbr href="https://no.example.org/">nothing</abbr>.</p>'
            )
        ]
    )

    assert find_outbound_urls(page) == {OLD: ["body"], ELSEWHERE: ["body"]}


def test_links_are_found_in_lists_quotations_and_sections():
    quote = {"type": "quote", "value": {"text": "So", "speaker": "She", "link": url(ELSEWHERE)}}
    page = factories.policy_explainer(
        body=[factories.section("What is it?", read_more(OLD), quote)],
        read_more=[read_more(OLD, "https://third.example.org/")],
    )

    assert find_outbound_urls(page) == {
        OLD: ["read_more", "body"],
        ELSEWHERE: ["body"],
        "https://third.example.org/": ["read_more"],
    }


def test_links_are_found_in_downloads_and_in_shared_content():
    report = factories.report_page(downloads=[ReportDownload(url=OLD)])

    assert find_outbound_urls(report) == {OLD: ["downloads"]}
    assert get_field_label(report, "downloads") == "Downloads"
    assert find_outbound_urls(factories.make_organisation("Other", url=OLD)) == {OLD: ["url"]}
    assert find_outbound_urls(factories.make_statistic(source_url=OLD)) == {OLD: ["source_url"]}
    assert find_outbound_urls(factories.make_instrument(url=OLD)) == {OLD: ["url"]}
    assert find_outbound_urls(factories.make_promo(link=url(OLD))) == {OLD: ["link"]}
    assert find_outbound_urls(factories.make_banner(link=url(OLD))) == {OLD: ["link"]}


@pytest.mark.parametrize(
    "address",
    ["/press/", "mailto:a@example.org", "#part", "", "https:///", "http://[bad", "ftp://a.org/"],
)
def test_what_no_other_site_is_asked_for_is_no_outbound_link(address):
    assert not is_outbound(address)


def test_what_cannot_link_is_left_alone():
    assert not may_hold_links(Topic)
    assert not may_hold_links(MediaContact)


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://old.example.org/report?a=1&amp;b=2">',
        '<a href="https://old.example.org/report?a=1&b=2">',
        '<a href="https://old.example.org/report?a=1&#38;b=2">',
        '<a href="https://old.example.org/report?a=1&#x26;b=2">',
        "<a href='https://old.example.org/report?a=1&amp;b=2'>",
        '<A HREF="https://old.example.org/report?a=1&amp;b=2">',
        '<a href = "https://old.example.org/report?a=1&amp;b=2">',
        '<a href=" https://old.example.org/report?a=1&amp;b=2 ">',
    ],
)
def test_every_spelling_of_an_address_is_replaced(tag):
    page = factories.press_release(body=[paragraph(f"<p>{tag}The report</a></p>")])

    assert replace_address(page, OLD, NEW) == 1
    assert find_outbound_urls(page) == {NEW: ["body"]}
    assert "&lt;2&gt;" in stored(page, "body")[0]["value"]


def test_all_else_stays_byte_for_byte():
    tail = (
        f'</a> &nbsp;&#8220;x&#8221; <a title="{OLD}" href="{OLD}/2">not</a>'
        f'<br><b data-block-key="k1">https://old.example.org/report?a=1&amp;b=2</b> '
        '<a linktype="document" id="7">doc</a><embed alt="" embedtype="image" id="1"/></p>'
    )
    html = f'<p data-block-key="p1">\u00a0<a href="{OLD.replace("&", "&amp;")}">The report{tail}'
    other = {"type": "gone_kind", "value": {"x": [1, 2]}, "id": "i2"}
    raw = [
        {"type": "paragraph", "value": html, "id": "i1"},
        {**read_more(ELSEWHERE), "id": "i3"},
        {"type": "quote", "value": {"text": OLD, "speaker": "She", "odd": OLD}, "id": "i4"},
    ]
    page = factories.press_release(body=json.dumps([*raw, other]))
    before = json.dumps(stored(page, "body"))

    assert replace_address(page, OLD, "https://new.example.org/") == 1
    after = json.dumps(stored(page, "body"))
    assert after == before.replace(
        json.dumps(f'<a href="{OLD.replace("&", "&amp;")}">')[1:-1],
        json.dumps('<a href="https://new.example.org/">')[1:-1],
    )


def test_replacing_reaches_every_depth_and_counts():
    page = factories.policy_explainer(
        body=[
            factories.section("One?", read_more(OLD, ELSEWHERE), paragraph("<p>Text</p>")),
            factories.section("Two?", read_more(ELSEWHERE, OLD)),
        ],
        read_more=[read_more(OLD)],
    )

    assert replace_address(page, OLD, NEW) == 3
    assert find_outbound_urls(page) == {NEW: ["read_more", "body"], ELSEWHERE: ["body"]}
    assert replace_address(page, OLD, NEW) == 0


def test_replacing_in_rows_survives_a_revision():
    report = factories.make_report_page(
        downloads=[ReportDownload(url=OLD), ReportDownload(url=ELSEWHERE)]
    )
    draft = type(report).objects.get(pk=report.pk)

    assert replace_address(draft, OLD, ELSEWHERE + "/2") == 1
    revision = draft.save_revision()

    kept = [row.url for row in revision.as_object().downloads.all()]
    assert kept == [ELSEWHERE + "/2", ELSEWHERE]
    assert [row.url for row in report.downloads.all()] == [OLD, ELSEWHERE]


def test_rich_text_that_is_full_of_quotation_marks_is_read_quickly():
    page = factories.press_release(body=[paragraph("<a " + "\"' " * 20_000)])

    assert find_outbound_urls(page) == {}

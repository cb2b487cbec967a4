"""The demonstration content: all there, publishable, honest, the same however often loaded."""

import re
from datetime import date, timedelta
from io import StringIO

import phonenumbers
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, Site

from content.references import get_base_model, get_references
from content.templatetags.content_tags import shown_date
from content.text.typography import is_vague_link
from content.validation.problems import Problems
from content.validation.publication_rules import PublicationRulesMixin
from demo import press
from demo.accounts import ACCOUNTS
from demo.loading import Loader, archive_datetime
from demo.records import PageSummaryChange
from demo.scheduled import DEMO_EMBARGO_TOKEN, SET_TITLE
from demo.stream_data import DemoObjectRef
from home.models import HomePage, InformationPage
from home.search import search_public_pages
from pages.models import ChangeNote
from policy.models import PolicyExplainer, ReportDownload, ReportPage
from pressroom.models import PressRelease, PressReleaseIndexPage
from publishing.upcoming import list_upcoming_publications
from quotations.models import Quotation
from snippets.models import (
    ContactDetails,
    Instrument,
    MediaContact,
    Organisation,
    SiteBanner,
    SiteDocument,
    SiteImage,
)
from snippets.models.base import BaseSnippet

# https://www.ofcom.org.uk: numbers kept free for drama in London, and on mobile networks.
DRAMA = ("+442079460", "+447700900")
IDMG = "our-calls-raised-in-debate-on-first-idmg-report"
CONVENTION = "council-of-europe-convention"


def shared_content():
    models = [model for model in apps.get_models() if issubclass(model, BaseSnippet)]
    return [thing for model in models for thing in model.objects.all()]


def pages():
    return list(Page.objects.filter(depth__gt=1).specific())


def iter_form_errors(content):
    problems = Problems()
    content.full_clean()
    if isinstance(content, PublicationRulesMixin):
        content.find_timing_problems(problems)
    return dict(problems)


def blocks_in(value):
    """Return every block of a stream with its name, those in sections included."""
    for block in value:
        yield block.block_type, block.value
        if block.block_type == "section":
            yield from blocks_in(block.value["content"])


def blocks_of(page):
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from blocks_in(getattr(page, field.name))


def texts():
    """Return all texts that readers get to see, as they are stored."""
    identity = re.compile(r"'id': '[0-9a-f-]{36}'")
    stored = []
    for content in [*pages(), *shared_content()]:
        for field in content._meta.get_fields():
            if isinstance(field, StreamField):
                raw = getattr(content, field.name).raw_data
                stored += [identity.sub("", str(block)) for block in raw]
            elif isinstance(field, RichTextField) or field.get_internal_type() in {
                "CharField",
                "TextField",
            }:
                stored.append(str(getattr(content, field.name)))
    return stored


def valid_numbers_in(text):
    """Return what somebody could dial: numbers in use, read as UK ones."""
    leniency = phonenumbers.Leniency.VALID
    found = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=leniency)
    numbers = {f"+{match.number.country_code}{match.number.national_number}" for match in found}
    return {number for number in numbers if not number.startswith(DRAMA)}


def contents_of_database():
    """Return the number of rows and the highest number of every table."""
    counts = {}
    for model in apps.get_models():
        # Background tasks are a queue, not content.
        if model is not DBTaskResult and model._meta.managed:
            numbers = model._base_manager.values_list("pk", flat=True)
            counts[model._meta.label] = (len(numbers), max(map(str, numbers), default=""))
    return counts


def test_loading_a_second_time_changes_nothing(demo):
    before = contents_of_database()
    revisions = list(Revision.objects.order_by("pk").values_list("pk", "created_at"))
    said = StringIO()

    call_command("load_demo", stdout=said)

    assert contents_of_database() == before
    assert list(Revision.objects.order_by("pk").values_list("pk", "created_at")) == revisions
    assert "0 things were added" in said.getvalue()


def test_a_start_leaves_a_site_with_content_alone(demo):
    PressRelease.objects.get(slug=IDMG).delete()
    call_command("load_demo", if_empty=True, verbosity=0)
    assert not PressRelease.objects.filter(slug=IDMG).exists()


def test_loading_brings_back_what_is_missing_and_nothing_else(demo):
    gone = PressRelease.objects.get(slug=IDMG)
    gone.delete()
    others = PressRelease.objects.count()

    call_command("load_demo", verbosity=0)

    assert PressRelease.objects.count() == others + 1
    assert PressRelease.objects.get(slug=IDMG).title == gone.title


def test_blocks_have_the_same_ids_at_every_load(demo):
    page = PressRelease.objects.get(slug=IDMG)
    before = [block["id"] for block in page.body.raw_data]
    page.delete()
    call_command("load_demo", verbosity=0)
    assert [block["id"] for block in PressRelease.objects.get(slug=IDMG).body.raw_data] == before


def test_there_is_enough_of_everything(demo):
    releases = PressRelease.objects.live()
    years = {release.release_date.year for release in releases}
    assert len(releases) >= 40
    assert years >= set(range(2012, 2018))
    assert PolicyExplainer.objects.live().count() >= 6
    assert ReportPage.objects.live().count() >= 8
    slugs = set(InformationPage.objects.values_list("slug", flat=True))
    assert slugs == {"about", "training", "contact", "privacy", "accessibility"}
    assert MediaContact.objects.live().count() >= 2
    assert Instrument.objects.live().count() >= 5
    assert ChangeNote.objects.count() >= 3


def test_everything_is_published_or_planned_and_could_be_published_again(demo):
    planned = [
        content for promise in list_upcoming_publications() for content in promise.contents()
    ]
    for content in [*pages(), *shared_content()]:
        if content in planned:
            assert not content.live, content
            continue
        assert content.live, content
        assert not content.has_unpublished_changes, content
        assert iter_form_errors(content) == {}, content


def test_the_extremes_that_a_design_must_stand_are_there(demo):
    quotations = [
        len(value["text"].split())
        for page in pages()
        for kind, value in blocks_of(page)
        if kind == "quote"
    ]
    assert max(len(release.title) for release in PressRelease.objects.all()) == 120
    assert min(quotations) == 1
    assert 110 <= max(quotations) <= 130
    assert max(len(explainer.body) for explainer in PolicyExplainer.objects.all()) == 15
    uses = PressRelease.objects.values("topics").annotate(uses=Count("pk"))
    assert 1 in {row["uses"] for row in uses}
    assert {page.published_precision for page in ReportPage.objects.all()} == {
        "day",
        "month",
        "year",
    }
    assert PressRelease.objects.filter(issued_with__isnull=False).distinct().count() >= 3
    assert PressRelease.objects.filter(event_date__isnull=False).exists()


def test_every_kind_of_block_is_used_somewhere(demo):
    used = {kind for page in pages() for kind, _ in blocks_of(page)}
    assert used >= {
        "callout",
        "coalition",
        "contact_details",
        "document",
        "statistic",
        "findings",
        "heading",
        "image",
        "paragraph",
        "quote",
        "read_more",
        "report_cover",
        "section",
        "table",
    }


def test_references_are_found_as_wagtails_index_finds_them(demo):
    for content in [*pages(), *shared_content()]:
        ReferenceIndex.create_or_update_for_object(content)
        kind = ContentType.objects.get_for_model(get_base_model(type(content)))
        rows = ReferenceIndex.objects.filter(base_content_type=kind, object_id=str(content.pk))
        rows = rows.select_related("to_content_type")
        of_wagtail = {(row.to_content_type.model_class(), row.to_object_id) for row in rows}

        found = {(reference.model, reference.key) for reference in get_references(content)}

        assert found == of_wagtail, content


def test_every_quotation_is_in_the_ledger_and_one_was_corrected(demo):
    live = [page for page in pages() if page.live]
    standing = [
        value["text"] for page in live for kind, value in blocks_of(page) if kind == "quote"
    ]
    entries = Quotation.objects.current()
    assert sorted(entries.values_list("words", flat=True)) == sorted(standing)
    assert Quotation.objects.marked().get().mark == Quotation.Mark.CORRECTED


def test_every_quotation_says_that_it_is_a_sample(demo):
    quotations = [value for page in pages() for kind, value in blocks_of(page) if kind == "quote"]
    assert len(quotations) > 30
    for value in quotations:
        assert value["speaker"].endswith(", sample quotation"), value["text"]


def test_nobody_real_can_be_rung_or_written_to(demo):
    phones = [
        str(number)
        for content in [*ContactDetails.objects.all(), *MediaContact.objects.all()]
        for field in content._meta.get_fields()
        if type(field).__name__ == "PhoneNumberField" and (number := getattr(content, field.name))
    ]
    assert len(phones) >= 6
    assert all(number.startswith(DRAMA) for number in phones)
    for text in texts():
        assert not valid_numbers_in(text), text
        for word in text.split():
            if "@" in word:
                assert "@example.org" in word, text
    for user in get_user_model().objects.all():
        assert user.email.endswith("@example.org")


def test_no_link_is_vague_and_every_link_leads_somewhere_safe(demo):
    links = [
        link
        for page in pages()
        for kind, value in blocks_of(page)
        if kind == "read_more"
        for link in value["links"]
    ]
    assert len(links) > 30
    for link in links:
        assert not is_vague_link(link["text"])
        target = link["target"][0]
        if target.block_type == "url":
            assert target.value.startswith("https://")
        else:
            assert target.value is not None


def test_the_archived_release_lost_none_of_its_structure(demo):
    release = PressRelease.objects.get(slug=IDMG)
    quotations = [value["text"] for kind, value in blocks_in(release.body) if kind == "quote"]
    links = release.read_more[0].value["links"]

    assert (release.release_date, release.event_date) == (date(2012, 12, 24), date(2012, 12, 20))
    assert release.location == "Westminster"
    assert len(quotations) == 5
    assert sum(text.startswith("…") for text in quotations) == 1
    assert sum("[trafficked]" in text for text in quotations) == 1
    assert [contact.honorific for contact in release.contacts()] == ["Ms"]
    assert [link["target"][0].block_type for link in links] == ["url", "document", "page", "page"]


def test_the_archived_explainer_lost_none_of_its_structure(demo):
    page = PolicyExplainer.objects.get(slug=CONVENTION)
    blocks = list(blocks_in(page.body))
    named = {kind: [value for name, value in blocks if name == kind] for kind, _ in blocks}

    assert [(entry.event, entry.date) for entry in page.timeline] == [
        ("opened", date(2005, 5, 16)),
        ("signed", date(2007, 3, 23)),
        ("in_force", date(2008, 2, 1)),
        ("ratified", date(2008, 12, 17)),
        ("in_force_uk", date(2009, 4, 1)),
    ]
    (coalition,) = named["coalition"]
    assert len(coalition["members"]) == 9
    assert coalition["logo"].contextual_alt_text
    assert coalition["as_of"] == date(2009, 5, 1)
    reports = [value["report"].specific for value in named["report_cover"]]
    assert [str(shown_date(report)) for report in reports] == [
        '<time datetime="2010-06">June 2010</time>',
        '<time datetime="2012-05">May 2012</time>',
    ]
    (findings,) = named["findings"]
    assert len(findings["items"]) == 4
    assert "page" in findings["citation"]
    (quotation,) = named["quote"]
    assert quotation["page"]
    assert "most recent" not in str(page.body.raw_data)
    assert "Council of Europe Convention on Action against Human Trafficking" in (
        page.instrument.other_names
    )


def test_a_page_number_that_is_cited_exists_in_the_file(demo):
    page = PolicyExplainer.objects.get(slug=CONVENTION)
    (quotation,) = [value for kind, value in blocks_in(page.body) if kind == "quote"]
    cited = quotation["link"][0].value
    assert cited.title == quotation["source"]
    assert int(quotation["page"]) <= cited.pages


def test_files_say_what_they_are(demo):
    files = SiteDocument.objects.filter(file__endswith=".pdf")
    assert set(files.values_list("language", flat=True)) == {"", "en-GB", "cy"}
    assert set(files.values_list("is_tagged", flat=True)) == {True, False}
    assert all(document.pages >= 2 for document in files)
    kinds = set(ReportDownload.objects.values_list("kind", flat=True))
    assert kinds == {choice for choice, _ in ReportDownload.Kind.choices}
    assert ReportDownload.objects.exclude(url="").exists()
    with SiteDocument.objects.get(file__endswith=".csv").open_file() as file:
        assert file.read().startswith(b"year,children referred")


def test_pictures_are_described_credited_and_filed(demo):
    for image in SiteImage.objects.all():
        assert image.description
        assert image.credit
        assert image.collection.name in {"Press", "Reports", "Logos"}
        assert image.file_hash
    for organisation in Organisation.objects.exclude(logo=None):
        assert organisation.logo_alt
    for report in ReportPage.objects.all():
        assert report.cover.width * 4 == report.cover.height * 3


def test_the_archive_looks_imported(demo):
    for release in PressRelease.objects.live():
        assert timezone.localdate(release.first_published_at) == release.release_date
        assert release.first_published_at <= release.last_published_at
        assert release.last_published_at == release.latest_revision_created_at
        assert release.last_published_at == release.latest_revision.created_at
    for note in ChangeNote.objects.all():
        assert note.published_at == note.revision.created_at > note.page.first_published_at
    # Wagtail's welcome page was deleted today, and says so.
    told = PageLogEntry.objects.exclude(action="wagtail.delete").filter(page__live=True)
    assert not told.filter(timestamp__year__gte=2018).exists()


def test_there_is_always_something_to_wait_for(demo, client):
    today = timezone.localdate()
    launch, release = list_upcoming_publications()

    assert launch.content_object.title == SET_TITLE
    assert timezone.localtime(launch.go_live_at).date() == today + timedelta(days=2)
    assert [type(content) for content in launch.contents()] == [
        ReportPage,
        PressRelease,
        SiteBanner,
    ]
    assert timezone.localtime(release.go_live_at).date() > today
    assert client.get(f"/embargo/{DEMO_EMBARGO_TOKEN}/").status_code == 200
    assert client.get("/reports/after-eighteen/").status_code == 404


def test_the_banner_shows_now_and_comes_down_in_time(demo):
    (banner,) = SiteBanner.objects.showing()
    assert banner.heading == "We have moved office"
    assert banner.shows_address
    assert banner.phone(ContactDetails.objects.current())
    assert banner.expire_at - timezone.now() < timedelta(days=90)


def test_one_set_of_contact_details_is_current(demo):
    current = ContactDetails.objects.get(is_current=True)
    assert current.postcode == "SW9 9TL"
    assert (current.charity_number, current.company_number) == ("1104948", "05061385")


def test_the_site_starts_at_the_home_page(demo):
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific == HomePage.objects.get()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert list(Page.objects.live().in_menu().order_by("path").values_list("title", flat=True)) == [
        "Press releases",
        "Policy",
        "Reports",
        "About",
        "Contact",
    ]
    home = HomePage.objects.get()
    assert home.key_figure
    assert home.promo.link[0].value.slug == "training"


def test_search_and_used_by_are_complete_without_a_worker(demo):
    assert search_public_pages("cannabis").total >= 2
    assert search_public_pages("Lanzarote", "policy").total >= 1
    organisation = Organisation.objects.get(name="ECPAT UK")
    assert ReferenceIndex.get_references_to(organisation).count() >= 10


def test_titles_slugs_and_texts_are_distinct():
    releases = press.RELEASES
    assert len({release.slug for release in releases}) == len(releases)
    assert len({release.title for release in releases}) == len(releases)
    assert len({release.summary for release in releases}) == len(releases)
    assert len({str(release.body) for release in releases}) == len(releases)


def test_there_is_one_account_for_each_role(demo):
    for username, password, role in ACCOUNTS:
        user = get_user_model().objects.get(username=username)
        assert len(password) >= 12
        assert user.check_password(password)
        assert user.is_superuser == (role == "Administrator")
        assert user.is_superuser or user.groups.get().name == role


@pytest.mark.django_db
def test_no_account_is_made_where_the_settings_do_not_allow_it(settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("load_demo", verbosity=0)
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_without_demonstration_accounts_an_administrator_keeps_the_pages(settings):
    settings.DEMO_ACCOUNTS = False
    administrator = get_user_model().objects.create_superuser("somebody", password="x")
    assert Loader().publisher == administrator


def test_a_demonstration_name_gets_no_pages_where_such_accounts_are_not_allowed(demo, settings):
    settings.DEMO_ACCOUNTS = False
    assert Loader().publisher.is_superuser


def test_what_is_not_loaded_cannot_be_referred_to(demo):
    loader = Loader()
    with pytest.raises(Page.DoesNotExist):
        loader.find(DemoObjectRef("page", "press/never-written"))
    with pytest.raises(ValueError, match="nonsense"):
        loader.find(DemoObjectRef("nonsense", "anything"))


def test_a_change_is_noted_with_its_own_date(demo):
    loader = Loader()
    parent = PressReleaseIndexPage.objects.get()
    source = PressRelease.objects.first()
    page = PressRelease(
        title="A release that was corrected",
        slug="a-release-that-was-corrected",
        summary=source.summary,
        release_date=date(2016, 1, 4),
        body=source.body,
    )
    page.topics = list(source.topics.all())
    page.media_contacts = [
        link.__class__(contact=link.contact) for link in source.media_contacts.all()
    ]
    change = PageSummaryChange("2016-01-05", "One word was wrong.", source.summary)

    assert loader.page(parent, page, "2016-01-04", loader.publisher, change)

    note = ChangeNote.objects.get(page=page)
    assert (note.text, note.published_at) == ("One word was wrong.", archive_datetime("2016-01-05"))

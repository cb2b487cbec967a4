"""The order in which the demonstration content is loaded: what is referred to comes first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from content.text.typography import curl_quotes
from demo import (
    convention,
    explainers,
    information,
    instruments,
    nrm,
    pictures,
    press,
    reports,
    reusable_content,
)
from demo.accounts import get_role_owner
from demo.files import DEMO_FILES
from demo.loading import Loader, archive_datetime
from demo.records import DemoPageEntry, Explainer, Information, Release, Report
from demo.stream_data import DemoObjectRef, link_to, rich_text
from home.models import HomePage, InformationPage
from policy.models import (
    ExplainerDate,
    PolicyExplainer,
    PolicyIndexPage,
    ReportDownload,
    ReportIndexPage,
    ReportPage,
    ReportPublisher,
)
from pressroom.models import JointIssuer, PressRelease, PressReleaseIndexPage, ReleaseContact
from snippets.models import (
    ContactDetails,
    Instrument,
    InstrumentDate,
    MediaContact,
    Organisation,
    Promo,
    SiteBanner,
    SiteIdentity,
    Statistic,
    Topic,
)

OFFICE_BANNER_DURATION = timedelta(days=60)
# Explainers fall due one after the other, counted from the day of loading.
FIRST_REVIEW, BETWEEN_REVIEWS = timedelta(days=120), timedelta(days=21)


def load_site(loader: Loader) -> None:
    """Load everything that is missing."""
    for picture in pictures.PICTURES:
        loader.picture(picture)
    for file in DEMO_FILES:
        loader.file(file)
    load_shared_content(loader)
    home = load_home(loader)
    press_index, policy_index, report_index = load_index_pages(loader, home)
    for report in reports.REPORTS:
        load_report(loader, report_index, report)
    for page in information.INFORMATION_PAGES:
        load_information(loader, home, page)
    for number, explainer in enumerate(
        (convention.CONVENTION_EXPLAINER, *explainers.EXPLAINERS, nrm.NRM_EXPLAINER)
    ):
        review = timezone.localdate() + FIRST_REVIEW + number * BETWEEN_REVIEWS
        load_explainer(loader, policy_index, explainer, review)
    for release in press.RELEASES:
        load_release(loader, press_index, release)
    load_promo_and_banner(loader, home)


def load_shared_content(loader: Loader) -> None:
    """Load what pages refer to."""
    for details in reusable_content.CONTACT_DETAILS:
        loader.shared(ContactDetails, {"postcode": details["postcode"]}, **details)
    for slug, name, motif, description in reusable_content.TOPICS:
        loader.shared(Topic, {"slug": slug}, name=name, motif=motif, description=description)
    for contact in reusable_content.MEDIA_CONTACTS:
        loader.shared(MediaContact, {"name": contact["name"]}, **contact)
    for name, url, aliases, logo, logo_alt in reusable_content.ORGANISATIONS:
        loader.shared(
            Organisation,
            {"name": name},
            url=url,
            aliases=aliases,
            logo=loader.find(DemoObjectRef("image", logo)) if logo else None,
            logo_alt=logo_alt,
        )
    for key, values in reusable_content.STATISTICS.values():
        loader.shared(Statistic, key, **values)
    for name, values, dates in instruments.INSTRUMENTS:
        key_dates = [InstrumentDate(**_build_key_date(entry)) for entry in dates]
        loader.shared(Instrument, {"official_name": name}, key_dates=key_dates, **values)


def _build_key_date(entry: tuple[str, str, str, str, str]) -> dict[str, Any]:
    event, label, day, precision, place = entry
    values = {"event": event, "label": label, "precision": precision, "place": place}
    return {**values, "date": date.fromisoformat(day)}


def load_home(loader: Loader) -> HomePage:
    """Return the home page, put in the place of Wagtail's welcome page."""
    if home := HomePage.objects.first():
        return home
    welcome = Page.objects.filter(depth=2, slug="home").first()
    if welcome:
        Page.objects.filter(pk=welcome.pk).update(slug="welcome", url_path="/welcome/")
    home = HomePage(title=information.HOME_PAGE["title"], slug="home", draft_title="")
    home.strapline = information.HOME_PAGE["strapline"]
    home.seo_title = information.HOME_PAGE["seo_title"]
    home.search_description = information.HOME_PAGE["search_description"]
    loader.page(
        Page.get_first_root_node(), home, information.PAGES_CREATED_ON, loader.publisher, None
    )
    site, _ = Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    site.root_page, site.site_name = home, reusable_content.CURRENT_OFFICE["organisation_name"]
    site.save()
    identity = SiteIdentity.for_site(site)
    identity.organisation_name, identity.email_sender_name = site.site_name, "ECPAT UK website"
    identity.is_demonstration = True
    identity.save()
    if welcome:
        # Read anew: the site no longer hangs on it, and the tree has changed.
        Page.objects.get(pk=welcome.pk).delete()
    return HomePage.objects.get(pk=home.pk)


def load_index_pages(loader: Loader, home: HomePage) -> list[Page]:
    """Return the three index pages."""
    lists: list[Page] = []
    for model in (PressReleaseIndexPage, PolicyIndexPage, ReportIndexPage):
        slug, title, introduction = information.INDEX_PAGES[model.__name__]
        page = model(slug=slug, title=title, show_in_menus=True)
        page.introduction = rich_text(introduction, loader.find)
        loader.page(home, page, information.PAGES_CREATED_ON, loader.publisher, None)
        lists.append(model.objects.get(slug=slug))
    return lists


def load_information(loader: Loader, home: HomePage, entry: Information) -> None:
    """Load a lasting page."""
    page = InformationPage(
        slug=entry.slug,
        title=entry.title,
        summary=curl_quotes(entry.summary),
        show_in_menus=entry.in_menu,
        **loader.build_stream_values(entry.slug, body=entry.body),
    )
    loader.page(home, page, information.PAGES_CREATED_ON, get_role_owner("Communications"), None)


def _build_page_fields(loader: Loader, entry: DemoPageEntry) -> dict[str, Any]:
    share_image = (
        loader.find(DemoObjectRef("image", entry.share_image)) if entry.share_image else None
    )
    streams = {"body": entry.body, "read_more": [entry.read_more] if entry.read_more else []}
    return {
        "slug": entry.slug,
        "title": curl_quotes(entry.title),
        "summary": curl_quotes(entry.summary),
        "share_image": share_image,
        **loader.build_stream_values(entry.slug, **streams),
    }


def _get_topics(entry: DemoPageEntry) -> list[Topic]:
    topics = Topic.objects.in_bulk(entry.topics, field_name="slug")
    return [topics[slug] for slug in entry.topics]


def load_report(loader: Loader, parent: Page, entry: Report) -> None:
    """Load a report with its cover, publishers and files."""
    page = build_report(loader, entry, date.fromisoformat(entry.date))
    loader.page(parent, page, entry.date, get_role_owner("Policy"), entry.change)


def build_report(loader: Loader, entry: Report, day: date) -> ReportPage:
    """Return a report, published on a day, that is in no tree yet."""
    findings = [entry.findings] if entry.findings else []
    cover = loader.find(DemoObjectRef("image", entry.cover))
    page = ReportPage(
        **_build_page_fields(loader, entry),
        **loader.build_stream_values(f"{entry.slug}/findings", key_findings=findings),
        published=day,
        published_precision=entry.precision,
        cover=cover,
        cover_alt=cover.description,
        accessible_request=entry.request,
        isbn=entry.isbn,
    )
    if entry.accessible:
        page.accessible_version = loader.find(DemoObjectRef("document", entry.accessible))
    page.topics = _get_topics(entry)
    page.publishers = [
        ReportPublisher(
            organisation=loader.find(DemoObjectRef("organisation", name)),
            part=part,
            contribution=contribution,
        )
        for name, part, contribution in entry.publishers
    ]
    page.downloads = [
        ReportDownload(
            kind=kind,
            language=language,
            **{"url": target}
            if target.startswith("https://")
            else {"document": loader.find(DemoObjectRef("document", target))},
        )
        for kind, target, language in entry.files
    ]
    return page


def load_explainer(loader: Loader, parent: Page, entry: Explainer, review: date) -> None:
    """Load an explainer that falls due for review on the day `review`."""
    page = PolicyExplainer(
        **_build_page_fields(loader, entry),
        last_reviewed=date.fromisoformat(entry.date),
        review_on=review,
    )
    if entry.instrument:
        page.instrument = Instrument.objects.get(official_name=entry.instrument)
    page.topics = _get_topics(entry)
    page.key_dates = [ExplainerDate(**_build_key_date(values)) for values in entry.key_dates]
    loader.page(parent, page, entry.date, get_role_owner("Policy"), entry.change)


def load_release(loader: Loader, parent: Page, entry: Release) -> None:
    """Load a press release."""
    page = build_release(loader, entry, date.fromisoformat(entry.date))
    is_new = loader.page(parent, page, entry.date, get_role_owner("Communications"), entry.change)
    if is_new and entry.correction:
        loader.mark_quotation_corrected(page, entry.correction)


def build_release(loader: Loader, entry: Release, day: date) -> PressRelease:
    """Return a release, dated on a day, that is in no tree yet."""
    page = PressRelease(
        **_build_page_fields(loader, entry),
        release_date=day,
        event_date=date.fromisoformat(entry.event) if entry.event else None,
        location=entry.location,
        notes_to_editors=rich_text(entry.notes, loader.find),
    )
    page.topics = _get_topics(entry)
    page.media_contacts = [
        ReleaseContact(contact=MediaContact.objects.get(name=name)) for name in entry.contacts
    ]
    page.issued_with = [
        JointIssuer(organisation=loader.find(DemoObjectRef("organisation", name)))
        for name in entry.issued_with
    ]
    return page


def load_promo_and_banner(loader: Loader, home: HomePage) -> None:
    """Load what stands around the pages and leads to them: promo, banner, the key figure."""
    streams = loader.build_stream_values(
        "promo", link=link_to(reusable_content.TRAINING_PROMO["link"])
    )
    promo = loader.shared(
        Promo,
        {"heading": reusable_content.TRAINING_PROMO["heading"]},
        text=reusable_content.TRAINING_PROMO["text"],
        **streams,
    )
    now = timezone.now()
    loader.shared(
        SiteBanner,
        {"heading": reusable_content.MOVED_OFFICE_BANNER["heading"]},
        message=reusable_content.MOVED_OFFICE_BANNER["message"],
        severity=SiteBanner.Severity.SERVICE_PROBLEM,
        shows_address=True,
        shows_phone=SiteBanner.Phone.URGENT,
        expire_at=now + OFFICE_BANNER_DURATION,
        **loader.build_stream_values(
            "banner", link=link_to(reusable_content.MOVED_OFFICE_BANNER["link"])
        ),
    )
    if home.key_figure is None and home.promo is None:
        home.promo = promo
        home.key_figure = Statistic.objects.get(**reusable_content.STATISTICS["children-2016"][0])
        loader.publish(home, archive_datetime(information.PAGES_UPDATED_ON))

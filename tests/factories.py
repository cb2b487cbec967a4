"""Valid, publishable content, one plain function a kind. Nothing here is random or reads the clock.

A function takes what a test cares about as keyword arguments and fills in the rest. Pages go into
the tree below `make_home()`, which makes the site on first use.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from fpdf import FPDF
from PIL import Image
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage, InformationPage
from pages.content_page import ContentPage
from pages.listings import ListingPage
from pages.registry import get_listing_page_models
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
    KeyDate,
    MediaContact,
    Organisation,
    Promo,
    SiteBanner,
    SiteDocument,
    SiteImage,
    Statistic,
    Topic,
)

LONDON = ZoneInfo("Europe/London")
# The moment at which tests of rules about today are set: noon on a weekday, in summer time.
NOON = datetime(2017, 6, 14, 12, 0, tzinfo=LONDON)
PUBLISHED = datetime(2013, 1, 7, 9, 30, tzinfo=UTC)
FAR_OFF = date(2199, 1, 1)
SUMMARY = "A summary that says in one sentence what the page tells its readers, and no more."
PARAGRAPH = '<p data-block-key="p1">Trafficked children are entitled to protection.</p>'
SWITCHBOARD = "+442079460101"
PRESS_PHONE = "+442079460102"
URGENT_PHONE = "+442079460103"


def make_user(name: str = "editor", **overrides: Any) -> Any:
    """Return an account that may do everything."""
    return get_user_model().objects.create_superuser(
        **{"username": name, "email": f"{name}@example.org", "password": "sesame", **overrides}
    )


def make_member(role: str, name: str = "") -> Any:
    """Return an account of one of the roles that `setup_roles` makes."""
    name = name or role.lower()
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "sesame")
    user.groups.add(Group.objects.get(name=role))
    return user


def make_pdf(
    text: str = "Bordering on Concern", pages: int = 1, language: str = "", title: str = ""
) -> bytes:
    """Return a PDF, the same for the same arguments."""
    pdf = FPDF()
    pdf.set_creation_date(PUBLISHED)
    pdf.set_font("Helvetica", size=24)
    if title:
        pdf.set_title(title)
    if language:
        pdf.set_lang(language)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.cell(text=f"{text}, page {number}")
    return bytes(pdf.output())


def make_png(colour: str = "navy", size: tuple[int, int] = (60, 80)) -> bytes:
    """Return a picture of one colour."""
    png = BytesIO()
    Image.new("RGB", size, colour).save(png, "PNG")
    return png.getvalue()


def make_image(name: str = "street.png", colour: str = "navy", **overrides: Any) -> SiteImage:
    """Return a stored picture."""
    file = ImageFile(BytesIO(make_png(colour)), name=name)
    return SiteImage.objects.create(**{"title": "A street at dusk", "file": file, **overrides})


def make_document(
    content: bytes | None = None, name: str = "report.pdf", **overrides: Any
) -> SiteDocument:
    """Return a stored file: a PDF of one page unless other content is given."""
    document = SiteDocument(**{"title": "Bordering on Concern", **overrides})
    document.file = ContentFile(make_pdf() if content is None else content, name=name)
    document.save()
    return document


def make_topic(name: str = "Child trafficking", **overrides: Any) -> Topic:
    """Return the published topic of that name; it is made once."""
    slug = overrides.pop("slug", name.casefold().replace(" ", "-"))
    topic, _ = Topic.objects.get_or_create(slug=slug, defaults={"name": name, **overrides})
    return topic


def make_media_contact(**overrides: Any) -> MediaContact:
    """Return a published media contact."""
    return MediaContact.objects.create(
        **{
            "honorific": "Ms",
            "name": "Ada Example",
            "role": "Press officer",
            "phone": PRESS_PHONE,
            "email": "press@example.org",
            **overrides,
        }
    )


def make_organisation(name: str = "Anti-Trafficking Example", **overrides: Any) -> Organisation:
    """Return a published organisation."""
    return Organisation.objects.create(name=name, **overrides)


def make_instrument(*dates: InstrumentDate, **overrides: Any) -> Instrument:
    """Return a published treaty with the key dates given, or its signature and entry into force."""
    key_dates = dates or (
        InstrumentDate(event=KeyDate.Event.IN_FORCE_UK, date=date(2009, 4, 1)),
        InstrumentDate(event=KeyDate.Event.SIGNED, date=date(2007, 3, 23)),
    )
    return Instrument.objects.create(
        **{
            "official_name": "Convention on Action against Trafficking in Human Beings",
            "aliases": "The Convention\n\nThe Trafficking Convention ",
            "reference": "CETS 197",
            "url": "https://www.example.org/cets-197",
            "key_dates": list(key_dates),
            **overrides,
        }
    )


def make_statistic(**overrides: Any) -> Statistic:
    """Return a published figure."""
    return Statistic.objects.create(
        **{
            "value": "1,278",
            "unit": "children referred",
            "period": "2016",
            "source": "National Crime Agency",
            "as_of": date(2017, 3, 31),
            **overrides,
        }
    )


def make_promo(**overrides: Any) -> Promo:
    """Return a published promotion."""
    return Promo.objects.create(
        **{
            "heading": "Training for professionals",
            "text": "A day that teaches how to recognise a trafficked child.",
            "link": [{"type": "url", "value": "https://www.example.org/training"}],
            **overrides,
        }
    )


def make_contact_details(**overrides: Any) -> ContactDetails:
    """Return published contact details, current unless said otherwise."""
    return ContactDetails.objects.create(
        **{
            "organisation_name": settings.WAGTAIL_SITE_NAME,
            "address": "Example House\n1 Sample Street",
            "town": "London",
            "postcode": "SW1A 1AA",
            "public_phone": SWITCHBOARD,
            "press_phone": PRESS_PHONE,
            "out_of_hours_phone": URGENT_PHONE,
            "email": "info@example.org",
            "press_email": "press@example.org",
            "charity_number": "1104948",
            "company_number": "05061385",
            "copyright_start_year": 2004,
            "is_current": True,
            **overrides,
        }
    )


def make_banner(**overrides: Any) -> SiteBanner:
    """Return a published banner that shows from NOON for four weeks."""
    return SiteBanner.objects.create(
        **{
            "heading": "We have moved",
            "message": "Please use our new address from now on.",
            "severity": SiteBanner.Severity.INFORMATION,
            "go_live_at": NOON,
            "expire_at": datetime(2017, 7, 12, 12, 0, tzinfo=LONDON),
            "last_published_at": NOON,
            **overrides,
        }
    )


def make_home(**overrides: Any) -> HomePage:
    """Return the home page at the top of the site; it is made once."""
    existing = HomePage.objects.first()
    if existing:
        return existing
    root = Page.objects.get(depth=1)
    home = root.add_child(
        instance=HomePage(
            **{
                "title": settings.WAGTAIL_SITE_NAME,
                "slug": "home-page",
                "strapline": "We protect children from trafficking.",
                **_published(),
                **overrides,
            }
        )
    )
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.hostname, site.site_name = "testserver", settings.WAGTAIL_SITE_NAME
    site.save()
    return home


def make_press_index(**overrides: Any) -> PressReleaseIndexPage:
    """Return the archive of press releases; it is made once."""
    return _once(PressReleaseIndexPage, title="Press releases", slug="press", **overrides)


def make_policy_index(**overrides: Any) -> PolicyIndexPage:
    """Return the list of explainers; it is made once."""
    return _once(PolicyIndexPage, title="Policy", slug="policy", **overrides)


def make_report_index(**overrides: Any) -> ReportIndexPage:
    """Return the list of reports; it is made once."""
    return _once(ReportIndexPage, title="Reports", slug="reports", **overrides)


def press_release(**overrides: Any) -> PressRelease:
    """Return a publishable release that is in no tree yet."""
    contacts = overrides.pop("contacts", None)
    issuers = overrides.pop("issuers", [])
    if contacts is None:
        contacts = [MediaContact.objects.first() or make_media_contact()]
    return PressRelease(
        **{
            "title": "Charity welcomes debate on trafficked children",
            "summary": SUMMARY,
            "topics": [make_topic()],
            "release_date": date(2013, 1, 7),
            "body": [{"type": "paragraph", "value": PARAGRAPH}],
            "media_contacts": [
                ReleaseContact(contact=contact, sort_order=order)
                for order, contact in enumerate(contacts)
            ],
            "issued_with": [JointIssuer(organisation=issuer) for issuer in issuers],
            **_published(),
            **overrides,
        }
    )


def make_press_release(**overrides: Any) -> PressRelease:
    """Return a live release in the archive."""
    return _placed(make_press_index(), press_release(**overrides))


def policy_explainer(**overrides: Any) -> PolicyExplainer:
    """Return a publishable explainer that is in no tree yet."""
    if "owner" not in overrides:
        users = get_user_model().objects
        overrides["owner"] = users.filter(username="owner").first() or make_user("owner")
    return PolicyExplainer(
        **{
            "title": "What the Convention obliges the UK to do",
            "summary": SUMMARY,
            "topics": [make_topic()],
            "last_reviewed": date(2013, 1, 7),
            "review_on": FAR_OFF,
            "body": [section("What is the Convention?")],
            **_published(),
            **overrides,
        }
    )


def make_policy_explainer(**overrides: Any) -> PolicyExplainer:
    """Return a live explainer in the list of explainers."""
    return _placed(make_policy_index(), policy_explainer(**overrides))


def report_page(**overrides: Any) -> ReportPage:
    """Return a publishable report that is in no tree yet."""
    if "downloads" not in overrides:
        overrides["downloads"] = [ReportDownload(url="https://www.example.org/report.pdf")]
    if "publishers" not in overrides:
        organisation = Organisation.objects.first() or make_organisation()
        overrides["publishers"] = [ReportPublisher(organisation=organisation)]
    if "cover" not in overrides:
        overrides["cover"] = make_image("cover.png")
    return ReportPage(
        **{
            "title": "Bordering on Concern",
            "summary": SUMMARY,
            "topics": [make_topic()],
            "published": date(2012, 5, 1),
            "published_precision": "month",
            "cover_alt": "A child’s shadow on a brick wall",
            "accessible_request": "Write to us for large print or Braille.",
            **_published(),
            **overrides,
        }
    )


def make_report_page(**overrides: Any) -> ReportPage:
    """Return a live report in the list of reports."""
    return _placed(make_report_index(), report_page(**overrides))


def make_listing_page(model: type[ListingPage]) -> ListingPage:
    """Return the list of any type of page that informs readers; it is made once."""
    name = model.lists._meta.verbose_name_plural
    return _once(model, title=name.capitalize(), slug=name.replace(" ", "-"))


def make_content_page(model: type[ContentPage], **overrides: Any) -> ContentPage:
    """Return a live page of any type that informs readers, in the list of its type."""
    makers = {
        PressRelease: make_press_release,
        PolicyExplainer: make_policy_explainer,
        ReportPage: make_report_page,
    }
    if maker := makers.get(model):
        return maker(**overrides)
    values = {
        "title": "What the organisation says",
        "summary": SUMMARY,
        "topics": [make_topic()],
        model.date_field: date(2013, 1, 7),
        "body": [{"type": "paragraph", "value": PARAGRAPH}],
    }
    listing = next(one for one in get_listing_page_models() if one.lists is model)
    page = model(**{**values, **_published(), **overrides})
    return _placed(make_listing_page(listing), page)


def information_page(**overrides: Any) -> InformationPage:
    """Return a publishable page about the organisation that is in no tree yet."""
    return InformationPage(
        **{
            "title": "About us",
            "summary": "Who we are and what we do.",
            "body": [{"type": "paragraph", "value": PARAGRAPH}],
            **_published(),
            **overrides,
        }
    )


def make_information_page(**overrides: Any) -> InformationPage:
    """Return a live page about the organisation, below the home page."""
    return _placed(make_home(), information_page(**overrides))


def explainer_date(event: str = KeyDate.Event.RATIFIED, **overrides: Any) -> ExplainerDate:
    """Return a key date for `make_policy_explainer(key_dates=[…])`."""
    return ExplainerDate(event=event, **{"date": date(2008, 12, 17), **overrides})


def section(heading: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    """Return a section of an explainer's body, with a paragraph if no blocks are given."""
    content = list(blocks) or [{"type": "paragraph", "value": PARAGRAPH}]
    return {"type": "section", "value": {"heading": heading, "content": content}}


def make_private(page: Page) -> Page:
    """Close `page` and all below it to everybody who does not log in; return it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def _published() -> dict[str, datetime]:
    return {"first_published_at": PUBLISHED, "last_published_at": PUBLISHED}


def _placed(parent: Page, page: Any) -> Any:
    if not page.live:
        page.first_published_at = page.last_published_at = None
    return parent.add_child(instance=page)


def _once(kind: type[Page], **values: Any) -> Any:
    existing = kind.objects.first()
    if existing:
        return existing
    parent = make_home()
    return parent.add_child(instance=kind(show_in_menus=True, **_published(), **values))

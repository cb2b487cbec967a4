"""Pages, feeds, emails and programs name the organisation as the site's identity does."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from editorial.links.crawler import OutboundLinkFetcher
from editorial.mail.outbox import add_sender_name
from editorial.models import OutgoingEmail
from publishing.embargo.tokens import hash_token
from publishing.models import CalendarFeed
from snippets.media import renditions
from snippets.models import SiteIdentity
from tests import factories

pytestmark = pytest.mark.django_db
ENVIRONMENT = "Name of the environment"
NAME = "Fish & Chips’ Trust"
ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "500.html", "503.html")


@pytest.fixture(autouse=True)
def home(settings):
    settings.WAGTAIL_SITE_NAME = ENVIRONMENT
    return factories.make_home(title="Home")


@pytest.fixture
def identity():
    return make_identity(organisation_name=NAME)


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(renditions, "can_render", lambda: True)


def make_identity(**values):
    return SiteIdentity.objects.create(site=Site.objects.get(is_default_site=True), **values)


def read(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser")


def find_wordmark(soup):
    return soup.find(class_="wordmark").text.strip().removesuffix(" home")


def find_meta(soup, name):
    tag = soup.find("meta", property=name)
    return tag and tag["content"]


def find_structured_data(soup):
    return json.loads(soup.find("script", type="application/ld+json").text)


def edit_url():
    site = Site.objects.get(is_default_site=True)
    return reverse("wagtailsettings:edit", args=["snippets", "siteidentity", site.pk])


def sign_in(role):
    call_command("setup_roles", verbosity=0)
    client = Client()
    client.force_login(factories.make_member(role))
    return client


@pytest.mark.parametrize("url", ["/", "/press/debate/", "/search/", "/newsletter/", "/nowhere/"])
def test_every_page_is_of_the_organisation(client, identity, url):
    factories.make_press_release(slug="debate")
    soup = read(client, url)
    assert soup.title.text.endswith(f" – {NAME}")
    assert find_wordmark(soup) == NAME
    assert find_meta(soup, "og:site_name") in (NAME, None)


def test_the_wordmark_may_be_shorter_than_the_name(client):
    make_identity(organisation_name=NAME, wordmark="Chips")
    soup = read(client, "/")
    assert find_wordmark(soup) == "Chips"
    assert soup.title.text.endswith(NAME)


def test_before_an_identity_is_saved_pages_print_the_name_of_the_environment(client):
    soup = read(client, "/")
    assert soup.title.text.endswith(ENVIRONMENT)
    assert not SiteIdentity.objects.exists()


def test_a_page_asks_for_the_identity_once(client, identity, django_assert_num_queries):
    request = client.get("/").wsgi_request
    with django_assert_num_queries(0):
        assert SiteIdentity.for_request(request).organisation_name == NAME


def test_a_page_without_a_site_names_the_environment(client, identity):
    Site.objects.all().delete()
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert ENVIRONMENT in response.content.decode()


@pytest.mark.parametrize("template", ERROR_PAGES)
def test_a_page_about_a_fault_asks_the_database_nothing(template, django_assert_num_queries):
    with django_assert_num_queries(0):
        soup = BeautifulSoup(render_to_string(template), "html.parser")
    assert soup.title.text.endswith(ENVIRONMENT)
    assert find_wordmark(soup) == ENVIRONMENT


def test_the_feed_is_of_the_organisation(client, identity):
    factories.make_press_release()
    feed = BeautifulSoup(client.get("/press/feed/").content, "html.parser")
    assert feed.title.text == f"{NAME} press releases"
    assert feed.subtitle.text == f"News from {NAME}, newest first"
    assert {tag.find("name").text for tag in feed.find_all("author")} == {NAME}


def test_the_calendar_feed_is_of_the_organisation(client, identity):
    user = factories.make_user("chief")
    CalendarFeed.objects.create(user=user, token_hash=hash_token("secret"))
    calendar = client.get(reverse("publishing:calendar_feed", args=["secret"])).content.decode()
    assert f"PRODID:-//{NAME}//Publication calendar//EN" in calendar
    assert f"X-WR-CALNAME:{NAME}: publication" in calendar


def test_structured_data_names_the_publisher_and_where_else_to_find_it(client, drawn):
    contact = factories.make_contact_details(organisation_name="Fish and Chips Limited")
    make_identity(
        organisation_name=NAME, x="https://x.example/chips", logo=factories.make_image("logo.png")
    )
    factories.make_press_release(slug="debate")
    publisher = find_structured_data(read(client, "/press/debate/"))["publisher"]
    assert (publisher["name"], publisher["legalName"]) == (NAME, contact.organisation_name)
    assert publisher["sameAs"] == ["https://x.example/chips"]
    assert client.get(publisher["logo"].removeprefix("http://testserver")).status_code == 200


def test_structured_data_has_a_publisher_before_there_are_contact_details(client, identity):
    factories.make_press_release(slug="debate")
    publisher = find_structured_data(read(client, "/press/debate/"))["publisher"]
    assert publisher == {"@type": "NGO", "name": NAME}


def test_the_footer_links_to_the_social_accounts(client):
    make_identity(bluesky="https://sky.example/chips", youtube="https://tube.example/chips")
    footer = read(client, "/").footer
    links = {link.text: link["href"] for link in footer.find_all("a")}
    assert links["Bluesky"] == "https://sky.example/chips"
    assert links["YouTube"] == "https://tube.example/chips"
    assert "Facebook" not in links


def test_a_shared_link_shows_the_default_image_where_a_page_has_none(client, drawn):
    image = factories.make_image("shared.png", description="A boat")
    make_identity(share_image=image)
    factories.make_press_release(slug="debate")
    soup = read(client, "/press/debate/")
    address = find_meta(soup, "og:image").removeprefix("http://testserver")
    assert client.get(address).status_code == 200
    assert find_meta(soup, "og:image:alt") == "A boat"


def test_a_shared_link_shows_the_image_of_its_page_first(client, drawn):
    make_identity(share_image=factories.make_image("shared.png", description="A boat"))
    own = factories.make_image("own.png", description="A street")
    factories.make_press_release(slug="debate", share_image=own)
    assert find_meta(read(client, "/press/debate/"), "og:image:alt") == "A street"


def test_the_newsletter_is_of_the_organisation(client, identity):
    client.post("/newsletter/", {"email": "reader@example.org", "website": ""})
    [message] = mail.outbox
    assert message.subject == f"Please confirm: {NAME} newsletter"
    assert f"the {NAME} newsletter" in message.body


@pytest.mark.parametrize(
    ("values", "from_email", "sender"),
    [
        ({"organisation_name": "Chips"}, "web@example.org", "Chips <web@example.org>"),
        ({"organisation_name": "Chips"}, "Desk <web@example.org>", "Desk <web@example.org>"),
        ({"email_sender_name": "Fish"}, "Desk <web@example.org>", "Fish <web@example.org>"),
        ({"email_sender_name": "A, B"}, "web@example.org", '"A, B" <web@example.org>'),
        ({"email_sender_name": "A\nTo: b"}, "web@example.org", '"A To: b" <web@example.org>'),
        ({"email_sender_name": "A"}, "web@bücher.example", "web@bücher.example"),
    ],
)
def test_the_address_of_the_site_gets_the_name_of_its_sender(settings, values, from_email, sender):
    settings.DEFAULT_FROM_EMAIL = from_email
    assert add_sender_name(from_email, SiteIdentity(**values)) == sender
    assert add_sender_name("ada@example.org", SiteIdentity(**values)) == "ada@example.org"


def test_a_queued_email_has_the_name_of_its_sender(settings, queued_mail):
    settings.DEFAULT_FROM_EMAIL = "web@example.org"
    make_identity(email_sender_name="Café")
    send_mail("Subject", "Text", None, ["reader@example.org"])
    [email] = OutgoingEmail.objects.all()
    assert email.message["from_email"].endswith(" <web@example.org>")
    assert email.message["from_email"].startswith("=?utf-8?")


@pytest.mark.parametrize(
    ("values", "token"),
    [
        ({"organisation_name": "Fish & Chips 24"}, "FishChipsLinkCheck"),
        ({"organisation_name": "Ψάρια"}, "LinkCheck"),
        ({"organisation_name": NAME, "crawler_name": "chips-bot"}, "chips-bot"),
    ],
)
def test_link_checks_give_the_name_of_the_crawler(settings, values, token):
    settings.BASE_URL = "https://www.example.org"
    tour = OutboundLinkFetcher(SiteIdentity(**values))
    assert tour.user_agent == f"{token}/1.0 (+https://www.example.org/)"


@pytest.mark.parametrize("name", ["Chips bot", "chips/2", "bot\n", "Bød"])
def test_a_name_that_robots_txt_cannot_address_is_refused(name):
    identity = SiteIdentity(site=Site.objects.get(), organisation_name=NAME, crawler_name=name)
    with pytest.raises(ValidationError) as refused:
        identity.full_clean()
    assert refused.value.message_dict == {
        "crawler_name": ["Use letters, hyphens and underscores only."]
    }


def test_a_publisher_changes_the_identity(client):
    editor = sign_in("Publisher")
    form = editor.get(edit_url()).context["form"]
    assert form["organisation_name"].value() == ENVIRONMENT
    response = editor.post(edit_url(), {"organisation_name": NAME, "wordmark": "Chips"})
    assert response.status_code == 302
    assert find_wordmark(read(client, "/")) == "Chips"
    editor.post(edit_url(), {"organisation_name": "Chips again"})
    assert SiteIdentity.objects.get().organisation_name == "Chips again"


@pytest.mark.parametrize("role", ["Contributor", "Communications", "Policy"])
def test_other_roles_do_not_change_the_identity(role):
    assert sign_in(role).get(edit_url()).status_code == 302


def test_its_images_are_public_before_the_worker_has_run(client, queued_mail, drawn):
    image = factories.make_image()
    picture = image.get_rendition("width-400")
    assert client.get(picture.url).status_code == 404

    make_identity(logo=image)

    assert client.get(picture.url).status_code == 200


def test_where_an_image_is_used_names_the_identity(client):
    image = factories.make_image()
    make_identity(logo=image)
    administrator = Client()
    administrator.force_login(factories.make_user("chief"))
    usage = administrator.get(reverse("wagtailimages:image_usage", args=[image.pk]))
    assert edit_url() in usage.content.decode()


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_says_so_on_every_page_and_asks_not_to_be_indexed(client, is_demonstration):
    make_identity(is_demonstration=is_demonstration)
    for url in ("/", "/newsletter/", "/nowhere/"):
        soup = BeautifulSoup(client.get(url).content, "html.parser")
        assert bool(soup.select_one(".ribbon")) == is_demonstration, url
    # Search and forms are never indexed.
    soup = BeautifulSoup(client.get("/").content, "html.parser")
    assert bool(soup.select_one("meta[name=robots][content=noindex]")) == is_demonstration


def test_the_admin_has_the_name_and_the_mark_of_the_organisation(client):
    make_identity(organisation_name=NAME)
    login = BeautifulSoup(client.get(reverse("wagtailadmin_login")).content, "html.parser")
    assert login.h1.get_text(strip=True) == f"Sign in to {NAME}"
    assert login.title.get_text(strip=True).endswith(NAME)
    client.force_login(factories.make_user(is_superuser=True))
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    logo = home.select_one("template[data-wagtail-sidebar-branding-logo]")
    assert logo.select_one("svg.mark")
    assert "favicon" in home.select_one("link[rel=icon]")["href"]

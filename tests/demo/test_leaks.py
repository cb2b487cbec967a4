"""Nothing that is not published shows through a page that is."""

import pytest
from bs4 import BeautifulSoup

from home.models import InformationPage
from snippets.models import Organisation, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def soup(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def test_a_draft_parent_is_not_named_above_its_live_child(client):
    parent = factories.make_information_page(title="Secret merger", slug="secret", live=False)
    child = parent.add_child(instance=factories.information_page(title="Child", slug="child"))

    shown = soup(client, child)
    # On paper the page carries its own address, of which that of its parent is a part.
    shown.find(class_="printed").decompose()
    assert "ecret" not in shown.get_text()
    assert "/secret/" not in str(soup(client, child).find("nav", class_="trail"))
    assert InformationPage.objects.filter(live=False).exists()


def test_a_withdrawn_member_is_neither_named_nor_counted(client):
    members = [factories.make_organisation(f"Member {n}") for n in range(3)]
    body = [
        {"type": "paragraph", "value": factories.PARAGRAPH},
        {
            "type": "coalition",
            "value": {
                "name": "Group",
                "logo": None,
                "members": [member.pk for member in members],
                "as_of": "2009-05-01",
                "precision": "month",
            },
        },
    ]
    page = factories.make_press_release(body=body)
    Organisation.objects.filter(pk=members[0].pk).update(live=False)

    coalition = soup(client, page).find(class_="coalition").get_text(" ", strip=True)

    assert "2 organisations" in coalition
    assert "Member 0" not in coalition


def test_a_list_of_links_without_a_link_is_not_announced(client):
    hidden = factories.make_press_release(title="Hidden", slug="hidden", live=False)
    link = {
        "text": "Our other release",
        "target": [{"type": "page", "value": hidden.pk}],
        "note": "",
    }
    page = factories.make_press_release(
        slug="shown",
        read_more=[{"type": "read_more", "value": {"heading": "Read more", "links": [link]}}],
    )

    assert soup(client, page).find(class_="read-more") is None


def test_headings_never_share_an_anchor_with_the_page_around_them(client):
    names = ["Notes", "Main", "Media contact", "Related", "مرحبا"]
    page = factories.make_press_release(
        notes_to_editors="<p>Background.</p>",
        body=[
            {"type": "paragraph", "value": factories.PARAGRAPH},
            *({"type": "heading", "value": {"text": name, "level": "2"}} for name in names),
        ],
    )

    ids = [tag["id"] for tag in soup(client, page).find_all(id=True)]

    assert len(ids) == len(set(ids))
    assert {"notes", "main", "media-contact", "مرحبا"} <= set(ids)


def test_an_unpublished_topic_is_no_topic(client):
    page = factories.make_press_release()
    Topic.objects.update(live=False)

    problems = {}
    try:
        page.full_clean()
    except Exception as error:
        problems = error.message_dict

    assert "not published" in problems["topics"][0]
    assert "Topics" not in soup(client, page).find(class_="facts-row").get_text()


def test_an_image_address_longer_than_a_file_name_is_not_found(client):
    assert client.get(f"/media/images/{'a' * 300}").status_code == 404

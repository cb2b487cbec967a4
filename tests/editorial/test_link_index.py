"""The links of what readers see are known, and no others."""

from datetime import timedelta
from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import TestCase
from django.utils import timezone

from editorial.links import index, tasks
from editorial.models import LinkUse, OutboundLink
from editorial.models.links import hash_url
from tests import factories
from tests.processes import PATIENCE
from tests.publishing.scheduled_content import scheduled_release

pytestmark = pytest.mark.django_db

OLD = "https://old.example.org/report"
SECRET = "https://embargoed.example.org/launch"


def text(*addresses):
    links = "".join(f'<a href="{address}">The report</a>' for address in addresses)
    return [{"type": "paragraph", "value": f"<p>{links}</p>"}]


def publish(content):
    """Publish as a site does, where the transaction is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        content.save_revision().publish()
    return type(content).objects.get(pk=content.pk)


def known():
    return {(use.link.url, use.content_object.pk, use.where) for use in LinkUse.objects.all()}


def test_publishing_notes_the_links_of_a_page():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))

    assert known() == {(OLD, page.pk, "Body")}
    assert LinkUse.objects.get().page_id == page.pk
    assert OutboundLink.objects.get().host == "old.example.org"


def test_publishing_notes_the_links_of_shared_content():
    organisation = publish(factories.make_organisation(live=False, url=OLD))

    assert known() == {(OLD, organisation.pk, "Web address")}


def test_publishing_again_keeps_what_stayed_and_forgets_what_went():
    page = publish(factories.make_press_release(live=False, body=text(OLD, "https://b.org/")))
    kept = LinkUse.objects.get(link__url=OLD).pk
    page.body, page.minor_change = text(OLD, "https://c.org/"), True
    publish(page)

    assert {address for address, *_ in known()} == {OLD, "https://c.org/"}
    assert LinkUse.objects.get(link__url=OLD).pk == kept


def test_a_link_of_several_pages_is_one_link():
    first = publish(factories.make_press_release(live=False, slug="a", body=text(OLD)))
    second = publish(factories.make_press_release(live=False, slug="b", body=text(OLD)))

    assert OutboundLink.objects.count() == 1
    assert {pk for _, pk, _ in known()} == {first.pk, second.pk}


def test_what_cannot_be_noted_is_published_all_the_same_and_read_by_the_daily_run(
    monkeypatch, caplog
):
    def fail(*args):
        raise OSError("The queue is full.")

    monkeypatch.setattr(index, "index_published", SimpleNamespace(enqueue=fail))
    page = publish(factories.make_press_release(live=False, body=text(OLD)))

    assert page.live
    assert "The queue is full." in caplog.text
    assert known() == set()
    tasks.reconcile_link_index()
    assert known() == {(OLD, page.pk, "Body")}


def test_the_links_of_drafts_are_not_known():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    page.body = text(SECRET)
    page.save_revision()
    factories.make_press_release(live=False, slug="draft", body=text(SECRET)).save_revision()
    tasks.reconcile_link_index()

    assert {address for address, *_ in known()} == {OLD}
    assert not OutboundLink.objects.filter(url=SECRET).exists()


def test_the_links_of_what_is_scheduled_are_not_known():
    page = scheduled_release(timezone.now() + timedelta(days=1), body=text(SECRET))
    page.publish(page.latest_revision)
    tasks.reconcile_link_index()

    assert not OutboundLink.objects.exists()


def test_the_links_of_private_and_expired_pages_are_not_known():
    factories.make_private(factories.make_press_release(slug="a", body=text(SECRET)))
    past = timezone.now() - timedelta(hours=1)
    factories.make_press_release(slug="b", body=text(SECRET), expire_at=past)
    tasks.reconcile_link_index()

    assert known() == set()


def test_withdrawing_forgets_links_at_once():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    organisation = publish(factories.make_organisation(live=False, url=OLD))
    page.unpublish()
    assert {pk for _, pk, _ in known()} == {organisation.pk}

    organisation.unpublish()
    assert known() == set()


def test_deleting_forgets_links_at_once():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    organisation = publish(factories.make_organisation(live=False, url=OLD))

    page.delete()
    organisation.delete()

    assert not LinkUse.objects.exists()


def test_closing_a_page_to_the_public_forgets_links_with_the_next_run():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    factories.make_private(page)
    assert not tasks.find_links_in_use().exists()

    tasks.reconcile_link_index()

    assert known() == set()


def test_an_alias_is_not_known_besides_its_original():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    page.create_alias(update_slug="alias")
    tasks.reconcile_link_index()

    assert {pk for _, pk, _ in known()} == {page.pk}


def test_the_daily_run_finds_what_was_published_without_a_signal(monkeypatch):
    monkeypatch.setattr(index, "LINK_INDEX_BATCH_SIZE", 2)
    pages = [factories.make_press_release(slug=f"r{number}", body=text(OLD)) for number in range(5)]
    promo = factories.make_promo()
    tasks.reconcile_link_index()

    assert {(pk, where) for _, pk, where in known()} == {
        *((page.pk, "Body") for page in pages),
        (promo.pk, "Link"),
    }


def test_the_daily_run_forgets_what_was_withdrawn_without_a_signal():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    organisation = publish(factories.make_organisation(live=False, url=OLD))
    for content in (page, organisation):
        type(content).objects.filter(pk=content.pk).update(live=False)
    tasks.reconcile_link_index()

    assert known() == set()


def test_a_page_that_cannot_be_read_hides_no_others(monkeypatch, caplog):
    bad = factories.make_press_release(slug="bad", body=text(OLD))
    good = factories.make_press_release(slug="good", body=text(OLD))
    find = index.find_outbound_urls

    def find_outbound_urls(content):
        if content.pk == bad.pk:
            raise TypeError("Odd")
        return find(content)

    monkeypatch.setattr(index, "find_outbound_urls", find_outbound_urls)
    tasks.reconcile_link_index()

    assert {pk for _, pk, _ in known()} == {good.pk}
    assert "cannot be read" in caplog.text


def test_addresses_that_nothing_links_to_are_forgotten_once_they_are_old():
    page = publish(factories.make_press_release(live=False, body=text(OLD)))
    OutboundLink.objects.update(last_checked_at=factories.NOON)
    page.delete()
    tasks.delete_outdated_link_records(factories.NOON + timedelta(days=89))
    assert OutboundLink.objects.exists()

    tasks.delete_outdated_link_records(factories.NOON + timedelta(days=91))

    assert not OutboundLink.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_known", [True, False])
def test_an_address_is_not_forgotten_while_it_is_noted(monkeypatch, is_known):
    page = factories.make_press_release(body=text(OLD))
    if is_known:
        OutboundLink.objects.create(url=OLD, url_hash=hash_url(OLD), host="old.example.org")
    keep = index._record_uses

    def forget_first(content, wanted):
        def forget():
            index.delete_unused_links(timezone.now())
            connection.close()

        other = Thread(target=forget)
        other.start()
        other.join(PATIENCE)
        assert not other.is_alive()
        keep(content, wanted)

    monkeypatch.setattr(index, "_record_uses", forget_first)
    index.index_links([page])

    assert known() == {(OLD, page.pk, "Body")}


def test_what_is_forgotten_is_forgotten_in_several_goes(monkeypatch):
    monkeypatch.setattr(index, "LINK_INDEX_BATCH_SIZE", 2)
    for number in range(5):
        address = f"https://{number}.org/"
        OutboundLink.objects.create(url=address, url_hash=hash_url(address), host=f"{number}.org")
    publish(factories.make_press_release(live=False, body=text("https://2.org/")))

    index.delete_unused_links(timezone.now())

    assert [link.url for link in OutboundLink.objects.all()] == ["https://2.org/"]


def test_reading_many_pages_costs_few_queries(django_assert_max_num_queries):
    for number in range(10):
        factories.make_press_release(slug=f"r{number}", body=text(f"https://{number}.org/", OLD))
    pages = list(index.get_public_content(type(factories.press_release())))
    index.index_links(pages[:1])

    # Four for each page, and as few as possible for all links together.
    with django_assert_max_num_queries(10 * 3 + 8):
        index.index_links(pages)

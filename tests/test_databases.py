"""The fixtures that keep tests independent are themselves worth testing."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from wagtail.models import Page

from tests.databases import rolled_back
from tests.task_backend import in_rolled_back_test


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["once", "again"])
def test_a_committing_test_starts_from_what_migrations_made(time):
    assert Page.objects.filter(depth=1).exists()
    assert Group.objects.filter(name="Editors").exists()
    Group.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_task_waits_for_the_commit_of_the_save_that_enqueued_it(monkeypatch):
    assert not in_rolled_back_test()
    seen = []
    monkeypatch.setattr(
        "tests.task_backend.ImmediateBackend._execute_task",
        lambda self, result: seen.append(connection.in_atomic_block),
    )
    root = Page.objects.get(depth=1)

    with transaction.atomic():
        root.add_child(title="A page", slug="a-page-of-its-own")
        assert seen == []

    assert seen
    assert not any(seen)


@pytest.mark.django_db
def test_a_task_runs_at_once_in_a_test_that_never_commits(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "tests.task_backend.ImmediateBackend._execute_task",
        lambda self, result: seen.append(result.task.name),
    )

    Page.objects.get(depth=1).add_child(title="A page", slug="a-page-of-its-own")

    assert "insert_or_update_object_task" in seen


@pytest.mark.django_db(transaction=True)
def test_what_a_rolled_back_block_did_is_undone():
    with rolled_back():
        assert in_rolled_back_test()
        Group.objects.all().delete()

    assert Group.objects.filter(name="Editors").exists()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("time", ["once", "again"])
def test_what_a_test_does_to_the_demonstration_content_is_undone(time):
    pages = Page.objects.live().public().filter(depth__gt=2)
    assert pages.count() > 40
    pages.update(live=False)


@pytest.mark.django_db
def test_other_tests_see_no_demonstration_content():
    assert not Page.objects.filter(depth__gt=2).exists()

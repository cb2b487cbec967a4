"""A request too large to be read is refused in words, and a long page can be saved."""

import pytest

from tests import factories
from tests.editing import SAVE, edit_url, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(factories.make_user())
    return client


def test_a_page_with_three_hundred_blocks_is_saved(desk):
    body = [{"type": "heading", "value": f"Step {number}"} for number in range(300)]
    release = factories.make_press_release(live=False)
    draft = factories.press_release(
        pk=release.pk, path=release.path, depth=release.depth, body=body
    )
    release.body = draft.body

    response = desk.post(edit_url(release), {**posted(release), **SAVE})

    assert response.status_code == 302
    assert len(release.get_latest_revision_as_object().body) == 300


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_form_that_is_too_large_is_refused_with_what_to_do(desk, settings, accept):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    release = factories.make_press_release(live=False)

    response = desk.post(edit_url(release), posted(release), headers={"accept": accept})

    assert response.status_code == 400
    assert "no-store" in response["Cache-Control"]
    assert "too large to be saved at once" in response.content.decode()


def test_a_host_that_is_not_ours_gets_a_page_of_ours(client):
    response = client.get("/", headers={"host": "bad host"})

    assert response.status_code == 400
    assert "The request cannot be read" in response.content.decode()

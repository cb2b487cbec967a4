"""Every route, in every state, asked by everybody who must learn nothing.

tests/walk has the roles ask every address of the admin about hidden content. `make audit` has
them do so in every state.
"""

import pytest

from tests import leaks

pytestmark = pytest.mark.django_db


def leaking(checks):
    assert checks
    return [check for check in checks if check.leak]


@pytest.mark.parametrize("state", leaks.STATES)
def test_nobody_learns_of_a_page(state):
    assert leaking(leaks.check_pages(state)) == []


@pytest.mark.parametrize("role", leaks.ROLES)
def test_nobody_with_another_role_learns_of_a_draft(role):
    assert leaking(leaks.check_role(role, "draft")) == []


def test_an_editor_with_rights_finds_it_in_the_forms():
    found = {check.route for check in leaking(leaks.check_forms())}
    for part in ("form of a set", "form of a set, shared", "form that adds", "set of others",
                 "preview of a set", "embargo_links", "embargo_audit_report",
                 "chosen-multiple", "/copy/", "selected for"):  # fmt: skip
        assert [route for route in found if part in route], part


def test_everybody_finds_a_live_page_on_the_same_routes():
    checks = leaks.check_live()
    unseen = {check.route for check in checks if not check.leak}
    assert unseen == leaks.NEVER_OPEN


@pytest.mark.parametrize("state", leaks.SHARED_STATES)
@pytest.mark.parametrize("kind", leaks.SHARED)
def test_nobody_learns_of_shared_content(kind, state):
    assert leaking(leaks.check_shared_content(kind, state)) == []


@pytest.mark.parametrize("kind", leaks.SHARED)
def test_everybody_finds_shared_content_that_is_live(kind):
    assert leaking(leaks.check_shared_content(kind, "live"))

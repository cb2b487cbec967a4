import pytest
from django.core.exceptions import ValidationError

from tests import factories

pytestmark = pytest.mark.django_db

URL = {"type": "url", "value": "https://www.example.org/training"}


def refusals(promo):
    with pytest.raises(ValidationError) as refusal:
        promo.full_clean()
    return refusal.value.message_dict


def test_a_promotion_with_a_link_is_published():
    promo = factories.make_promo()
    promo.full_clean()
    assert str(promo) == "Training for professionals"


@pytest.mark.parametrize("link", [[], [URL, URL], [{"type": "url", "value": ""}]])
def test_a_promotion_leads_to_exactly_one_place(link):
    promo = factories.make_promo()
    promo.link = link
    assert "link" in refusals(promo)


@pytest.mark.parametrize("field", ["heading", "text"])
def test_a_promotion_has_a_heading_and_a_text(field):
    promo = factories.make_promo()
    setattr(promo, field, "")
    assert field in refusals(promo)

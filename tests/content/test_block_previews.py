"""Every block shows editors an example of itself."""

import pytest
from django.urls import reverse
from wagtail.blocks import StreamBlock, StructBlock

from home.models import InformationPage
from policy.models import PolicyExplainer, ReportPage
from pressroom.models import PressRelease
from tests import factories
from tests.content.block_validation import errors

pytestmark = pytest.mark.django_db


def choices():
    """Yield every block that an editor can add, by the field that offers it."""
    for model in (PressRelease, PolicyExplainer, ReportPage, InformationPage):
        for field in model._meta.get_fields():
            if hasattr(field, "stream_block"):
                yield from _children(field.stream_block, f"{model.__name__}.{field.name}")


def _children(block, path):
    for name, child in block.child_blocks.items():
        if isinstance(block, StreamBlock):
            yield pytest.param(child, id=f"{path}.{name}")
        if isinstance(child, StreamBlock) and name == "content":
            yield from _children(child, f"{path}.{name}")
        if isinstance(child, StructBlock) and "content" in child.child_blocks:
            yield from _children(child, f"{path}.{name}")


CHOICES = list(choices())


def test_there_are_blocks_to_choose_from():
    assert len(CHOICES) > 30


@pytest.mark.parametrize("block", CHOICES)
def test_every_block_has_an_icon_and_says_what_it_is(block):
    assert block.get_description()
    assert block.meta.icon not in ("", "placeholder")


@pytest.mark.parametrize("block", CHOICES)
def test_every_block_is_previewed(client, block):
    client.force_login(factories.make_user())
    factories.make_home()
    factories.make_contact_details()
    assert block.is_previewable

    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert response.status_code == 200
    html = response.content.decode()
    assert "stylesheet" in html, "The example is shown without the site's styles"
    assert "</main>" in html


@pytest.mark.parametrize(
    "block",
    [choice for choice in CHOICES if getattr(choice.values[0].meta, "preview_value", None)],
)
def test_an_example_obeys_the_rules_of_its_block(block):
    assert errors(block, block.get_prep_value(block.get_preview_value())) == {}

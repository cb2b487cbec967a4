"""List and find reusable content in the admin."""

from typing import Any

from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.tables import (
    BooleanColumn,
    Column,
    LiveStatusTagColumn,
    UpdatedAtColumn,
)
from wagtail.snippets.views.snippets import CopyView, SnippetViewSet, SnippetViewSetGroup

from content.fields import format_phone
from snippets.choosers import BaseSnippetChooserViewSet
from snippets.models import (
    ContactDetails,
    Instrument,
    MediaContact,
    Organisation,
    Promo,
    SiteBanner,
    Statistic,
    Topic,
)
from snippets.models.base import BaseSnippet
from snippets.panels import UsagePanel


class UnscheduledCopyView(CopyView):
    """Begins a copy without the schedule of the original."""

    def get_initial_form_instance(self) -> BaseSnippet:
        """Return the original as the form of the copy shows it."""
        content = super().get_initial_form_instance()
        content.go_live_at = content.expire_at = None
        return content


class BaseSnippetViewSet(SnippetViewSet):
    """Reusable content of any kind."""

    chooser_viewset_class = BaseSnippetChooserViewSet
    copy_view_class = UnscheduledCopyView


class PhoneColumn(Column):
    """A phone number, written as in the UK."""

    def get_value(self, instance: Any) -> str:
        """Return the number with its spaces."""
        number = super().get_value(instance)
        return format_phone(number) if number else ""


class UsageWarningViewSet(BaseSnippetViewSet):
    """A fact that is kept once: its form ends with the pages that change with it.

    Only for kinds that Wagtail's index follows: it passes over the topics of a page, and the
    publishers that a report's cover brings to other pages.
    """

    def get_edit_handler(self) -> Panel:
        """Return the form of the model, above what a change reaches."""
        return ObjectList([*self.model.panels, UsagePanel()]).bind_to_model(self.model)


class ContactDetailsViewSet(UsageWarningViewSet):
    """Addresses, of which one is current."""

    model = ContactDetails
    ordering = ["-is_current", "organisation_name"]
    icon = "mail"
    list_display = [
        "organisation_name",
        PhoneColumn("public_phone", label="Switchboard"),
        PhoneColumn("press_phone", label="Press phone"),
        "postcode",
        BooleanColumn("is_current"),
        LiveStatusTagColumn(),
    ]


class SiteBannerViewSet(BaseSnippetViewSet):
    """Banners, with when they show."""

    model = SiteBanner
    icon = "warning"
    list_display = ["heading", "severity", "go_live_at", "expire_at", LiveStatusTagColumn()]
    list_filter = ["severity"]


class PromoViewSet(BaseSnippetViewSet):
    """Calls to do something."""

    model = Promo
    icon = "pick"
    list_display = ["heading", LiveStatusTagColumn(), UpdatedAtColumn()]


class MediaContactViewSet(UsageWarningViewSet):
    """Whom journalists call."""

    model = MediaContact
    icon = "user"
    list_display = ["name", "role", PhoneColumn("phone"), "email", LiveStatusTagColumn()]
    search_fields = ["name", "role", "email"]


class OrganisationViewSet(BaseSnippetViewSet):
    """Organisations that pages name."""

    model = Organisation
    icon = "group"
    list_display = ["name", "url", LiveStatusTagColumn()]
    search_fields = ["name", "aliases"]


class TopicViewSet(BaseSnippetViewSet):
    """Subjects that pages are filed under."""

    model = Topic
    icon = "tag"
    list_display = ["name", "slug", LiveStatusTagColumn()]


class InstrumentViewSet(UsageWarningViewSet):
    """Treaties and laws."""

    model = Instrument
    icon = "doc-full-inverse"
    list_display = ["official_name", "reference", LiveStatusTagColumn()]
    search_fields = ["official_name", "aliases", "reference"]


class StatisticViewSet(UsageWarningViewSet):
    """Figures with their source."""

    model = Statistic
    icon = "order"
    list_display = ["value", "unit", "period", "source", "as_of", LiveStatusTagColumn()]
    search_fields = ["value", "unit", "source"]


class SiteWideGroup(SnippetViewSetGroup):
    """What stands around every page."""

    menu_label = "Whole site"
    menu_icon = "home"
    menu_order = 210
    items = (ContactDetailsViewSet, SiteBannerViewSet, PromoViewSet)


class PeopleAndReferenceGroup(SnippetViewSetGroup):
    """What pages refer to."""

    menu_label = "People and facts"
    menu_icon = "snippet"
    menu_order = 220
    items = (
        MediaContactViewSet,
        OrganisationViewSet,
        TopicViewSet,
        InstrumentViewSet,
        StatisticViewSet,
    )

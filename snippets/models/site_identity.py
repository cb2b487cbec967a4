"""Keep the name, the images and the accounts elsewhere of the organisation that the site is of."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

SOCIAL_FIELDS = ("bluesky", "facebook", "instagram", "linkedin", "x", "youtube")


def get_default_name() -> str:
    """Return the name that the environment gives, for a site whose identity nobody has saved."""
    return settings.WAGTAIL_SITE_NAME


@register_setting(icon="globe")
class SiteIdentity(BaseSiteSetting):
    """The organisation as it names and shows itself on pages, in feeds, in emails and to sites."""

    organisation_name = models.CharField(
        max_length=80,
        default=get_default_name,
        help_text="Shown in page titles, feeds, emails and shared links",
    )
    wordmark = models.CharField(
        max_length=40,
        blank=True,
        help_text="The text in the header of every page. If empty, the name of the organisation.",
    )
    logo = models.ForeignKey(
        "snippets.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown by search engines",
    )
    share_image = models.ForeignKey(
        "snippets.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="default share image",
        help_text="Shown when somebody shares a link to a page that has no share image of its own",
    )
    email_sender_name = models.CharField(
        max_length=80,
        blank=True,
        help_text="The sender of every email. If empty, the name of the organisation.",
    )
    crawler_name = models.CharField(
        max_length=40,
        blank=True,
        # The characters of a robots.txt product token (RFC 9309, section 2.2.1).
        validators=[
            RegexValidator(r"^[A-Za-z_-]+\Z", "Use letters, hyphens and underscores only.")
        ],
        help_text="What other sites read in their logs when this site checks a link to them. "
        "If empty, it is made from the name of the organisation.",
    )
    is_demonstration = models.BooleanField(
        "this is a demonstration",
        default=False,
        help_text="Every page says that its texts and figures are samples, and search engines are "
        "asked to leave the site out. Untick this when the real content is in.",
    )
    bluesky = models.URLField("Bluesky", blank=True)
    facebook = models.URLField("Facebook", blank=True)
    instagram = models.URLField("Instagram", blank=True)
    linkedin = models.URLField("LinkedIn", blank=True)
    x = models.URLField("X", blank=True)
    youtube = models.URLField("YouTube", blank=True)

    select_related = ("logo", "share_image")

    panels = [
        MultiFieldPanel([FieldPanel("organisation_name"), FieldPanel("wordmark")], heading="Name"),
        FieldPanel("is_demonstration"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("share_image")], heading="Images"),
        MultiFieldPanel(
            [FieldPanel("email_sender_name"), FieldPanel("crawler_name")],
            heading="Names for other machines",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in SOCIAL_FIELDS],
            heading="Social accounts",
            help_text="The full addresses. The footer of every page links to them.",
        ),
    ]

    class Meta:
        verbose_name = "site identity"

    @classmethod
    def for_site(cls, site: Site | None) -> SiteIdentity:
        """Return the identity of a site; before one is saved, the names of the environment.

        Wagtail would save one as soon as a reader asks, and so keep a name that the environment no
        longer gives.
        """
        return cls.base_queryset().filter(site=site).first() or cls(site=site)

    @classmethod
    def get_default(cls) -> SiteIdentity:
        """Return the identity of the default site, for emails and tasks, which no reader asks."""
        return cls.for_site(Site.objects.filter(is_default_site=True).first())

    @property
    def wordmark_text(self) -> str:
        """The text in the header."""
        return self.wordmark or self.organisation_name

    @property
    def crawler_token(self) -> str:
        """The name by which robots.txt of another site can address the link checks."""
        letters = re.sub(r"[^A-Za-z]", "", self.organisation_name)
        return self.crawler_name or f"{letters}LinkCheck"

    @property
    def social_accounts(self) -> list[tuple[str, str]]:
        """The name of each network that the organisation is on, with the address there."""
        fields = [self._meta.get_field(name) for name in SOCIAL_FIELDS]
        accounts = [(str(field.verbose_name), getattr(self, field.name)) for field in fields]
        return [(network, url) for network, url in accounts if url]

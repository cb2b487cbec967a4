"""The top of the site: its first page, its lasting pages, its newsletter."""

from home.models.home_page import HomePage, latest_updates
from home.models.information_page import InformationPage
from home.models.links import LinkCheck, LinkRun, LinkUse, OutboundLink
from home.models.newsletter import NewsletterSubscription
from home.models.outgoing_email import OutgoingEmail

__all__ = [
    "HomePage",
    "InformationPage",
    "LinkCheck",
    "LinkRun",
    "LinkUse",
    "NewsletterSubscription",
    "OutboundLink",
    "OutgoingEmail",
    "latest_updates",
]

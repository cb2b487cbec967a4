"""The first page, the lasting pages and the newsletter's subscriptions."""

from home.models.home_page import HomePage, latest_updates
from home.models.information_page import InformationPage
from home.models.newsletter import NewsletterSubscription

__all__ = ["HomePage", "InformationPage", "NewsletterSubscription", "latest_updates"]

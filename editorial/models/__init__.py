"""Links to other sites, and e-mail on its way."""

from editorial.models.links import DailyLinkRun, LinkCheck, LinkUse, OutboundLink
from editorial.models.outgoing_email import OutgoingEmail

__all__ = ["DailyLinkRun", "LinkCheck", "LinkUse", "OutboundLink", "OutgoingEmail"]

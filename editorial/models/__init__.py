"""Links to other sites, and e-mail on its way."""

from editorial.models.links import LatestLinkRun, LinkCheck, LinkUse, OutboundLink
from editorial.models.outgoing_email import OutgoingEmail

__all__ = ["LatestLinkRun", "LinkCheck", "LinkUse", "OutboundLink", "OutgoingEmail"]

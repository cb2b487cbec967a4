"""The content that pages reuse."""

from snippets.models.banner import SiteBanner
from snippets.models.contact_details import ContactDetails
from snippets.models.document_versions import DocumentVersion
from snippets.models.documents import SiteDocument
from snippets.models.draft_references import DraftReferences
from snippets.models.media import SiteImage, SiteRendition
from snippets.models.people import MediaContact, Organisation
from snippets.models.promo import Promo
from snippets.models.reference import Instrument, InstrumentDate, KeyDate, Statistic, Topic
from snippets.models.site_identity import SiteIdentity

__all__ = [
    "ContactDetails",
    "DocumentVersion",
    "DraftReferences",
    "Instrument",
    "InstrumentDate",
    "KeyDate",
    "MediaContact",
    "Organisation",
    "Promo",
    "SiteBanner",
    "SiteDocument",
    "SiteIdentity",
    "SiteImage",
    "SiteRendition",
    "Statistic",
    "Topic",
]

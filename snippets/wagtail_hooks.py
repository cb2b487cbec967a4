"""What reusable content adds to the admin, and to running text."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from snippets.rich_text import PublicPageLinkHandler
from snippets.viewsets import FactsGroup, SiteWideGroup

register_snippet(SiteWideGroup)
register_snippet(FactsGroup)


@hooks.register("register_rich_text_features", order=1)
def link_to_public_pages_only(features: FeatureRegistry) -> None:
    """Render links to pages that readers may not see as plain text."""
    features.register_link_type(PublicPageLinkHandler)

"""Let editors mark collections whose files anybody may have."""

from wagtail.admin.viewsets.model import ModelViewSet

from publishing.models import PublicCollection


class PublicCollectionViewSet(ModelViewSet):
    """Collections whose files need no page that refers to them; those below are not included."""

    model = PublicCollection
    icon = "folder-open-inverse"
    menu_label = "Public collections"
    add_to_settings_menu = True
    form_fields = ["collection"]
    copy_view_enabled = False

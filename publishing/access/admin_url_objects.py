"""The things that the parameters of the admin's addresses name."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.urls import ResolverMatch
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Task, UploadedFile, Workflow

from snippets.models import SiteDocument, SiteImage

# None stands for what is no thing, or belongs to the thing that the same address names: Wagtail
# looks for a revision or a state only among those of the page.
URL_PARAMETER_MODELS: dict[str, type[Model] | None] = {
    "page_id": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "page_pk": Page,
    "document_id": SiteDocument,
    "doc_id": SiteDocument,
    "image_id": SiteImage,
    "collection_id": Collection,
    "task_id": None,
    "workflow_pk": Workflow,
    "uploaded_file_id": UploadedFile,
    "redirect_id": Redirect,
    "revision_id": None,
    "revision_id_a": None,
    "revision_id_b": None,
    "task_state_id": None,
    "workflow_state_id": None,
    "action_name": None,
    "app_label": None,
    "app_name": None,
    "model_name": None,
    "content_type_app_name": None,
    "content_type_model_name": None,
    "filter_spec": None,
    # Wagtail ends only sessions of one's own.
    "session_id": None,
    "uidb64": None,
    "token": None,
}
# What `pk` names at addresses whose view does not say, or says something else.
PK_MODELS_BY_URL_NAME: dict[str, type[Model]] = {
    r"wagtailadmin_api:pages:(detail|action)": Page,
    r"wagtaildocs_chooser:\w+": SiteDocument,
    r"wagtailimages_chooser:\w+": SiteImage,
    r"wagtailadmin_pages:revisions_compare": Page,
    r"image_as_uploaded": SiteImage,
    r"wagtailadmin_workflows:\w+_task": Task,
    r"wagtailadmin_workflows:\w+": Workflow,
}
# Views of this project, and of Wagtail's settings, which check what their addresses name.
SELF_CHECKING_URL_NAMES_PATTERN = re.compile(
    r"""
    checklist_(page|new_page|snippet) | document_version | manual(_image)? | press_release_duplicate
    | embargo_audit_report | embargo_links | embargo_link_(openings|revoke) | publication_retry
    | link_(detail|replace|report(_results)?) | undelivered_email(s)?
    | release_set_(add_item|amend|remove_item) | quotations:.* | wagtailsettings:.*
    | release_set_preview(_document|_page|_rendition|_snippet)?
    """,
    re.VERBOSE,
)
# Addresses without a parameter that are not for administrators alone. Each was looked at: it lists
# nothing, or only what an editor may know of, or Wagtail asks for a permission there.
OPEN_URL_NAMES_PATTERN = re.compile(
    r"""
    wagtailadmin_(home|sprite|javascript_catalog|dismissibles|block_preview|tag_autocomplete)
    | wagtailadmin_(account|login|logout|password_reset(_done|_complete)?)
    | wagtailadmin_explore_root
    | wagtailadmin_choose_page(_search|_(external|email|phone|anchor)_link)?
    | wagtailadmin_api:pages:(listing|find)
    | wagtailadmin_pages:search(_results)?
    | wagtailadmin_reports:(locked_pages|workflow|workflow_tasks)(_results)?
    | wagtailadmin_reports:(site_history|aging_pages)(_results)?
    | wagtailadmin_collections:(index|add)
    | wagtailadmin_workflows:((task_)?index(_results)?|add|select_task_type)
    | wagtail(docs|images):(index(_results)?|add(_multiple)?)
    | snippets[.]media[.](document|image)_views[.]\w+
    | wagtail(docs|images)_chooser:(choose(_results)?|chosen_multiple|create)
    | wagtailsnippetchoosers_\w+:(choose(_results)?|chosen_multiple|create)
    | wagtailsnippets:index | wagtailsnippets_\w+:(list(_results)?|add|preview_on_add)
    | wagtailembeds:chooser(_upload)?
    | wagtailredirects:(index(_results)?|add|(start|process)_import)
    | wagtail(sites|users_users|users_groups):(index(_results)?|add)
    | (newsletter|public_collections|release_sets):(index(_results)?|add)
    | publication_calendar(_list|_feed_url)? | insert_contact | edit_session
    # What Wagtail answers where there is no address.
    | wagtail[.]admin[.]views[.]home[.]default
    """,
    re.VERBOSE,
)


def find_url_parameter_models(match: ResolverMatch) -> dict[str, type[Model] | None]:
    """Return what each parameter of an address names.

    Raises:
        PermissionDenied: nobody knows, as of an address that a newer Wagtail has added.
    """
    if SELF_CHECKING_URL_NAMES_PATTERN.fullmatch(match.view_name):
        return {}
    if not match.kwargs and not OPEN_URL_NAMES_PATTERN.fullmatch(match.view_name):
        raise PermissionDenied(f"Nobody knows what {match.route} lists")
    return {name: _find_model(match, name) for name in match.kwargs}


def _find_model(match: ResolverMatch, name: str) -> type[Model] | None:
    if name in URL_PARAMETER_MODELS:
        return URL_PARAMETER_MODELS[name]
    model = get_view_model(match) if name == "pk" else None
    if model is None:
        raise PermissionDenied(f"Nobody knows what “{name}” names in {match.route}")
    return model


def get_view_model(match: ResolverMatch) -> type[Model] | None:
    """Return the model whose number an address has as `pk`."""
    for names, model in PK_MODELS_BY_URL_NAME.items():
        if re.fullmatch(names, match.view_name):
            return model
    view: Any = match.func
    found = getattr(view, "view_initkwargs", {}).get("model")
    found = found or getattr(getattr(view, "view_class", None), "model", None)
    return found if isinstance(found, type) else None

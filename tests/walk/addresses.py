"""List every address of the admin, with the numbers of hidden things as its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, reverse
from taggit.models import Tag
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Task, TaskState, UploadedFile, Workflow

from editorial.manual.chapters import IMAGES_PATH
from editorial.models import OutboundLink
from editorial.models.outgoing_email import OutgoingEmail
from publishing.access.admin_visibility import has_admin_url_rule
from publishing.models import EmbargoLink, ReleaseSet
from publishing.models.content_objects import get_base_content_type
from snippets.models import SiteDocument, SiteIdentity, SiteImage
from snippets.models.base import BaseSnippet
from snippets.models.document_versions import DocumentVersion
from tests.walk.hidden_content import TITLE_WORD, HiddenContent

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# A part of a regular expression that has a name.
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
# Parameters that name a thing of one kind by its number.
NUMBERS: dict[type[Model], tuple[str, ...]] = {
    Page: ("page_id", "page_pk", "parent_page_id", "page_to_move_id", "destination_id"),
    SiteDocument: ("document_id", "doc_id"),
    SiteImage: ("image_id",),
    Collection: ("collection_id",),
    UploadedFile: ("uploaded_file_id",),
    Redirect: ("redirect_id",),
    Task: ("task_id",),
}
# What `pk` and the query `id` name where the view does not say, or says something else.
KINDS: dict[str, type[Model]] = {
    r"wagtailadmin_(api:pages|pages|choose_page).*|checklist_page|press_release_duplicate": Page,
    r"(wagtailadmin_api:documents|wagtaildocs).*": SiteDocument,
    r"(wagtailadmin_api:images|wagtailimages).*|image_as_uploaded": SiteImage,
    r"wagtailadmin_workflows:.*task": Task,
    r"wagtailadmin_workflows:.*": Workflow,
    r"document_version": DocumentVersion,
    r"link_.*": OutboundLink,
    r"undelivered_email": OutgoingEmail,
    r"release_set_(amend|remove_item|preview).*": ReleaseSet,
    r"embargo_link_(openings|revoke)": EmbargoLink,
    r"wagtailsettings:.*": SiteIdentity,
}
# Wagtail gives every kind of shared content the same views; the test suite visits these.
ALIKE = re.compile(r"wagtailsnippets_snippets_(?!sitebanner|topic)\w+:(?!list|edit)\w+")
# Addresses that are not visited, each with the reason.
NOT_VISITED = {
    "wagtailadmin_logout": "ends the session of whoever visits it",
    "wagtailadmin_error_test": "fails on purpose, to show what a fault looks like",
}
# Addresses that the rules of the admin do not know, so that they are for administrators alone, each
# with the reason.
FOR_ADMINISTRATORS = {
    r"wagtailadmin_api:(documents|images):(listing|detail|find)": "no form of Wagtail asks for it",
    "wagtailadmin_api:api-root": "answers to no method; it begins the addresses below it",
    "wagtailadmin_error_test": "fails on purpose, to show what a fault looks like",
    "admin/test404/": "shows what is said of an address that is not there",
}
# Parameters that choose among the versions and decisions of the thing that the address names.
VERSIONS = {"revision_id", "task_state_id", "workflow_state_id", "task_id"}


@dataclass(frozen=True)
class Pattern:
    """An address with parameters: its name, such as “wagtailadmin_pages:edit”, and its route."""

    name: str
    route: str
    model: type[Model] | None = None
    has_rule: bool = False

    @property
    def parameters(self) -> set[str]:
        """The names of its parameters."""
        return set(PARAMETER.findall(self.route))

    def fill(self, values: dict[str, Any]) -> str:
        """Return the address with `values` in the place of its parameters."""
        return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), self.route)


@dataclass(frozen=True)
class Address:
    """An address to visit, and the secret word of the thing that it names, if there is one."""

    pattern: Pattern
    url: str
    word: str = ""


def find_patterns() -> list[Pattern]:
    """Return every pattern of the admin that the URL configuration knows."""
    admin = reverse("wagtailadmin_home").lstrip("/")
    return [one for one in _read_patterns(get_resolver()) if one.route.startswith(admin)]


def _read_patterns(
    resolver: URLResolver, prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[Pattern]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _read_patterns(entry, route, inner)
        else:
            yield _make_pattern(entry, route, spaces)


def _make_pattern(entry: URLPattern, regex: str, spaces: tuple[str, ...]) -> Pattern:
    route = re.sub(r"[\^$\\]", "", GROUP.sub(r"<\1>", regex))
    name = ":".join((*spaces, entry.name or ""))
    values = dict.fromkeys(PARAMETER.findall(route))
    match = ResolverMatch(
        entry.callback, (), values, entry.name, namespaces=list(spaces), route=route
    )
    return Pattern(name, route, _find_model(name, entry.callback), has_admin_url_rule(match))


def _find_model(name: str, view: Any) -> type[Model] | None:
    for names, kind in KINDS.items():
        if re.fullmatch(names, name):
            return kind
    view_class = getattr(view, "view_class", None)
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    return model if isinstance(model, type) else None


def find_addresses(pattern: Pattern, hidden: HiddenContent) -> list[Address]:
    """Return the addresses of a pattern, by every hidden thing that it can name.

    There is none if it has a parameter of which nobody knows what it names.
    """
    if ".*" in pattern.route:
        found = [("/admin/nowhere/", "")]
    elif pattern.name == "wagtail_bulk_action":
        found = _find_bulk_actions(pattern, hidden)
    elif pattern.name.endswith("chosen_multiple"):
        things = [one for one in hidden.things if isinstance(one[0], pattern.model or ())]
        found = ((f"/{pattern.route}?id={thing.pk}", word) for thing, word in things)
    elif not pattern.parameters:
        # As it is, and with what searches, filters and choosers take.
        keys = sorted({thing.pk for thing, word in hidden.things if word})
        query = {"q": TITLE_WORD, "page_type": "wagtailcore.page", "id": keys}
        url = f"/{pattern.route}"
        found = [(url, ""), (f"{url}?{urlencode(query, doseq=True)}", "")]
    else:
        found = _find_named(pattern, hidden)
    return [Address(pattern, url, word) for url, word in dict.fromkeys(found)]


def _find_named(pattern: Pattern, hidden: HiddenContent) -> Iterator[tuple[str, str]]:
    constants = _get_constants(pattern, hidden)
    if constants.keys() >= pattern.parameters:
        yield pattern.fill(constants), ""
        return
    # Their versions are asked for among those of every other thing as well.
    others = [hidden.drafts[0], hidden.drafts[-1]] if pattern.parameters & VERSIONS else []
    for thing, word in hidden.things:
        if "pk" in pattern.parameters and not isinstance(thing, pattern.model or ()):
            continue
        values = constants | describe(thing)
        if values.keys() >= pattern.parameters:
            yield pattern.fill(_adapt(values, pattern)), word
        for other in others:
            mixed = values | {name: of for name, of in describe(other).items() if name in VERSIONS}
            if mixed.keys() >= pattern.parameters:
                yield pattern.fill(mixed), hidden.find_word(other)


def _find_bulk_actions(pattern: Pattern, hidden: HiddenContent) -> Iterator[tuple[str, str]]:
    """Yield every bulk action that is registered, with one thing selected, and with all."""
    for thing, word in hidden.things:
        for model in dict.fromkeys((type(thing), Page if isinstance(thing, Page) else type(thing))):
            names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            for action in bulk_action_registry.get_bulk_actions_for_model(*names.values()):
                url = pattern.fill({**names, "action": action.action_type})
                yield f"{url}?id={thing.pk}", word
                yield f"{url}?id=all", word


def _get_constants(pattern: Pattern, hidden: HiddenContent) -> dict[str, Any]:
    picture = hidden.rendition.file.name.rpartition("/")[2]
    manual_picture = min(path.name for path in IMAGES_PATH.glob("*.png"))
    return {
        "session_id": hidden.session.pk, "workflow_pk": hidden.workflow.pk,
        "action_name": "unpublish" if ":action" in pattern.name else "reject",
        "action": "delete", "filter_spec": "width-10",
        "revision_id_a": "earliest", "revision_id_b": "latest",
        "uidb64": "MQ", "token": "set-password",
        "document_pk": hidden.annex.pk, "filename": hidden.annex.filename,
        "name": manual_picture if pattern.name == "manual_image" else picture,
    }  # fmt: skip


def _adapt(values: dict[str, Any], pattern: Pattern) -> dict[str, Any]:
    """Return `values` as an address takes them that gives a parameter another meaning."""
    if "content_type_model_name" in pattern.parameters and "parent" in values:
        return {**values, "parent_page_id": values["parent"]}
    if pattern.name == "release_set_preview_snippet" and "shared_kind" in values:
        return {**values, "kind": values["shared_kind"], "key": values["shared_key"]}
    return values


@cache
def describe(thing: Any) -> dict[str, Any]:
    """Return every parameter by which an address can name a thing."""
    meta, kind = thing._meta, get_base_content_type(thing).pk
    values = {
        "pk": thing.pk, "key": thing.pk, "object_id": thing.pk, "kind": kind,
        "content_type_id": kind, "app_label": meta.app_label, "model_name": meta.model_name,
    }  # fmt: skip
    for model, names in NUMBERS.items():
        values |= dict.fromkeys(names, thing.pk) if isinstance(thing, model) else {}
    if isinstance(thing, Page):
        values |= {
            "parent": thing.get_parent().pk,
            "content_type_app_name": meta.app_label,
            "content_type_model_name": meta.model_name,
        }
    if isinstance(thing, (Page, BaseSnippet)):
        values |= _describe_versions(thing)
    elif isinstance(thing, ReleaseSet):
        values |= _describe_contents(thing)
    elif isinstance(thing, DocumentVersion):
        values["document_id"] = thing.document_id
    elif isinstance(thing, (Tag, SiteIdentity)):
        values["app_name"] = meta.app_label
    if isinstance(thing, SiteIdentity):
        values["pk"] = thing.site_id
    return values


def _describe_contents(release_set: ReleaseSet) -> dict[str, Any]:
    values = {}
    for item in release_set.items.all():
        if isinstance(item.content_object, Page):
            values |= {"item_pk": item.pk, "page_pk": item.object_id}
        else:
            values["shared_kind"] = item.content_object._meta.model_name
            values["shared_key"] = item.object_id
    return values


def _describe_versions(thing: Any) -> dict[str, Any]:
    values = {"revision_id": thing.latest_revision_id}
    if state := TaskState.objects.filter(revision=thing.latest_revision_id).first():
        values |= {"task_state_id": state.pk, "task_id": state.task_id}
        values["workflow_state_id"] = state.workflow_state_id
    return values


def find_all_addresses(hidden: HiddenContent) -> list[Address]:
    """Return every address that is to be visited.

    Raises:
        LookupError: the rules of the admin do not know some of them, or nobody knows what their
            parameters name.
    """
    describe.cache_clear()
    patterns = find_patterns()
    if closed := [one.route for one in patterns if not one.has_rule and not _is_exempt(one)]:
        raise LookupError(f"publishing.access.admin_url_objects does not know {closed}")
    visited = [one for one in patterns if one.name not in NOT_VISITED]
    found = {pattern: find_addresses(pattern, hidden) for pattern in visited}
    unknown = [pattern.route for pattern, addresses in found.items() if not addresses]
    if unknown:
        raise LookupError(f"tests.walk.addresses cannot fill the parameters of {unknown}")
    return [address for addresses in found.values() for address in addresses]


def _is_exempt(pattern: Pattern) -> bool:
    return any(re.fullmatch(one, pattern.name or pattern.route) for one in FOR_ADMINISTRATORS)


def choose_addresses(addresses: list[Address], secrets: set[str]) -> list[Address]:
    """Return for each pattern an address that names something secret and one that does not.

    Each list and each bulk action counts as a pattern of its own.
    """
    chosen: dict[tuple[Pattern, str, bool], Address] = {}
    for address in addresses:
        path, _, query = address.url.partition("?")
        own = path if address.pattern.name == "wagtail_bulk_action" else ""
        own = own if address.pattern.parameters else query
        kind = (address.pattern, own, address.word in secrets)
        if not chosen.setdefault(kind, address).word:
            chosen[kind] = address if address.word else chosen[kind]
    return list(chosen.values())

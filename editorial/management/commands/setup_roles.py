"""Set up the roles and their permissions from one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.registry import get_listing_page_models
from publishing.models import SignOffTask
from snippets.models.base import get_base_snippet_models

COLLECTION_NAMES = ("Press", "Reports", "Logos")
# What editors read where something waits, and what sites set up before this one was named so.
APPROVAL, FORMER_NAME = "Approval", "Sign-off"
WAGTAIL_GROUP_NAMES = ("Editors", "Moderators")

INFORMATION_PAGE_MODEL = "home.InformationPage"
HOME_PAGE_MODEL = "home.HomePage"

SITE_WIDE_MODELS = ("snippets.ContactDetails", "snippets.SiteBanner", "snippets.Promo")
REFERENCE_SNIPPET_MODELS = ("snippets.Instrument", "snippets.Statistic", "snippets.Organisation")
CONTACT_AND_TOPIC_MODELS = ("snippets.MediaContact", "snippets.Topic")
RELEASE_SET_MODELS = ("publishing.ReleaseSet",)
IDENTITY_MODELS = ("snippets.SiteIdentity",)
# What tells who may let journalists read ahead from those who merely write.
EMBARGO_LINK_MODELS = ("publishing.EmbargoLink",)

QUOTATION_MODELS = ("quotations.Quotation",)

# Wagtail keeps the rights to files on its own models, whichever models a site puts in their place.
FILE_MODELS = ("wagtailimages.Image", "wagtaildocs.Document")

# Writers save drafts and submit them; what readers see changes only with “publish”.
WRITE_PERMISSIONS = ("add", "change")
PUBLISH_PERMISSIONS = (*WRITE_PERMISSIONS, "publish", "lock", "unlock")
CHOOSE_PERMISSIONS = ("choose",)
VIEW_PERMISSIONS = ("view",)
CORRECT_PERMISSIONS = ("view", "change")
CHANGE_PERMISSIONS = ("change",)
ADD_PERMISSIONS = ("add",)
FILE_PERMISSIONS = ("add", "change", "choose")


@dataclass(frozen=True)
class RolePermissions:
    """What a role may do.

    `pages` are actions on every page of a model and all below it, `content` actions on shared
    content, `files` actions on the images and documents of a collection. The lists below which a
    role writes are not named here: each page type says in `written_by` whose it is.
    """

    pages: dict[str, tuple[str, ...]]
    content: dict[str, tuple[str, ...]]
    files: dict[str, tuple[str, ...]]


def assign_actions(names: Iterable[str], actions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the same actions for each of `names`."""
    return dict.fromkeys(names, actions)


ROLES = {
    "Contributor": RolePermissions(
        pages={},
        content=assign_actions(QUOTATION_MODELS, VIEW_PERMISSIONS),
        files=assign_actions(("Press", "Reports"), ("add", "choose"))
        | assign_actions(("Logos",), CHOOSE_PERMISSIONS),
    ),
    "Communications": RolePermissions(
        pages=assign_actions((INFORMATION_PAGE_MODEL,), WRITE_PERMISSIONS),
        content=assign_actions(
            (
                *SITE_WIDE_MODELS,
                *CONTACT_AND_TOPIC_MODELS,
                *REFERENCE_SNIPPET_MODELS,
                *RELEASE_SET_MODELS,
            ),
            WRITE_PERMISSIONS,
        )
        | assign_actions(EMBARGO_LINK_MODELS, ADD_PERMISSIONS)
        | assign_actions(QUOTATION_MODELS, CORRECT_PERMISSIONS),
        files=assign_actions(("Press", "Logos"), FILE_PERMISSIONS)
        | assign_actions(("Reports",), CHOOSE_PERMISSIONS),
    ),
    "Policy": RolePermissions(
        pages={},
        content=assign_actions((*REFERENCE_SNIPPET_MODELS, *RELEASE_SET_MODELS), WRITE_PERMISSIONS)
        | assign_actions(QUOTATION_MODELS, VIEW_PERMISSIONS),
        files=assign_actions(("Reports", "Logos"), FILE_PERMISSIONS)
        | assign_actions(("Press",), CHOOSE_PERMISSIONS),
    ),
    "Publisher": RolePermissions(
        pages=assign_actions((HOME_PAGE_MODEL,), PUBLISH_PERMISSIONS),
        content=assign_actions(
            (*SITE_WIDE_MODELS, *CONTACT_AND_TOPIC_MODELS, *REFERENCE_SNIPPET_MODELS),
            (*PUBLISH_PERMISSIONS, "delete"),
        )
        | assign_actions(RELEASE_SET_MODELS, (*WRITE_PERMISSIONS, "publish", "delete"))
        | assign_actions(IDENTITY_MODELS, CHANGE_PERMISSIONS)
        | assign_actions(EMBARGO_LINK_MODELS, ADD_PERMISSIONS)
        | assign_actions(QUOTATION_MODELS, CORRECT_PERMISSIONS),
        files=assign_actions(COLLECTION_NAMES, (*FILE_PERMISSIONS, "delete")),
    ),
}


def get_listing_models_written_by(role: str) -> list[str]:
    """Return the models of the lists whose pages a role writes."""
    listings = get_listing_page_models()
    return [model._meta.label for model in listings if role in model.lists.written_by]


def permissions(model: str, actions: tuple[str, ...]) -> list[Permission]:
    """Return the permissions for `actions` on a model, such as “publish” on snippets.Topic.

    Raises:
        Permission.DoesNotExist: the model has no such action, or migrations have not run.
    """
    app_label, name = model.lower().split(".")
    codenames = {f"{action}_{name}" for action in actions}
    found = Permission.objects.filter(
        content_type__app_label=app_label, content_type__model=name, codename__in=codenames
    )
    if missing := codenames - {permission.codename for permission in found}:
        raise Permission.DoesNotExist(f"{model} has no permission {', '.join(sorted(missing))}.")
    return list(found)


def get_top_pages(model: str) -> list[Page]:
    """Return the pages of a model that are not below another one: rights pass down the tree."""
    chosen: list[Page] = []
    for page in apps.get_model(model).objects.order_by("path"):
        if not (chosen and page.path.startswith(chosen[-1].path)):
            chosen.append(page)
    return chosen


class Command(BaseCommand):
    """Grant each role what the table says; rights granted by hand besides are left alone."""

    help = "Create the roles and the collections, and grant each role its rights; safe to repeat"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing. Pages that do not exist yet are passed over."""
        collections = {name: self.collection(name) for name in COLLECTION_NAMES}
        enter = Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        for name, rights in ROLES.items():
            group, _ = Group.objects.get_or_create(name=name)
            content = [permissions(model, actions) for model, actions in rights.content.items()]
            group.permissions.add(enter, *chain.from_iterable(content))
            self.grant_pages(group, rights)
            self.grant_files(group, rights, collections)
        self.set_up_sign_off()
        self.delete_default_groups()

    def collection(self, name: str) -> Collection:
        """Return the collection of that name, made if need be."""
        found = Collection.objects.filter(name=name).first()
        return found or Collection.get_first_root_node().add_child(name=name)

    def grant_pages(self, group: Group, rights: RolePermissions) -> None:
        """Grant the actions on the pages that exist."""
        pages = rights.pages | assign_actions(
            get_listing_models_written_by(group.name), WRITE_PERMISSIONS
        )
        GroupPagePermission.objects.bulk_create(
            (
                GroupPagePermission(group=group, page_id=page.pk, permission=permission)
                for model, actions in pages.items()
                for page in get_top_pages(model)
                for permission in permissions("wagtailcore.Page", actions)
            ),
            ignore_conflicts=True,
        )

    def grant_files(
        self, group: Group, rights: RolePermissions, collections: dict[str, Collection]
    ) -> None:
        """Grant the actions on images and documents alike."""
        GroupCollectionPermission.objects.bulk_create(
            (
                GroupCollectionPermission(
                    group=group, collection=collections[name], permission=permission
                )
                for name, actions in rights.files.items()
                for model in FILE_MODELS
                for permission in permissions(model, actions)
            ),
            ignore_conflicts=True,
        )

    def set_up_sign_off(self) -> None:
        """Have publishers sign off whatever is submitted, unless workflows were arranged already.

        What waits for an approval by Wagtail's own workflow still waits for that.
        """
        for kind in (SignOffTask, Workflow):
            kind.objects.filter(name=FORMER_NAME).update(name=APPROVAL)
        if SignOffTask.objects.exists():
            return
        task = SignOffTask.objects.create(name=APPROVAL)
        task.groups.add(Group.objects.get(name="Publisher"))
        workflow = Workflow.objects.create(name=APPROVAL)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        WorkflowPage.objects.update_or_create(
            page=Page.get_first_root_node(), defaults={"workflow": workflow}
        )
        for model in get_base_snippet_models():
            WorkflowContentType.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model),
                defaults={"workflow": workflow},
            )

    def delete_default_groups(self) -> None:
        """Remove the groups that Wagtail comes with, unless somebody is in them.

        Wagtail's own workflow asks the Moderators; from here on it asks the Publishers as well.
        """
        publisher = Group.objects.get(name="Publisher")
        for task in GroupApprovalTask.objects.filter(
            groups__name__in=WAGTAIL_GROUP_NAMES
        ).distinct():
            task.groups.add(publisher)
        Group.objects.filter(name__in=WAGTAIL_GROUP_NAMES, user=None).delete()

"""Make one thing of every kind that the admin knows, each with a word of its own in its title.

Only those who work on a thing may learn its word.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from taggit.models import Tag
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)
from wagtail.permissions import policy_registry

from editorial.management.commands.setup_roles import ROLES
from editorial.models import OutboundLink
from editorial.models.links import LinkUse, hash_url
from editorial.models.outgoing_email import OutgoingEmail
from home.models import NewsletterSubscription
from policy.models import ReportDownload
from publishing.models import EmbargoLink, PublicCollection, ReleaseSet
from quotations.models import Quotation
from snippets.models import SiteDocument, SiteIdentity, SiteImage
from snippets.models.base import BaseSnippet, get_base_snippet_models
from snippets.models.document_versions import DocumentVersion
from tests import factories

# Begins every secret word; nothing public has it.
SECRET = "quokka"
# In the title of every hidden page, for searches.
TITLE_WORD = "numbat"
# Whoever may do one of these with a thing works on it.
RIGHTS = {"add", "change", "delete", "publish", "lock", "unlock", "bulk_delete", "choose"}
NEWCOMER = "Newcomer"

Make = Callable[..., Any]
PAGES: dict[str, Make] = {
    "information": factories.make_information_page,
    "release": factories.make_press_release,
    "explainer": factories.make_policy_explainer,
    "report": factories.make_report_page,
}
# How each kind of shared content is made, and the field that names it.
SHARED: dict[str, tuple[Make, str]] = {
    "contactdetails": (factories.make_contact_details, "organisation_name"),
    "sitebanner": (factories.make_banner, "heading"),
    "promo": (factories.make_promo, "heading"),
    "mediacontact": (factories.make_media_contact, "name"),
    "organisation": (factories.make_organisation, "name"),
    "topic": (factories.make_topic, "name"),
    "statistic": (factories.make_statistic, "unit"),
    "instrument": (factories.make_instrument, "official_name"),
}


def may_learn(user: Any, thing: Model | None, permissions: tuple[str, ...]) -> bool:
    """Return whether a user works on a thing and has all of some permissions besides.

    Without a thing the permissions suffice; without either only administrators may learn.
    """
    if user.is_superuser or thing is None:
        return user.is_superuser or bool(permissions) and user.has_perms(permissions)
    policy = policy_registry.get_by_type(type(thing))
    if isinstance(thing, BaseSnippet):
        works = policy.user_has_any_permission(user, RIGHTS)
    else:
        works = policy.user_has_any_permission_for_instance(user, RIGHTS, thing)
    return works and user.has_perms(permissions)


class HiddenContent:
    """A site with secret words, and an account for each role."""

    def __init__(self) -> None:
        self.admin = factories.make_user("chief")
        # With what one has to work on, and be permitted, to learn each.
        self.words: dict[str, tuple[Model | None, tuple[str, ...]]] = {}
        # What addresses name by a number, with the word of each if it has one.
        self.things: list[tuple[Model, str]] = []
        factories.make_press_index()
        factories.make_policy_index()
        factories.make_report_index()
        call_command("setup_roles", verbosity=0)
        self.users = {role: factories.make_member(role) for role in ROLES}
        self.users[NEWCOMER] = self._make_newcomer()
        self._make_files()
        self._make_pages()
        self._make_shared_content()
        self._make_sets_and_links()
        self._make_own_sets()
        self._make_others()
        self._make_things_that_are_no_secret()

    def find_secrets(self, user: Any) -> set[str]:
        """Return the words that the user may not learn."""
        return {word for word, needs in self.words.items() if not may_learn(user, *needs)}

    def find_word(self, thing: Model) -> str:
        """Return the word of a thing."""
        return next(word for one, word in self.things if one == thing)

    def _add(self, thing: Any, kind: str, needs: Model | None = None, *permissions: str) -> None:
        """Note a thing whose title has the word of its kind, and who may learn that."""
        self.things.append((thing, SECRET + kind))
        self.words[SECRET + kind] = (needs, permissions)

    def _make_newcomer(self) -> Any:
        """Return an account that may enter the admin, and no more."""
        group = Group.objects.create(name=NEWCOMER)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        return factories.make_member(NEWCOMER)

    def _make_files(self) -> None:
        root = Collection.get_first_root_node()
        collection = root.add_child(name=f"{SECRET}collection")
        self._add(collection, "collection")
        public = root.add_child(name=f"{SECRET}publiccollection")
        self._add(PublicCollection.objects.create(collection=public), "publiccollection")
        values = {"title": f"{SECRET}document", "collection": collection}
        document = factories.make_document(name=f"{SECRET}document.pdf", **values)
        self._add(document, "document", document)
        version = DocumentVersion(document=document, replaced_at=timezone.now())
        version.file.save(f"{SECRET}document.pdf", ContentFile(factories.make_pdf()))
        self._add(version, "document", document)
        values["title"] = f"{SECRET}image"
        image = factories.make_image(f"{SECRET}image.png", **values)
        self._add(image, "image", image)

    def _make_pages(self) -> None:
        """Make a draft, a live page with another title in its draft, and a private page of each."""
        self.annex = factories.make_document(name="annex.pdf", title="Annex")
        cover = factories.make_image("cover.png")
        self.rendition = cover.get_rendition("width-10")
        nobody = Group.objects.create(name="Nobody")
        self.drafts: list[Page] = []
        for kind, make in PAGES.items():
            more: dict[str, Any] = {}
            if kind == "report":
                more = {"downloads": [ReportDownload(document=self.annex)], "cover": cover}
            draft = self._make_page(make, kind, live=False, **more)
            draft.get_workflow().start(draft, self.admin)
            self.drafts.append(draft)
            self._make_page(make, f"renamed{kind}", title=f"Public {kind}", slug=f"public-{kind}")
            private = self._make_page(make, f"private{kind}")
            PageViewRestriction.objects.create(
                page=private, restriction_type=PageViewRestriction.GROUPS
            ).groups.add(nobody)

    def _make_page(self, make: Make, kind: str, **values: Any) -> Any:
        title = f"{SECRET}{kind} {TITLE_WORD}"
        page = make(**{"title": title, "slug": f"{SECRET}{kind}", **values})
        page.title = title
        page.save_revision(user=self.admin)
        self._add(type(page).objects.get(pk=page.pk), kind, page)
        return page

    def _make_shared_content(self) -> None:
        """Make a draft, and a live piece with another name in its draft, of each kind."""
        self.shared: list[BaseSnippet] = []
        for model in get_base_snippet_models():
            kind = model._meta.model_name
            make, named_by = SHARED[kind]
            more = {"is_current": False} if kind == "contactdetails" else {}
            draft = make(**{named_by: SECRET + kind}, live=False, first_published_at=None, **more)
            draft.save_revision(user=self.admin, clean=False)
            draft.get_workflow().start(draft, self.admin)
            self._add(draft, kind, draft)
            self.shared.append(draft)
            live = make(**{named_by: f"Public {kind}"})
            setattr(live, named_by, f"{SECRET}renamed{kind}")
            live.save_revision(user=self.admin, clean=False)
            self._add(live, f"renamed{kind}", live)

    def _make_sets_and_links(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        for page in self.drafts:
            kind = page._meta.model_name
            state = ReleaseSet.State.APPROVED if kind == "pressrelease" else ReleaseSet.State.DRAFT
            release_set = ReleaseSet.objects.create(
                title=f"{SECRET}set{kind}", go_live_at=soon, owner=self.admin, state=state
            )
            release_set.items.create(
                content_object=page, title=str(page), revision=page.latest_revision
            )
            release_set.log_event(f"Put in “{page}”", self.admin)
            self._add(release_set, f"set{kind}", page, "publishing.change_releaseset")
            outlet = f"{SECRET}outlet{kind}"
            link = EmbargoLink(outlet=outlet, token_hash=outlet, scheduled_for=soon)
            link.content_object = page
            link.save()
            link.openings.create(label=outlet)
            self._add(link, f"outlet{kind}", page, "publishing.add_embargolink")

    def _make_own_sets(self) -> None:
        """Put what a role does not work on into a set of its own, as a publisher may."""
        for user in self.users.values():
            own = ReleaseSet.objects.create(title="Own set", owner=user)
            for thing in (*self.drafts, *self.shared):
                item = own.items.create(content_object=thing, title=str(thing))
                own.log_event(f"Put in “{thing}”", self.admin, about=item)
            self.things.append((own, self.find_word(self.drafts[-1])))

    def _make_others(self) -> None:
        draft = self.drafts[0]
        alias = CreatePageAliasAction(draft, update_slug=f"{draft.slug}-alias", user=None).execute()
        self._add(alias, "information", draft)
        redirect = Redirect.add_redirect(f"/{SECRET}redirect", redirect_to=draft)
        self._add(redirect, "redirect", draft)
        quotation = Quotation.objects.create(
            page=draft, words=f"{SECRET}quotation", fingerprint="1"
        )
        self._add(quotation, "quotation", draft)
        url = f"https://{SECRET}link.example.org/"
        link = OutboundLink.objects.create(url=url, url_hash=hash_url(url), host="example.org")
        use = LinkUse(link=link, page=draft, where="Body")
        use.content_object = draft
        use.save()
        self._add(link, "link", draft)
        subscription = NewsletterSubscription.objects.create(
            email=f"{SECRET}subscription@example.org"
        )
        self._add(subscription, "subscription")
        email = OutgoingEmail.queue(
            EmailMessage("Hello", "Hello", to=[f"{SECRET}email@example.org"])
        )
        email.record_failure("No such address", timezone.now(), is_final=True)
        self._add(email, "email", None, "publishing.publish_releaseset")

    def _make_things_that_are_no_secret(self) -> None:
        """Make what has no word of its own: forms of every team name workflows and groups."""
        task = GroupApprovalTask.objects.create(name="Another task")
        self.workflow = Workflow.objects.create(name="Another workflow")
        WorkflowTask.objects.create(workflow=self.workflow, task=task)
        self.session = EditingSession.objects.create(
            user=self.admin, content_object=self.drafts[0], last_seen_at=timezone.now()
        )
        files = {SiteImage: factories.make_png(), SiteDocument: factories.make_pdf()}
        uploads = [
            UploadedFile.objects.create(
                for_content_type=ContentType.objects.get_for_model(model),
                file=ContentFile(content, name="upload"),
                uploaded_by_user=self.admin,
            )
            for model, content in files.items()
        ]
        group, tag = Group.objects.create(name="Some group"), Tag.objects.create(name="x")
        site = Site.objects.get()
        identity = SiteIdentity.objects.create(site=site)
        things = (task, self.workflow, self.admin, group, tag, site, identity, *uploads)
        self.things += [(thing, "") for thing in things]

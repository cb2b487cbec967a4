"""Looks for something that is not public on every route by which it could show.

A `LeakScenario` holds a release and a report with their files, links from live pages, a redirect
and an alias to them. `check_pages` puts both into a state and asks, route by route, whether a
visitor learns of them; `check_shared_content` does so for what pages reuse. The same looks at live
content are the control: a look that does not find what is public would prove nothing.

`check_role` asks as somebody with a role that `setup_roles` makes, about what that role does not
work on, and sends the admin's forms as well. Whoever has a role may open every document and picture
in a collection that the role may choose from, whatever refers to it; so the files here are in no
such collection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection as FileCollection
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Workflow,
)

from pages.content_page import ContentPage
from pages.registry import get_content_page_models
from policy.models import PolicyExplainer, ReportDownload, ReportPage
from pressroom.models import PressRelease
from publishing import release_sets
from publishing.models import ReleaseSet
from publishing.scheduler.jobs import run_due
from tests import factories
from tests.editing import posted

# In every title, address and file name of what is hidden, and in nothing that a visitor types.
MARK = "quokka"
# The same of what somebody with a role works on, and may know.
OWN = "wombat"
# In the title and in the text, for searches.
TITLE_WORD, BODY_WORD = "numbat", "bandicoot"
YEAR = 1999
HOUR = timedelta(hours=1)


# The types of pages beside the release and the report. Explainers are what the other section has.
OTHER_TYPES = [
    model
    for model in get_content_page_models()
    if model not in (PressRelease, ReportPage, PolicyExplainer)
]


@dataclass(frozen=True)
class Check:
    """One look: what was in which state, who asked where, and what gave it away, if anything."""

    state: str
    asker: str
    route: str
    leak: str = ""


@dataclass
class LeakScenario:
    """What is hidden, and what is live around it."""

    live: bool
    # Which of the release and the report are hidden; the other one stays a draft.
    hidden: Collection[str] = ("release", "report")
    # Of which types there is a hidden page besides.
    others: Collection[type[ContentPage]] = ()
    admin: Any = field(default_factory=lambda: factories.make_user("chief"))

    def __post_init__(self) -> None:
        """Make the site, then what is to be hidden in it."""
        self.topic = factories.make_topic("Shared topic")
        self.press = factories.make_press_index()
        self.reports = factories.make_report_index()
        self.policy = factories.make_policy_index()
        self.neighbour = factories.make_press_release(
            title="Neighbour", slug="neighbour", topics=[self.topic]
        )
        self._make_hidden()
        self._make_links()

    @property
    def pages(self) -> list[Page]:
        """The pages whose state is under test, as they are stored."""
        pages = [getattr(self, name) for name in self.hidden] + self.other_pages
        return [type(page).objects.get(pk=page.pk) for page in pages]

    def _is_live(self, name: str) -> bool:
        return self.live and name in self.hidden

    def _mark(self, name: str) -> str:
        return MARK if name in self.hidden else OWN

    def _make_hidden(self) -> None:
        self.document = factories.make_document(name=f"{MARK}.pdf", title=f"{MARK} annex")
        self.cover = factories.make_image(f"{MARK}.png", title=f"{MARK} cover")
        self.share = factories.make_image(f"{MARK}-share.png", "red", title=f"{MARK} share")
        self.drawn = [
            self.cover.get_rendition("fill-30x40"),
            self.cover.get_rendition("width-40|format-webp"),
            self.share.get_rendition("fill-120x63|format-jpeg"),
        ]
        self.release = factories.make_press_release(
            title=f"{self._mark('release')} {TITLE_WORD} agreement",
            slug=f"{self._mark('release')}-release",
            live=self._is_live("release"),
            topics=[self.topic],
            release_date=date(YEAR, 5, 1),
            share_image=self.share,
            body=[{"type": "paragraph", "value": f"<p>A {BODY_WORD}.</p>"}],
        )
        self.report = factories.make_report_page(
            title=f"{self._mark('report')} {TITLE_WORD} report",
            slug=f"{self._mark('report')}-report",
            live=self._is_live("report"),
            topics=[self.topic],
            cover=self.cover,
            downloads=[ReportDownload(document=self.document)],
        )
        self.other_pages = [
            factories.make_content_page(
                model,
                title=f"{MARK} {TITLE_WORD} {model._meta.verbose_name}",
                slug=get_slug(model),
                live=self.live,
                **{model.date_field: date(2014, 1, 1)},
            )
            for model in self.others
        ]
        for page in (self.release, self.report, *self.other_pages):
            page.save_revision()

    def _make_links(self) -> None:
        alone = [factories.make_topic("Another topic")]
        link = {"text": "Our briefing for MPs", "note": "", "target": [self._page_link()]}
        cover = {"report": self.report.pk, "cover": None, "title": "", "publisher": "", "links": []}
        anchor = f'<p><a linktype="page" id="{self.release.pk}">A telling text</a></p>'
        plain = {"type": "paragraph", "value": factories.PARAGRAPH}
        bodies = {
            "text": [{"type": "paragraph", "value": anchor}],
            "block": [
                plain,
                {"type": "read_more", "value": {"heading": "More", "links": [link]}},
            ],
            "cover": [plain, {"type": "report_cover", "value": cover}],
        }
        self.linking = {
            name: factories.make_press_release(
                title=f"Links by {name}", slug=f"by-{name}", topics=alone, body=body
            )
            for name, body in bodies.items()
        }
        Redirect.add_redirect("/old-address", redirect_to=self.release)
        home = factories.make_home()
        home.featured_page = self.report
        home.save()

    def _page_link(self) -> dict[str, Any]:
        return {"type": "page", "value": self.release.pk}

    def make_aliases(self) -> None:
        """Make an alias of each page beside it."""
        for page in self.pages:
            slug = f"{MARK}-alias-of-{page.pk}"
            CreatePageAliasAction(page, update_slug=slug, user=None).execute()


def get_slug(model: type[ContentPage]) -> str:
    """Return the slug of the hidden page of another type."""
    return f"{MARK}-{model._meta.model_name}"


def _draft(world: LeakScenario) -> None:
    world.make_aliases()


def _in_moderation(world: LeakScenario) -> None:
    for page in world.pages:
        Workflow.objects.first().start(page, world.admin)
    world.make_aliases()


def _scheduled(world: LeakScenario) -> None:
    for page in world.pages:
        page.go_live_at = timezone.now() + HOUR
        page.save_revision().publish(user=world.admin)
    world.make_aliases()


def _in_a_set(world: LeakScenario) -> None:
    moment = timezone.now() + HOUR
    release_set = ReleaseSet.objects.create(title=f"{MARK} set", go_live_at=moment)
    for page in world.pages:
        release_sets.add_item(release_set, page, world.admin)
    release_sets.approve(release_set, world.admin)
    world.make_aliases()


def _overdue(world: LeakScenario) -> None:
    world.make_aliases()
    for page in world.pages:
        page.expire_at = timezone.now() - HOUR
        page.minor_change = True
        page.save_revision().publish()


def _expired(world: LeakScenario) -> None:
    _overdue(world)
    run_due()


def _private(world: LeakScenario) -> None:
    world.make_aliases()
    nobody = Group.objects.create(name="Nobody")
    for page in Page.objects.filter(slug__startswith=MARK):
        kind = PageViewRestriction.GROUPS
        PageViewRestriction.objects.create(page=page, restriction_type=kind).groups.add(nobody)


def _unpublished(world: LeakScenario) -> None:
    world.make_aliases()
    for page in world.pages:
        page.unpublish()


# How each state comes about, and whether it begins with something live.
STATES: dict[str, tuple[Callable[[LeakScenario], None], bool]] = {
    "draft": (_draft, False),
    "in moderation": (_in_moderation, False),
    "scheduled": (_scheduled, False),
    "in a set": (_in_a_set, False),
    "expired, scheduler down": (_overdue, True),
    "expired": (_expired, True),
    "private": (_private, True),
    "unpublished": (_unpublished, True),
}


def _tells(response: HttpResponse) -> str:
    """Return where a response names what is hidden, if it does."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace").casefold()
    if MARK in text:
        return " ".join(text[max(text.index(MARK) - 40, 0) : text.index(MARK) + 40].split())
    return ""


def _kept(response: HttpResponse) -> str:
    """Return what is wrong with a refusal that a cache could remember past go-live."""
    if response.status_code in (404, 410) and response.get("Cache-Control") != "no-store":
        return "A cache may keep the refusal"
    return ""


def _names(path: str, **query: Any) -> Callable[[Client, LeakScenario], str]:
    def look(client: Client, world: LeakScenario) -> str:
        response = client.get(path, query)
        return _tells(response) or _kept(response)

    return look


def _opens(client: Client, address: str, method: str = "get", **headers: str) -> str:
    """Return the answer to a request for the hidden thing itself, if it is one or names it."""
    response = getattr(client, method)(address, headers=headers)
    if response.status_code in (200, 206, 304):
        return f"{response.status_code} for {address}"
    return _tells(response) or _kept(response)


def _any(looks: Iterator[str]) -> str:
    return next(filter(None, looks), "")


def _page(method: str = "get", slash: bool = True, **headers: str) -> Callable[..., str]:
    def look(client: Client, world: LeakScenario) -> str:
        addresses = [f"/press/{MARK}-release", f"/reports/{MARK}-report"]
        if not slash:
            return _any(_final(client, address) for address in addresses)
        return _any(_opens(client, f"{address}/", method, **headers) for address in addresses)

    return look


def _final(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    # A private page leads on to the login.
    arrived = response.status_code == 200 and response.request["PATH_INFO"] == f"{address}/"
    return f"{address} leads to it" if arrived else _kept(response)


def _alias(client: Client, world: LeakScenario) -> str:
    slugs = Page.objects.filter(slug__startswith=f"{MARK}-alias").values_list("slug", flat=True)
    sections = ("press", "reports")
    return _any(_opens(client, f"/{top}/{slug}/") for slug in slugs for top in sections)


def _count(name: str, key: Any, public: int) -> Callable[[Client, LeakScenario], str]:
    """Look at the count beside a year or topic, of which `public` are known to everybody."""

    def look(client: Client, world: LeakScenario) -> str:
        entries = client.get("/press/").context[name]
        counts = {
            entry["year" if name == "years" else "topic"]: entry["count"] for entry in entries
        }
        return f"{name}: {counts[key]}" if counts.get(key, 0) > public else ""

    return look


def _search_count(client: Client, world: LeakScenario) -> str:
    found = client.get("/search/", {"q": BODY_WORD}).context["found"]
    return f"{found.total} found" if found.total else ""


def _links(name: str) -> Callable[[Client, LeakScenario], str]:
    return lambda client, world: _tells(client.get(world.linking[name].url))


def _related(client: Client, world: LeakScenario) -> str:
    return _tells(client.get(world.neighbour.url))


def _redirect(client: Client, world: LeakScenario) -> str:
    response = client.get("/old-address/")
    return response.get("Location", "") or _kept(response)


def _document(method: str = "get", **headers: str) -> Callable[[Client, LeakScenario], str]:
    return lambda client, world: _opens(client, world.document.url, method, **headers)


def _pictures(method: str = "get", **headers: str) -> Callable[[Client, LeakScenario], str]:
    return lambda client, world: _any(
        _opens(client, drawn.url, method, **headers) for drawn in world.drawn
    )


def _shared_picture(client: Client, world: LeakScenario) -> str:
    html = client.get(f"/press/{MARK}-release/").content.decode()
    drawn = world.share.get_rendition("fill-1200x630|format-jpeg")
    named = "og:image" if drawn.url in html else ""
    return named or _opens(client, drawn.url)


def _stored(client: Client, world: LeakScenario) -> str:
    """Ask for the files where they are stored; nothing is ever served from there."""
    names = [file.file.name for file in (world.document, world.cover, world.share)]
    assert all(default_storage.exists(name) for name in names)
    return _any(_opens(client, f"/media/{name}") for name in names)


def _guessed(client: Client, world: LeakScenario) -> str:
    names = [f"{MARK}.png", f"{MARK}.fill-30x40.png", f"{MARK}.width-40.format-webp.webp"]
    folders = ("images", "original_images", "documents", "")
    guesses = [f"/media/{folder}/{name}" for folder in folders for name in (*names, f"{MARK}.pdf")]
    return _any(_opens(client, guess) for guess in guesses)


def _api(client: Client, world: LeakScenario) -> str:
    kinds = ("pages", "documents", "images")
    folders = ("/api/v2", "/admin/api/main")
    return _any(_tells(client.get(f"{api}/{kind}/")) for api in folders for kind in kinds)


def _other_page(model: type[ContentPage]) -> Callable[[Client, LeakScenario], str]:
    return lambda client, world: _any(
        _opens(client, page.url) for page in world.other_pages if type(page) is model
    )


def _other(model: type[ContentPage], get_path: Callable[[LeakScenario, ContentPage], str]) -> Any:
    """Look for the address of the page of another type."""

    def look(client: Client, world: LeakScenario) -> str:
        page = next((page for page in world.other_pages if type(page) is model), None)
        if page is None:
            return ""
        response = client.get(get_path(world, page))
        shown = f"/{page.slug}/" in response.content.decode()
        return f"{page.slug} is named" if shown else _kept(response)

    return look


def _get_other_routes(model: type[ContentPage]) -> dict[str, Callable[[Client, LeakScenario], str]]:
    """Return where a page of another type shows, whichever type it is."""
    search = f"/search/?q={TITLE_WORD}&type={model.search_type or model._meta.model_name}"
    paths = {
        "list": lambda world, page: page.get_parent().url,
        "search": lambda world, page: search,
        "sitemap": lambda world, page: "/sitemap.xml",
    }
    if model.in_updates:
        paths["updates"] = lambda world, page: "/"
    name = model._meta.verbose_name
    routes = {f"{place}, {name}": _other(model, get_path) for place, get_path in paths.items()}
    return routes | {f"page, {name}": _other_page(model)}


TYPED = {"If-None-Match": "*"}
ROUTES: dict[str, Callable[[Client, LeakScenario], str]] = {
    "page": _page(),
    "page, HEAD": _page("head"),
    "page, If-None-Match": _page(**TYPED),
    "page, If-Modified-Since": _page(**{"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
    "page, without slash": _page(slash=False),
    "alias": _alias,
    "home page": _names("/"),
    "archive": _names("/press/"),
    "archive, year": _names("/press/", year=YEAR),
    "archive, topic": _names("/press/", topic="shared-topic"),
    "topic": _names("/topics/shared-topic/"),
    "archive, years": _count("years", YEAR, public=0),
    "archive, topics": _count("topics", "shared-topic", public=1),
    "reports": _names("/reports/"),
    "search, title": _names("/search/", q=TITLE_WORD),
    "search, text": _names("/search/", q=BODY_WORD),
    "search, kind": _names("/search/", q=BODY_WORD, type="press"),
    "search, counts": _search_count,
    "feed": _names("/press/feed/"),
    "sitemap": _names("/sitemap.xml"),
    "related": _related,
    "link in text": _links("text"),
    "link in a list": _links("block"),
    "report cover": _links("cover"),
    "redirect": _redirect,
    "document": _document(),
    "document, HEAD": _document("head"),
    "document, If-None-Match": _document(**TYPED),
    "picture": _pictures(),
    "picture, HEAD": _pictures("head"),
    "picture, If-None-Match": _pictures(**TYPED),
    "picture for sharing": _shared_picture,
    "stored files": _stored,
    "guessed files": _guessed,
    "API": _api,
}
for _model in OTHER_TYPES:
    ROUTES |= _get_other_routes(_model)
# Closed to everybody at all times, so a control finds nothing there either.
NEVER_OPEN = {"stored files", "guessed files", "API"}
ASKERS = ("anonymous", "without rights", "other section")
# Each with the pages that the role does not work on, and whether it has lost the sections of both.
ROLES: dict[str, tuple[tuple[str, ...], bool]] = {
    "Policy": (("release",), False),
    "Communications": (("report",), False),
    "Contributor": (("release", "report"), True),
}


def askers(world: LeakScenario) -> dict[str, Client]:
    """Return a browser for each visitor who must learn nothing."""
    users = get_user_model().objects
    anonymous, stranger, colleague = Client(), Client(), Client()
    stranger.force_login(users.create_user("stranger"))
    editor = users.create_user("colleague")
    editor.groups.add(_section(world.policy))
    colleague.force_login(editor)
    return dict(zip(ASKERS, (anonymous, stranger, colleague), strict=True))


def _section(top: Page) -> Group:
    """Return a group with every right on one section and on a collection of its own."""
    group = Group.objects.create(name="The other section")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    collection = FileCollection.get_first_root_node().add_child(name="The other section")
    pages = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    )
    for permission in pages.filter(codename__in=("add_page", "change_page", "publish_page")):
        GroupPagePermission.objects.create(group=group, page=top, permission=permission)
    files = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__regex=r"^(add|change|delete|choose)_(image|document)$",
    )
    for permission in files:
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )
    return group


def check_pages(state: str, in_admin: Collection[str] = ()) -> list[Check]:
    """Return every look at pages in `state`.

    The askers `in_admin` ask every address of the admin as well, which takes seconds each.
    """
    enter, live = STATES[state]
    world = LeakScenario(live, others=OTHER_TYPES)
    enter(world)
    checks = []
    for asker, client in askers(world).items():
        checks += [Check(state, asker, name, look(client, world)) for name, look in ROUTES.items()]
        if asker in in_admin:
            checks += [Check(state, asker, *found) for found in _look_at_admin(client, world)]
    return checks


def check_role(role: str, state: str, *, in_admin: bool = False) -> list[Check]:
    """Return every look by somebody with a role at pages in `state` that the role does not work on.

    They ask every route, every address of the admin if `in_admin`, which takes seconds, and then
    send every form that takes a number.
    """
    hidden, elsewhere = ROLES[role]
    enter, live = STATES[state]
    world = LeakScenario(live, hidden)
    call_command("setup_roles", verbosity=0)
    if elsewhere:
        others = (world.press, world.reports)
        GroupPagePermission.objects.filter(group__name=role, page__in=others).delete()
    enter(world)
    asker = _with_role(role)
    client = Client()
    client.force_login(asker)
    looks = [
        *((name, look(client, world)) for name, look in ROUTES.items()),
        *(_look_at_admin(client, world) if in_admin else ()),
        *_send_forms(client, world, asker),
    ]
    return [Check(state, role, *look) for look in looks]


def check_forms() -> list[Check]:
    """Return their control: the forms, sent about a draft by an editor with all rights."""
    world = LeakScenario(live=False)
    chief = Client()
    chief.force_login(world.admin)
    return [Check("draft", "chief", *found) for found in _send_forms(chief, world, world.admin)]


def _with_role(role: str) -> Any:
    user = get_user_model().objects.create_user(f"somebody in {role}")
    user.groups.add(Group.objects.get(name=role))
    return user


def check_live() -> list[Check]:
    """Return the control: the same looks by a visitor, while everything is live."""
    world = LeakScenario(live=True, others=OTHER_TYPES)
    world.make_aliases()
    return [
        Check("live", "anonymous", name, look(Client(), world)) for name, look in ROUTES.items()
    ]


def check_admin() -> list[Check]:
    """Return the other control: every address of the admin, asked by an editor with all rights."""
    world = LeakScenario(live=False)
    chief = Client()
    chief.force_login(world.admin)
    return [Check("draft", "chief", *found) for found in _look_at_admin(chief, world)]


def _look_at_admin(client: Client, world: LeakScenario) -> Iterator[tuple[str, str]]:
    """Yield each address of the admin, filled in with what is hidden, and what it tells."""
    for address in admin_addresses(world):
        yield f"admin {address}", _tells(client.get(address))


def _send_forms(client: Client, world: LeakScenario, asker: Any) -> Iterator[tuple[str, str]]:
    """Yield each form that takes the number of something, sent with that of what is hidden."""
    works_on_promos = asker.has_perm("snippets.change_promo") and not asker.is_superuser
    mark = OWN if works_on_promos else MARK
    promo = factories.make_promo(heading=f"{mark} promo", live=False)
    promo.save_revision(clean=False)
    for page in world.pages:
        for address in _bulk(page, promo, world):
            yield f"selected for {address}", _tells(client.get(address, follow=True))
        yield from _send_forms_about(client, world, page, asker)
    if not works_on_promos:
        own = ReleaseSet.objects.create(title="Own set", owner=asker)
        edit = reverse("release_sets:edit", args=[own.pk])
        yield "form of a set, shared content offered", _tells(client.get(edit))
        sent = {"set_action": "add", "add-shared": f"snippets.promo:{promo.pk}"}
        yield "form of a set, shared content put in", _sent(client, edit, sent)


def _send_forms_about(
    client: Client, world: LeakScenario, page: Page, asker: Any
) -> Iterator[tuple[str, str]]:
    kind = ContentType.objects.get_for_model(Page).pk
    own = ReleaseSet.objects.create(title="Own set", owner=asker)
    edit = reverse("release_sets:edit", args=[own.pk])
    yield "form of a set", _sent(client, edit, {"set_action": "add", "add-page": page.pk})
    yield "form of a set, put in", f"{own.items.count()} put in" if own.items.exists() else ""

    url = reverse("release_set_add_item", args=[kind, page.pk])
    yield "form that adds to a set", _sent(client, url, {"release_set": own.pk})
    yield "form that adds to a new set", _sent(client, url, {"title": "Another set"})

    theirs = ReleaseSet.objects.create(
        title=f"{MARK} launch", go_live_at=timezone.now() + HOUR, state=ReleaseSet.State.APPROVED
    )
    theirs.items.create(content_object=page, revision=page.latest_revision)
    theirs_edit = reverse("release_sets:edit", args=[theirs.pk])
    yield "set of others", _tells(client.get(theirs_edit, follow=True))
    yield "set of others, list", _tells(client.get(reverse("release_sets:index")))
    for action in ("move_up", "remove", "reopen", "retry", "cancel"):
        sent = {
            "set_action": action,
            "item": theirs.items.values_list("pk", flat=True).first() or "",
        }
        yield f"set of others, {action}", _sent(client, theirs_edit, sent)
    ReleaseSet.objects.filter(pk=theirs.pk).update(state=ReleaseSet.State.APPROVED)
    if not theirs.items.exists():
        theirs.items.create(content_object=page, revision=page.latest_revision)
    preview = reverse("release_set_preview", args=[theirs.pk])
    for part in ("", f"pages/{page.pk}/", *(f"images/{_name(one)}" for one in world.drawn)):
        yield "preview of a set", _opens(client, preview + part)

    set_kind = ContentType.objects.get_for_model(ReleaseSet).pk
    for what in ((kind, page.pk), (set_kind, theirs.pk)):
        for name in ("embargo_links", "embargo_audit_report", "publication_retry"):
            url = reverse(name, args=what)
            yield f"form of {name}", _sent(client, url, {"outlet": "The Example Times"})

    link = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{page.pk}">More</a></p>'}]
    for parent, draft in (
        (world.press, factories.press_release(slug="own", body=link)),
        (world.policy, factories.policy_explainer(body=[factories.section("Own", *link)])),
        (world.reports, factories.report_page(slug="own", body=link)),
    ):
        below = [draft._meta.app_label, draft._meta.model_name, parent.pk]
        url = reverse("checklist_new_page", args=below)
        yield f"form that is looked over, {below[1]}", _sent(client, url, posted(draft))

    chosen = f"/admin/choose-page/chosen-multiple/?id={page.pk}"
    yield "page chooser, chosen-multiple", _tells(client.get(chosen))
    for name, values in _page_forms(page):
        yield f"form of {name}", _sent(client, name, values)


def _page_forms(page: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield addresses of Wagtail's own forms about a page with what they take."""
    pages = "/admin/pages"
    copy = {"new_title": "A copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk}
    yield f"{pages}/{page.pk}/copy/", copy
    yield f"{pages}/{page.pk}/move/", {"new_parent_page": page.get_parent().pk}
    yield f"{pages}/{page.pk}/unschedule/", {}
    yield f"{pages}/{page.pk}/unpublish/", {}
    yield f"{pages}/{page.pk}/lock/", {}
    # Wagtail fails at a move whose form was refused.
    for action in ("publish", "unpublish", "delete"):
        yield f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}", {}


def _bulk(page: Page, promo: Any, world: LeakScenario) -> Iterator[str]:
    """Yield addresses that list by their titles what was selected and may not be changed."""
    kinds = {
        "wagtailcore/page": (page, ("publish", "unpublish", "move", "delete")),
        "snippets/promo": (promo, ("publish", "unpublish", "delete")),
        "snippets/siteimage": (world.cover, ("delete", "add_tags", "add_to_collection")),
        "snippets/sitedocument": (world.document, ("delete", "add_tags", "add_to_collection")),
    }
    for kind, (thing, actions) in kinds.items():
        for action in actions:
            yield f"/admin/bulk/{kind}/{action}/?id={thing.pk}"
            if thing is not page:
                yield f"/admin/bulk/{kind}/{action}/?id=all"
    for what in ("", f"&childOf={page.get_parent().pk}", f"&q={TITLE_WORD}"):
        yield f"/admin/bulk/wagtailcore/page/publish/?id=all{what}"


def _sent(client: Client, address: str, values: dict[str, Any]) -> str:
    return _tells(client.post(address, values, follow=True))


def _name(drawn: Any) -> str:
    return drawn.file.name.rpartition("/")[2]


# They end the session, fail on purpose, or take nothing but a POST.
NOT_ASKED = re.compile(r"logout|failwhale|/action/|editing-sessions")
# Where a number may be that of a page, document or image; elsewhere one try is enough.
ABOUT_HIDDEN = re.compile(
    r"admin/(api|pages|bulk|choose|reports|documents|images|embargo|seal|.*ahead)"
)


def admin_addresses(world: LeakScenario) -> list[str]:
    """Return every address of the admin, with the numbers of what is hidden put in."""
    found: dict[str, None] = {}
    for pattern in _patterns(get_resolver()):
        if pattern.startswith("admin/") and not NOT_ASKED.search(pattern):
            found |= dict.fromkeys(_filled(pattern, world))
    return list(found)


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern)


def _filled(pattern: str, world: LeakScenario) -> Iterator[str]:
    pattern = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern.replace("^", "").replace("$", ""))
    pages = [page for page in world.pages if page is not None]
    if "<" not in pattern:
        yield f"/{pattern}"
        yield f"/{pattern}?q={TITLE_WORD}"
        yield f"/{pattern}?{'&'.join(f'id={page.pk}' for page in pages)}"
        yield f"/{pattern}?page_type=pressroom.PressRelease"
        return
    things = (*pages, world.document, world.cover)
    for thing in things if ABOUT_HIDDEN.match(pattern) else things[:1]:
        words = {
            "revision_id": getattr(thing, "latest_revision_id", None) or "1",
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "filter_spec": "width-10",
        }
        label = type(thing)._meta.app_label, type(thing)._meta.model_name

        def value(
            match: re.Match, thing: Any = thing, words: Any = words, label: Any = label
        ) -> str:
            name = match[1].split(":")[-1]
            if name in words:
                return str(words[name])
            if "app" in name or "model" in name:
                return label["model" in name]
            return "publish" if "action" in name else str(thing.pk)

        yield "/" + re.sub(r"<([^>]+)>", value, pattern)


def _banner() -> Any:
    later = timezone.now() + timedelta(days=3)
    return factories.make_banner(heading=MARK, go_live_at=None, expire_at=later)


def _contact_details() -> Any:
    return factories.make_contact_details(town=MARK)


def _contact() -> Any:
    contact = factories.make_media_contact(name=MARK)
    factories.make_press_release(title="Told", slug="told", contacts=[contact])
    return contact


def _organisation() -> Any:
    organisation = factories.make_organisation(MARK)
    factories.make_press_release(title="Told", slug="told", issuers=[organisation])
    return organisation


def _topic() -> Any:
    topic = factories.make_topic(MARK)
    factories.make_press_release(title="Told", slug="told", topics=[topic, factories.make_topic()])
    return topic


def _statistic() -> Any:
    statistic = factories.make_statistic(unit=MARK)
    body = [{"type": "statistic", "value": {"statistic": statistic.pk}}]
    page = factories.section("Figures", *body)
    factories.make_policy_explainer(title="Told", slug="told", body=[page])
    return statistic


def _instrument() -> Any:
    instrument = factories.make_instrument(official_name=MARK)
    factories.make_policy_explainer(title="Told", slug="told", instrument=instrument)
    return instrument


def _promo() -> Any:
    promo = factories.make_promo(heading=MARK)
    home = factories.make_home()
    home.promo = promo
    home.save()
    return promo


SHARED: dict[str, Callable[..., Any]] = {
    "site banner": _banner,
    "contact details": _contact_details,
    "media contact": _contact,
    "organisation": _organisation,
    "topic": _topic,
    "statistic": _statistic,
    "instrument": _instrument,
    "promo": _promo,
}
SHARED_STATES = ("draft", "scheduled", "expired, scheduler down", "unpublished")
SHARED_ROUTES = (
    "/", "/press/", "/press/told/", "/policy/", "/policy/told/", "/reports/", "/press/feed/",
    f"/search/?q={TITLE_WORD}", "/newsletter/", "/sitemap.xml", "/nowhere/",
)  # fmt: skip


def check_shared_content(kind: str, state: str) -> list[Check]:
    """Return every look at shared content of a kind in a state, or “live” for the control."""
    factories.make_press_index()
    factories.make_policy_index()
    factories.make_report_index()
    thing = SHARED[kind]()
    if state in ("draft", "scheduled"):
        # Pages that name it could not have been made without it.
        never = {"live": False, "first_published_at": None, "last_published_at": None}
        type(thing).objects.filter(pk=thing.pk).update(**never)
        thing.refresh_from_db()
    if state == "scheduled":
        thing.go_live_at = timezone.now() + HOUR
        thing.save_revision().publish()
    elif state == "expired, scheduler down":
        type(thing).objects.filter(pk=thing.pk).update(expire_at=timezone.now() - HOUR)
    elif state == "unpublished":
        # Current contact details cannot be unpublished, so these are replaced first.
        if kind == "contact details":
            factories.make_contact_details()
            thing.refresh_from_db()
        thing.unpublish()
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("stranger"))
    return [
        Check(f"{kind}, {state}", asker, address, _tells(client.get(address)))
        for asker, client in (("anonymous", Client()), ("without rights", stranger))
        for address in SHARED_ROUTES
    ]

"""Find addresses that editors can open and readers cannot, by what is written in them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import resolve
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, Site

from editorial.links.addresses import (
    IP_NUMBER_PATTERN,
    PRIVATE_SUFFIXES,
    is_admin_url,
    is_public_ip_address,
)

# Labels by which the hosts of other environments are called.
ENVIRONMENT_SUBDOMAINS = frozenset(
    {
        "acceptance", "dev", "development", "demo", "integration", "preprod", "preview", "qa",
        "sandbox", "stage", "staging", "test", "testing", "uat",
    }
)  # fmt: skip
ADMIN_MESSAGE = "“{}” leads to the site’s own admin, which readers cannot open."
PREVIEW_MESSAGE = "“{}” leads to a preview. Readers cannot open it, or not for long."
EMBARGO_LINK_MESSAGE = (
    "“{}” is an embargo link or a private calendar address. Everyone who reads this page could "
    "open it."
)
PRIVATE_NETWORK_MESSAGE = (
    "“{}” leads to a machine in a private network, which readers cannot reach."
)
CREDENTIALS_MESSAGE = "“{}” holds a user name or password, which every reader would see."
OTHER_ENVIRONMENT_MESSAGE = (
    "“{}” leads to another copy of the site, and not to the one that readers see."
)
CHOOSE_PAGE_OR_DOCUMENT_HINT = " Choose the page or document itself, or remove the link."


@dataclass(frozen=True)
class OwnHosts:
    """The hosts that this site answers at, read once for all links of a page."""

    base: str
    names: frozenset[str]
    roots: dict[str, str]

    @classmethod
    def load(cls) -> OwnHosts:
        """Read the hosts from the settings and from what Wagtail has cached of the sites."""
        base = settings.WAGTAILADMIN_BASE_URL
        sites = Site.get_site_root_paths()
        roots = {
            strip_www(urlsplit(site.root_url).hostname or ""): site.root_path for site in sites
        }
        # The admin may have a host of its own, which serves the default site as well.
        default = next(iter(roots.values()), "/")
        roots.setdefault(strip_www(urlsplit(base).hostname or ""), default)
        return cls(base, frozenset(roots), roots)

    def find_pages(self, fields: dict[str, list[str]]) -> dict[int, set[str]]:
        """Return the pages of this site whose addresses were copied, with the fields they are in.

        The pages may be live or not; they are found in one query.
        """
        places: dict[str, set[str]] = {}
        for address, names in fields.items():
            if path := self._get_url_path(address):
                places.setdefault(path, set()).update(names)
        if not places:
            return {}
        pages = Page.objects.filter(url_path__in=places).values_list("pk", "url_path")
        return {pk: places[path] for pk, path in pages}

    def _get_url_path(self, address: str) -> str:
        parts = self._split(address)
        root = self.roots.get(strip_www(parts.hostname or "")) if parts else None
        # A fragment alone leads to a place on the page itself.
        if parts is None or root is None or not urlsplit(address).path.strip("/"):
            return ""
        return f"{root}{unquote(parts.path).strip('/')}/"

    def find_url_problem(self, address: str) -> str:
        """Return why readers cannot follow an address, and what to do; nothing if they can."""
        parts = self._split(address)
        if not parts or parts.scheme not in ("http", "https"):
            return ""
        host = strip_www((parts.hostname or "").rstrip("."))
        if parts.username or parts.password:
            problem = CREDENTIALS_MESSAGE
        elif host in self.names:
            problem = _find_own_url_problem(parts.path)
        elif is_private_host(host):
            problem = PRIVATE_NETWORK_MESSAGE
        elif self._is_environment(host):
            problem = OTHER_ENVIRONMENT_MESSAGE
        else:
            problem = ""
        return problem.format(address) + CHOOSE_PAGE_OR_DOCUMENT_HINT if problem else ""

    def _split(self, address: str) -> SplitResult | None:
        """Return the parts of an address, as a browser completes it; None if it is none."""
        try:
            return urlsplit(urljoin(self.base, address))
        except ValueError:
            return None

    def _is_environment(self, host: str) -> bool:
        """Return whether a host is one more of this site, or is called like a copy of it.

        “staging.example.org” is, beside “www.example.org”, and “www-test.example.org” as well.
        """
        if host in {strip_www(name.lstrip(".")) for name in settings.ALLOWED_HOSTS}:
            return True
        labels = [
            host.removesuffix(f".{name}").replace("-", ".").split(".")
            for name in self.names
            if "." in name and host.endswith(f".{name}")
        ]
        return any(ENVIRONMENT_SUBDOMAINS.intersection(found) for found in labels)


def strip_www(host: str) -> str:
    """Return a host as it is compared."""
    return host.lower().removeprefix("www.")


def is_private_host(host: str) -> bool:
    """Return whether a name or IP address belongs to a private network."""
    try:
        return not is_public_ip_address(host.strip("[]"))
    except ValueError:
        is_number = bool(IP_NUMBER_PATTERN.fullmatch(host.rpartition(".")[2]))
        return "." not in host or is_number or host.endswith(PRIVATE_SUFFIXES)


def _find_own_url_problem(path: str) -> str:
    if is_admin_url(path):
        is_preview = any(part in ("preview", "view_draft") for part in path.split("/"))
        return PREVIEW_MESSAGE if is_preview else ADMIN_MESSAGE
    try:
        namespaces = resolve(iri_to_uri(path) or "/").namespaces
    except Http404:
        return ""
    # Embargo links and calendar feeds, whose addresses are secret.
    return EMBARGO_LINK_MESSAGE if "publishing" in namespaces else ""

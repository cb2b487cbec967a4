"""Decide which addresses this machine asks for editors: those that anybody could ask.

An editor types any address, and any site may redirect to any other. Without this, the site could
be made to ask the machines beside it, which answer only because it is one of them.
"""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from posixpath import normpath
from typing import Self
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.models import Site

DEFAULT_PORTS = {"http": 80, "https": 443}
# Where websites are; other ports belong to databases and the like.
ALLOWED_PORTS = {80, 443, 8080, 8443}
MAX_URL_LENGTH = 2000
# Prefixes that carry an IPv4 address, RFC 6052 and RFC 4291.
NAT64_NETWORK = IPv6Network("64:ff9b::/96")
# Names that mean another machine to each who asks: RFC 6761, RFC 6762, appendix G included,
# RFC 8375 and ICANN's own.
PRIVATE_SUFFIXES = (
    *(".localhost", ".localdomain", ".local", ".home.arpa", ".internal", ".test", ".invalid"),
    *(".intranet", ".private", ".corp", ".home", ".lan"),
)
IP_NUMBER_PATTERN = re.compile(r"\d+|0x[0-9a-f]*")
CONTROL_CHARACTER_PATTERN = re.compile(r"[\x00-\x20\x7f\\]")

# Asking for a name cannot be interrupted, so it is left behind when it takes too long.
_dns_resolver_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")


class RefusedUrlError(Exception):
    """This site does not ask that address; the message says why."""


class UnknownHostError(Exception):
    """The name of a host leads nowhere today."""


@dataclass(frozen=True)
class UrlParts:
    """An address in its parts, read once, so that nobody reads it differently later."""

    scheme: str
    host: str
    port: int
    # What is asked of the host: path and query.
    path: str

    @classmethod
    def of(cls, address: str) -> Self:
        """Return the parts of an address.

        Raises:
            RefusedError: it is no address of a website, or of one at an unusual door.
        """
        try:
            parts = urlsplit(address)
            scheme, port = parts.scheme.lower(), parts.port
            host = (parts.hostname or "").rstrip(".")
            host = host if ":" in host else host.encode("idna").decode("ascii")
        except ValueError as error:
            raise RefusedUrlError("It is not written as a web address is.") from error
        if scheme not in DEFAULT_PORTS or not host:
            raise RefusedUrlError("Only addresses that begin with http:// or https:// are asked.")
        if CONTROL_CHARACTER_PATTERN.search(address) or len(address) > MAX_URL_LENGTH:
            raise RefusedUrlError("It is not written as a web address is.")
        if parts.username is not None or parts.password is not None:
            raise RefusedUrlError("It holds a user name or password, which is not sent.")
        port = DEFAULT_PORTS[scheme] if port is None else port
        if port not in ALLOWED_PORTS and not settings.LINK_CHECK_ALLOW_PRIVATE:
            raise RefusedUrlError(f"Port {port} is not one at which websites are asked.")
        path = iri_to_uri(urlunsplit(("", "", parts.path or "/", parts.query, "")))
        return cls(scheme, host, port, path)

    @property
    def site(self) -> str:
        """The address of the whole site, which robots.txt speaks for."""
        return f"{self.scheme}://{self.host_header}"

    @property
    def host_header(self) -> str:
        """What is asked for in the header Host; without the port where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def is_public_ip_address(address: str) -> bool:
    """Return whether an IP address belongs to the internet at large, and to one machine there."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        # Inside it may be the IPv4 address that is really asked.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1]) or _unwrap_nat64(ip)
        if inner:
            return is_public_ip_address(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def is_public_url(address: str) -> bool:
    """Return whether an address, by what is written in it, can be one that everybody may open.

    Nobody is asked where its name leads.
    """
    try:
        target = UrlParts.of(address)
    except RefusedUrlError:
        return False
    try:
        return is_public_ip_address(target.host)
    except ValueError:
        name = target.host.lower()
    # Browsers take 127.1 and 0x7f.0.0.1 for IP addresses as well.
    is_number = bool(IP_NUMBER_PATTERN.fullmatch(name.rpartition(".")[2]))
    is_public_name = "." in name and not is_number and not name.endswith(PRIVATE_SUFFIXES)
    return is_public_name and not (_is_own_hostname(name) and is_admin_url(target.path))


def _is_own_hostname(name: str) -> bool:
    own = {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""}
    own.update(Site.objects.values_list("hostname", flat=True))
    return name.removeprefix("www.") in {host.lower().removeprefix("www.") for host in own}


def is_admin_url(path: str) -> bool:
    """Return whether a path of this site is one of the admin's, however it is written."""
    plain = normpath("/" + unquote(urlsplit(path).path).strip("/"))
    return f"{plain}/".startswith(reverse("wagtailadmin_home"))


def resolve_host(target: UrlParts, seconds: float) -> list[str]:
    """Return the IP addresses of a host that may be asked; ask these, and never the name again.

    A name can lead elsewhere a moment later, so what was looked at must be what is connected to.

    Raises:
        NoSuchHostError: there are none, or nobody said within `seconds`.
        RefusedError: all of them are private.
    """
    asked = _dns_resolver_pool.submit(
        socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM
    )
    try:
        answers = asked.result(max(seconds, 0))
    except (OSError, UnicodeError, TookTooLong) as error:
        raise UnknownHostError(f"There is no site called {target.host}.") from error
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    allowed = [ip for ip in found if settings.LINK_CHECK_ALLOW_PRIVATE or is_public_ip_address(ip)]
    if not allowed:
        raise RefusedUrlError("This address is on a private network. Use a public address.")
    return allowed


def _unwrap_nat64(ip: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64_NETWORK else None

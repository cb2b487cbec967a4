"""The site asks no address that only machines beside it could ask."""

import socket

import pytest

from editorial.links import addresses
from editorial.links.addresses import (
    RefusedUrlError,
    UnknownHostError,
    UrlParts,
    is_public_ip_address,
    resolve_host,
)

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "fe80::1",
    "fe80::1%lo",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_asked(address):
    assert not is_public_ip_address(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_asked(address):
    assert is_public_ip_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://0/",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://localhost/",
        "http://localhost./",
        "http://LOCALHOST/",
        "http://１２７.０.０.１/",
    ],
)
def test_no_spelling_of_a_private_address_is_asked(address):
    with pytest.raises((RefusedUrlError, UnknownHostError)):
        resolve_host(UrlParts.of(address), 5)


def answering(monkeypatch, *ips):
    """Have every name lead to these machines; return the list of names asked for."""
    asked = []

    def getaddrinfo(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_leads_inside_is_not_asked(monkeypatch):
    answering(monkeypatch, "127.0.0.1")

    with pytest.raises(RefusedUrlError):
        resolve_host(UrlParts.of("https://harmless.example.org/"), 5)


def test_of_a_name_that_leads_both_ways_only_the_public_machines_are_asked(monkeypatch):
    answering(monkeypatch, "10.0.0.1", "8.8.8.8", "::1", "8.8.8.8")

    assert resolve_host(UrlParts.of("https://harmless.example.org/"), 5) == ["8.8.8.8"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "mailto:press@example.org",
        "/press/",
        "//example.org/",
        "https:///nothing",
        "https://example.org:22/",
        "https://example.org:5432/",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://user:password@example.org/",
        "https://good.example.org@127.0.0.1/",
        "https://example.org\\@127.0.0.1/",
        "https://exa mple.org/",
        "https://example.org/\r\nX-Forged: yes",
        "https://[not-an-address]/",
        f"https://{'a' * 64}.example.org/",
        f"https://example.org/{'a' * 2000}",
    ],
)
def test_what_is_no_plain_web_address_is_refused(address):
    with pytest.raises(RefusedUrlError):
        UrlParts.of(address)


def test_an_address_is_taken_apart_once():
    target = UrlParts.of("HTTPS://Bücher.Example.org:8443/ä?q=ü b#part".replace(" ", "%20"))

    assert target == UrlParts("https", "xn--bcher-kva.example.org", 8443, "/%C3%A4?q=%C3%BC%20b")
    assert target.host_header == "xn--bcher-kva.example.org:8443"
    assert UrlParts.of("http://[2606:2800::1]/").host_header == "[2606:2800::1]"


def test_a_name_that_nobody_knows_is_no_refusal(monkeypatch):
    def getaddrinfo(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)

    with pytest.raises(UnknownHostError):
        resolve_host(UrlParts.of("https://gone.example.org/"), 5)

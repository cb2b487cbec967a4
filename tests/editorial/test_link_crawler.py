"""Visits to other sites, which here are real servers on this machine."""

import shutil
import socket
import ssl
import subprocess
import time

import pytest

from editorial.links import addresses, crawler, http_client
from editorial.links.addresses import RefusedUrlError, UnknownHostError, UrlParts
from editorial.links.crawler import FetchResult, OutboundLinkFetcher, UncheckableError
from editorial.links.http_client import NoResponseError
from snippets.models import SiteIdentity
from tests.web_server import other_site

IDENTITY = SiteIdentity(organisation_name="Example Trust")


@pytest.fixture
def site(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with other_site() as served:
        yield served


@pytest.fixture
def guest():
    return OutboundLinkFetcher(IDENTITY, pause=0)


def test_an_address_that_answers_is_asked_once_with_head(site, guest):
    address = site.says("/report")

    assert guest.fetch(address) == FetchResult(200, address)
    assert site.asked == ["GET /robots.txt", "HEAD /report"]


def test_the_site_says_who_asks_and_where_to_complain(site, settings):
    settings.BASE_URL = "https://www.example.org"
    OutboundLinkFetcher(IDENTITY, pause=0).fetch(site.says("/report"))

    agents = {headers["User-Agent"] for headers in site.headers}
    assert agents == {"ExampleTrustLinkCheck/1.0 (+https://www.example.org/)"}
    assert {headers["Host"] for headers in site.headers} == {f"127.0.0.1:{site.port}"}
    assert not any("Cookie" in headers or "Referer" in headers for headers in site.headers)


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
def test_get_is_asked_where_head_is_refused(site, guest, status):
    site.says("HEAD /report", status)
    address = site.says("GET /report", 200, b"x" * 1000)

    assert guest.fetch(address).status == 200
    assert site.asked[1:] == ["HEAD /report", "GET /report"]


def test_get_is_asked_where_head_is_hung_up_on(site, guest):
    site.replies["HEAD /report"] = lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)
    address = site.says("GET /report")

    assert guest.fetch(address).status == 200


def test_too_many_requests_is_not_answered_with_another_one(site, guest):
    assert guest.fetch(site.says("/report", 429)).status == 429
    assert site.visits("/report") == 1


def test_a_chain_of_permanent_redirects_leads_to_a_new_address(site, guest):
    site.redirects("/a", "/b", 301)
    site.redirects("/b", site.url("/c?x=1"), 308)
    site.says("/c?x=1")

    found = guest.fetch(site.url("/a#part"))

    assert found == FetchResult(200, site.url("/c?x=1#part"), (301, 308))
    assert found.has_moved


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_chain_with_a_temporary_redirect_is_no_move(site, guest, status):
    site.redirects("/a", "/b", 301)
    site.redirects("/b", "/c", status)
    site.says("/c")

    assert not guest.fetch(site.url("/a")).has_moved


def test_redirects_are_followed_five_times(site, guest):
    for number in range(6):
        site.redirects(f"/{number}", f"/{number + 1}")
    site.says("/6")

    assert guest.fetch(site.url("/1")).status == 200
    with pytest.raises(UncheckableError, match="more than 5 times"):
        guest.fetch(site.url("/0"))


@pytest.mark.parametrize(
    "there", ["http://10.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "http://2130706433/"]
)
def test_a_redirect_to_a_private_machine_is_not_followed(site, guest, settings, there, monkeypatch):
    site.redirects("/away", there)
    settings.LINK_CHECK_ALLOW_PRIVATE = False
    # The first step stands for a public site; all others are looked at as usual.
    outside(monkeypatch, site)

    with pytest.raises(RefusedUrlError, match="on a private network"):
        guest.fetch("http://outside.example.org/away")
    assert site.visits("/away") == 1


def outside(monkeypatch, site):
    """Serve a site as if it were on the internet, at http://outside.example.org."""
    connect, lookup = socket.create_connection, socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        if host == "outside.example.org":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]
        return lookup(host, port, *args, **kwargs)

    def create_connection(address, **kwargs):
        assert address == ("93.184.215.14", 80)
        return connect(("127.0.0.1", site.port), **kwargs)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(http_client.socket, "create_connection", create_connection)


@pytest.mark.parametrize("there", ["ftp://example.org/", "file:///etc/passwd", "mailto:a@b.org"])
def test_a_redirect_away_from_the_web_is_not_followed(site, guest, there):
    with pytest.raises(RefusedUrlError):
        guest.fetch(site.redirects("/away", there))


@pytest.mark.parametrize("path", ["/a", "/robots.txt"])
def test_a_redirect_to_what_is_no_address_is_not_followed(site, guest, path):
    site.says("/a")
    site.redirects(path, "http://[::1")

    with pytest.raises(UncheckableError, match="no web address"):
        guest.fetch(site.url("/a"))


@pytest.mark.parametrize("fragment", ["\x00", "part\x00", "a" * 2000])
def test_the_fragment_of_a_redirect_is_looked_at_as_well(site, guest, fragment):
    site.says("/b")
    answer = f"HTTP/1.1 301 Moved\r\nLocation: /b#{fragment}\r\nContent-Length: 0\r\n\r\n"
    site.replies["/a"] = lambda handler: handler.wfile.write(answer.encode())

    with pytest.raises(RefusedUrlError, match="not written as a web address"):
        guest.fetch(site.url("/a"))


def test_private_machines_are_not_asked_by_default(settings, guest):
    assert settings.LINK_CHECK_ALLOW_PRIVATE is False
    with other_site() as served, pytest.raises(RefusedUrlError):
        guest.fetch(served.says("/"))
    assert served.asked == []


def test_the_machine_that_was_looked_at_is_the_one_asked(site, guest, settings, monkeypatch):
    """A name may lead to a public machine when it is looked at, and inside a moment later."""
    settings.LINK_CHECK_ALLOW_PRIVATE = False
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    connected = []

    def getaddrinfo(host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def create_connection(address, **kwargs):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(http_client.socket, "create_connection", create_connection)

    with pytest.raises(NoResponseError):
        http_client.send_request(UrlParts.of("http://rebinding.example.org/"), "HEAD", "Test")
    with pytest.raises(RefusedUrlError):
        http_client.send_request(UrlParts.of("http://rebinding.example.org/"), "GET", "Test")
    assert connected == [("93.184.215.14", 80)]


def test_the_name_is_asked_for_at_the_machine(site, guest, settings, monkeypatch):
    settings.LINK_CHECK_ALLOW_PRIVATE = False
    outside(monkeypatch, site)
    site.says("/report")

    assert guest.fetch("http://outside.example.org/report").status == 200
    assert {headers["Host"] for headers in site.headers} == {"outside.example.org"}


def test_robots_are_kept_out_where_they_are_asked_to(site, guest):
    site.says("/robots.txt", body=b"User-agent: exampletrustlinkcheck\nDisallow: /private/\n")
    site.says("/private/a")

    with pytest.raises(UncheckableError, match="robots.txt"):
        guest.fetch(site.url("/private/a"))
    assert guest.fetch(site.says("/open")).status == 200
    assert site.asked == ["GET /robots.txt", "HEAD /open"]


def test_a_redirect_is_asked_for_leave_as_well(site, guest):
    site.says("/robots.txt", body=b"User-agent: *\nDisallow: /private/\n")

    with pytest.raises(UncheckableError):
        guest.fetch(site.redirects("/a", "/private/a"))
    assert site.visits("/private/a") == 0


@pytest.mark.parametrize("status", [403, 404])
def test_without_a_robots_file_everything_may_be_asked(site, guest, status):
    site.says("/robots.txt", status, b"User-agent: *\nDisallow: /\n")

    assert guest.fetch(site.says("/a")).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_in_trouble_with_its_robots_file_is_down(site, guest, status):
    site.says("/robots.txt", status)

    for path in ("/a", "/b"):
        with pytest.raises(NoResponseError, match="robots.txt cannot be read"):
            guest.fetch(site.says(path))
    assert site.asked == ["GET /robots.txt"]


def test_a_robots_file_may_be_somewhere_else(site, guest):
    site.redirects("/robots.txt", "/really/robots.txt")
    site.says("/really/robots.txt", body=b"User-agent: *\nDisallow: /\n")

    with pytest.raises(UncheckableError):
        guest.fetch(site.says("/a"))


def test_a_site_that_is_away_is_asked_once_for_all_its_links(settings, guest, monkeypatch):
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        tries = []
        connect = socket.create_connection
        monkeypatch.setattr(
            http_client.socket,
            "create_connection",
            lambda *a, **k: tries.append(a) or connect(*a, **k),
        )
        for path in ("a", "b", "c"):
            with pytest.raises(NoResponseError, match="could not be connected"):
                guest.fetch(f"http://127.0.0.1:{port}/{path}")
    assert len(tries) == 1


def test_a_host_is_asked_slowly(site):
    guest = OutboundLinkFetcher(IDENTITY, pause=0.2)
    for name in ("/a", "/b", "/c"):
        guest.fetch(site.says(name))

    pauses = [after - before for before, after in zip(site.times, site.times[1:], strict=False)]
    assert len(pauses) == 3
    assert min(pauses) > 0.15


def test_a_host_is_asked_at_most_once_a_second():
    assert OutboundLinkFetcher(IDENTITY).pause >= 1


def test_a_host_may_ask_for_longer_pauses(site, monkeypatch):
    monkeypatch.setattr(crawler, "MAX_CRAWL_DELAY", 0.3)
    site.says("/robots.txt", body=b"User-agent: *\nCrawl-delay: 20\n")
    guest = OutboundLinkFetcher(IDENTITY, pause=0)
    guest.fetch(site.says("/a"))
    guest.fetch(site.says("/b"))

    assert site.times[-1] - site.times[-2] > 0.25


def test_a_pause_too_long_for_words_is_as_long_as_any_other(site, monkeypatch):
    monkeypatch.setattr(crawler, "MAX_CRAWL_DELAY", 0)
    site.says("/robots.txt", body=b"User-agent: *\nCrawl-delay: " + b"9" * 400)

    assert OutboundLinkFetcher(IDENTITY, pause=0).fetch(site.says("/a")).status == 200


@pytest.mark.parametrize(
    "line", ["Crawl-delay: ²", "Request-rate: ²/²", f"Crawl-delay: {'9' * 5000}"]
)
def test_what_a_robots_file_cannot_mean_keeps_programs_out(site, guest, line):
    site.says("/robots.txt", body=f"User-agent: *\n{line}\n".encode())

    with pytest.raises(UncheckableError, match="not written as such a file"):
        guest.fetch(site.says("/a"))


def test_an_answer_that_drips_is_not_waited_for(site, monkeypatch):
    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            handler.wfile.write(f"X-{number}: drip\r\n".encode())
            time.sleep(0.05)

    site.replies["/slow"] = drip
    began = time.monotonic()

    with pytest.raises(NoResponseError, match="did not answer within"):
        http_client.send_request(UrlParts.of(site.url("/slow")), "GET", "Test", seconds=0.3)
    assert time.monotonic() - began < 2


def test_an_answer_without_end_is_not_read(site, guest):
    def flood(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(1000):
            handler.wfile.write(b"X-Flood: " + b"x" * 10_000 + b"\r\n")

    site.replies["/flood"] = flood

    with pytest.raises(NoResponseError):
        guest.fetch(site.url("/flood"))


def test_no_more_of_a_file_is_read_than_its_headers(site, guest):
    sent = []

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        for _ in range(1000):
            handler.wfile.write(b"x" * 100_000)
            sent.append(1)

    site.says("HEAD /film", 405)
    site.replies["GET /film"] = endless

    assert guest.fetch(site.url("/film")).status == 200
    time.sleep(0.1)
    assert len(sent) < 1000


def test_what_is_not_http_is_no_answer(site, guest):
    site.replies["/ssh"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    with pytest.raises(NoResponseError):
        guest.fetch(site.url("/ssh"))


def test_a_site_that_speaks_no_tls_is_no_answer(site, guest):
    with pytest.raises(NoResponseError, match="securely"):
        guest.fetch(site.says("/").replace("http:", "https:"))


@pytest.fixture
def secure_site(settings, monkeypatch, tmp_path):
    """Serve https://outside.example.org with a certificate that this machine trusts."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    name = "outside.example.org"
    made = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key.pem"
    )
    subprocess.run(
        ["openssl", *made.split(), "-out", "cert.pem", "-subj", f"/CN={name}"]
        + ["-addext", f"subjectAltName=DNS:{name}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    settings.LINK_CHECK_ALLOW_PRIVATE = True
    with other_site(context) as served:
        connect, lookup = socket.create_connection, socket.getaddrinfo

        def create_connection(address, **kwargs):
            return connect(("127.0.0.1", served.port), **kwargs)

        def getaddrinfo(host, port, *args, **kwargs):
            host = "127.0.0.1" if host.endswith(".example.org") else host
            return lookup(host, port, *args, **kwargs)

        monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(http_client.socket, "create_connection", create_connection)
        yield served


def test_a_secure_site_is_asked_by_its_name_at_the_machine_looked_at(secure_site, guest):
    secure_site.says("/report")

    assert guest.fetch("https://outside.example.org/report").status == 200
    assert {headers["Host"] for headers in secure_site.headers} == {"outside.example.org"}


def test_a_certificate_for_another_name_is_not_taken(secure_site, guest):
    with pytest.raises(NoResponseError, match="certificate is not valid"):
        guest.fetch("https://another.example.org/report")
    assert secure_site.asked == []


def test_a_name_that_nobody_knows_is_said(guest, monkeypatch):
    def getaddrinfo(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)

    with pytest.raises(UnknownHostError, match="no site called gone.example.org"):
        guest.fetch("https://gone.example.org/a")

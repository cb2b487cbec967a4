"""Check the readers' pages of the demonstration with Lighthouse and the Nu HTML checker.

Prints JSON: for each page type the median scores of Lighthouse and which of its audits failed, and
for every public page what Nu says. Ends with status 1 if a score is below 100 or Nu finds an error.
The pages are measured as those of a real site: without the mark of a demonstration, which search
engines are told not to index. Needs Node, Java, Chromium, and the npm registry.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.chromium import NAMES  # noqa: E402
from tests.site_server import running_site  # noqa: E402

LIGHTHOUSE = "lighthouse@12.8.2"
NU = "vnu-jar@26.9.27"
ROUNDS = 5
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "/",
    "archive": "/press/",
    "filtered archive": "/press/2013/",
    "release": "/press/idmg-debate-in-westminster-hall/",
    "explainer": "/policy/council-of-europe-convention/",
    "report": "/reports/all-change/",
    "topic": "/topics/guardianship/",
    "search": "/search/?q=guardian",
}
# Rightly kept out of search engines, so Lighthouse's audit of that does not count.
NOT_INDEXED = {"search"}
# The HTML standard has `blocking` for `rel="expect"` too ("Blocking attributes"); Nu does not yet.
NOT_ERRORS = (
    "A “link” element with a “blocking” attribute must have a “rel” attribute whose value is "
    "“stylesheet”.",
)
OTHER_PATHS = ("/search/?q=guardian", "/search/", "/newsletter/", "/not-a-page/")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def npx(package: str, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of an npm package, which is fetched the first time."""
    return subprocess.run(
        ["npx", "--yes", "--package", package, command, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def score_page(url: str, is_indexed: bool) -> dict[str, Any]:
    """Return the median scores of one page (0 to 100), and the audits that cost it some."""
    reports = [run_lighthouse(url, is_indexed) for _round in range(ROUNDS)]
    scores = {
        name: round(100 * statistics.median(one["categories"][name]["score"] for one in reports))
        for name in CATEGORIES
    }
    failed = {
        audit["id"]: audit.get("displayValue", audit["title"])
        for name in CATEGORIES
        for ref in reports[-1]["categories"][name]["auditRefs"]
        if ref["weight"] and (audit := reports[-1]["audits"][ref["id"]])["score"] not in (1, None)
    }
    return {"scores": scores, "below full marks in the last round": failed}


def run_lighthouse(url: str, is_indexed: bool) -> dict[str, Any]:
    """Return Lighthouse's report of one visit, as a phone on a slow line."""
    skipped = [] if is_indexed else ["--skip-audits=is-crawlable"]
    done = npx(
        LIGHTHOUSE,
        "lighthouse",
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless --no-sandbox --disable-dev-shm-usage",
        *skipped,
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse did not finish:\n{done.stderr}")
    return json.loads(done.stdout)


def check_markup(base_url: str) -> dict[str, list[str]]:
    """Return what the Nu checker says of every public page, by path."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [*read_sitemap(base_url), *OTHER_PATHS]
        files = {}
        for index, path in enumerate(dict.fromkeys(paths)):
            file = Path(folder) / f"{index}.html"
            file.write_bytes(read_page(base_url + path))
            files[file.name] = path
        # Its notes are left out: Safari needs `role="list"`, which it calls unnecessary.
        done = npx(NU, "vnu", "--format", "json", "--errors-only", folder)
        if not done.stderr.lstrip().startswith("{"):
            raise RuntimeError(f"The Nu checker did not finish:\n{done.stderr}")
        messages: dict[str, list[str]] = {path: [] for path in files.values()}
        for one in json.loads(done.stderr)["messages"]:
            if one["message"] in NOT_ERRORS:
                continue
            line = f"line {one.get('lastLine', '?')}: {one['message']}"
            messages[files[Path(one["url"]).name]].append(line)
    return messages


def read_sitemap(base_url: str) -> list[str]:
    """Return the paths of all public pages."""
    root = ET.fromstring(read_page(f"{base_url}/sitemap.xml"))  # noqa: S314
    return ["/" + (one.text or "").split("/", 3)[3] for one in root.iter(SITEMAP)]


def read_page(url: str) -> bytes:
    """Return the body of an answer, also of an error page."""
    try:
        with urllib.request.urlopen(url) as response:  # noqa: S310
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


@contextmanager
def real_site() -> Iterator[str]:
    """Serve the demonstration without its mark; give its address."""
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as base_url:
        subprocess.run(
            [
                sys.executable,
                "manage.py",
                "shell",
                "--no-imports",
                "--command",
                "from snippets.models import SiteIdentity; "
                "SiteIdentity.objects.update(is_demonstration=False)",
            ],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": folder, "BASE_URL": base_url},
            check=True,
        )
        yield base_url


def main() -> int:
    """Measure, print, and return 1 if anything is below what is asked."""
    os.environ["CHROME_PATH"] = next(filter(None, map(shutil.which, NAMES)))
    with real_site() as base_url:
        markup = check_markup(base_url)
        pages = {
            name: score_page(base_url + path, name not in NOT_INDEXED)
            for name, path in PAGES.items()
        }
    said = {path: messages for path, messages in markup.items() if messages}
    print(json.dumps({"lighthouse": pages, "pages": len(markup), "nu": said}, indent=2))
    is_full = all(set(page["scores"].values()) == {100} for page in pages.values())
    return 0 if is_full and not said else 1


if __name__ == "__main__":
    sys.exit(main())

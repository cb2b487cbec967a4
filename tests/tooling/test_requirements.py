"""The lock files are what people install; they must be complete, hashed and free of addresses."""

import json
import re
import tomllib
from collections import defaultdict
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.site_server import ROOT

LOCKS = [
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-demo.txt",
    "requirements-production.txt",
]
PIN = re.compile(r"^([a-z0-9.-]+)(?:\[([a-z0-9, .-]+)\])?==(\S+)")


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def wanted(lock):
    """Return the requirements that a lock file must satisfy."""
    declared = project()
    extras = declared["project"]["optional-dependencies"]
    extra = {
        "requirements.txt": [],
        "requirements-dev.txt": declared["dependency-groups"]["dev"] + sum(extras.values(), []),
        "requirements-demo.txt": extras["demo"],
        "requirements-production.txt": extras["production"],
    }
    return [Requirement(line) for line in declared["project"]["dependencies"] + extra[lock]]


def pins(lock):
    return {match[1]: match[3] for match in find_pins(lock)}


def find_pins(lock):
    lines = (ROOT / lock).read_text().splitlines()
    return [match for line in lines if (match := PIN.match(line))]


def find_required_extras():
    """Return the extras by package that the installed packages and the project ask for."""
    lines = [line for lock in LOCKS for line in map(str, wanted(lock))]
    for name in pins("requirements-dev.txt"):
        with suppress(PackageNotFoundError):
            lines += requires(name) or []
    needed = defaultdict(set)
    for requirement in map(Requirement, lines):
        if not requirement.marker or requirement.marker.evaluate({"extra": ""}):
            needed[canonicalize_name(requirement.name)] |= requirement.extras
    return {name: extras for name, extras in needed.items() if extras}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_what_the_project_declares(lock):
    pinned = pins(lock)

    for requirement in wanted(lock):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{lock} lacks {requirement.name}: run `make lock`"
        assert requirement.specifier.contains(version), f"{requirement} != {version}"


def test_a_lock_names_the_extras_that_old_versions_of_pip_ask_for():
    """Pip 23.2 refuses `coverage==7` where a package wants `coverage[toml]`."""
    locked = {match[1]: set((match[2] or "").split(", ")) for match in find_pins(LOCKS[1])}

    needed = find_required_extras()
    lacking = {name: extras - locked[name] for name, extras in needed.items() if name in locked}

    assert "coverage" in needed
    assert not any(lacking.values()), "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())
    unhashed = [entry for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry]

    assert len(pins(lock)) > 40
    assert not unhashed


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_or_folder(lock):
    text = (ROOT / lock).read_text()

    assert not re.search(r"://|--(extra-)?index|--find-links|\s@\s|(^|\s)/", text)


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_locks_agree_on_versions(lock):
    ours, other = pins("requirements.txt"), pins(lock)

    assert ours.items() <= other.items()


def test_the_lock_of_npm_is_hashed_and_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert set(lock["packages"][""]["devDependencies"]) == {"@biomejs/biome"}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_a_public_site_installs_nothing_that_only_the_demonstration_needs():
    demonstration = {
        Requirement(line).name for line in project()["project"]["optional-dependencies"]["demo"]
    }

    for lock in ("requirements.txt", "requirements-production.txt"):
        assert demonstration.isdisjoint(pins(lock))

"""The lock files are what people install; they must be complete, hashed and free of addresses."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.site_server import ROOT

LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-production.txt"]
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)")


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def wanted(lock):
    """Return the requirements that a lock file must satisfy."""
    declared = project()
    extra = {
        "requirements.txt": [],
        "requirements-dev.txt": declared["dependency-groups"]["dev"],
        "requirements-production.txt": declared["project"]["optional-dependencies"]["production"],
    }
    return [Requirement(line) for line in declared["project"]["dependencies"] + extra[lock]]


def pins(lock):
    lines = (ROOT / lock).read_text().splitlines()
    return {match[1]: match[2] for line in lines if (match := PIN.match(line))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_what_the_project_declares(lock):
    pinned = pins(lock)

    for requirement in wanted(lock):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{lock} lacks {requirement.name}: run `make lock`"
        assert requirement.specifier.contains(version), f"{requirement} != {version}"


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

"""Read the apps of the site and their layers from the import contract in pyproject.toml."""

import tomllib

from tests.site_server import ROOT

_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
# From the ground up; the apps of one layer know nothing of each other.
LAYERS = [frozenset(layer.split(" | ")) for layer in reversed(_CONTRACTS["contracts"][0]["layers"])]
APPS = sorted(frozenset().union(*LAYERS) - {"tests"})

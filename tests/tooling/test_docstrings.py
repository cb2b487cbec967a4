"""A module says in one plain sentence what it is for."""

import ast

from tests.site_apps import APPS
from tests.site_server import ROOT

HOUSES = (*APPS, "benchmarks", "tests")
RIDDLES = ("How", "What", "When", "Where", "Whether", "Which", "Who", "Whom", "Whose", "Why")


def modules():
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            if "migrations" not in path.parts and path.read_text().strip():
                yield path.relative_to(ROOT).as_posix()


def test_each_module_begins_with_a_sentence_that_is_no_riddle():
    faults = []
    for path in modules():
        docstring = ast.get_docstring(ast.parse((ROOT / path).read_text())) or ""
        if not docstring and path.startswith("tests/"):
            continue
        first = docstring.partition("\n")[0]
        if not first.endswith(".") or first.split()[0] in RIDDLES:
            faults.append(f"{path}: {first}")
    assert not faults, "\n".join(faults)

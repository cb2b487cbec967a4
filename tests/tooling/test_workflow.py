"""The forge's files can be read, and name commands and versions that exist."""

import re
import tomllib

import pytest
import yaml

from tests.site_server import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def load_jobs():
    return yaml.safe_load(WORKFLOW.read_text())["jobs"]


def find_commands():
    return [step["run"] for job in load_jobs().values() for step in job["steps"] if "run" in step]


def test_oldest_and_newest_python_run_everything():
    everything = load_jobs()["everything"]

    assert everything["strategy"]["matrix"]["python"] == ["3.11", "3.14"]
    assert [step["run"] for step in everything["steps"] if "run" in step] == [".ci/run"]


def test_every_python_from_the_oldest_on_installs_the_project():
    matrices = [job.get("strategy", {}).get("matrix", {}) for job in load_jobs().values()]
    minors = sorted(
        int(version.removeprefix("3."))
        for matrix in matrices
        for version in matrix.get("python", [])
    )
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]

    assert minors == list(range(int(oldest.removeprefix(">=3.")), 15))
    assert (ROOT / ".python-version").read_text().strip() == oldest.removeprefix(">=")


def test_every_command_of_the_workflow_exists():
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    targets = {
        target
        for command in find_commands()
        if command.startswith("make ")
        for target in command.split()[1:]
    }

    assert "test-next" in targets
    assert targets <= rules
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_every_action_is_pinned_to_a_major_version():
    actions = re.findall(r"uses: (\S+)", WORKFLOW.read_text())

    assert actions
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in actions)


@pytest.mark.parametrize("registry", ["pip", "npm", "github-actions"])
def test_updates_are_proposed_for_every_registry(registry):
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]

    assert registry in {update["package-ecosystem"] for update in updates}

"""REQUIRE_ALL=1 turns every skip into a failure, so that CI cannot pass by not looking."""

import os
from collections.abc import Generator

import pytest


def require_all() -> bool:
    """Return whether this run may skip nothing."""
    return os.environ.get("REQUIRE_ALL", "") not in {"", "0"}


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Make a skipped report a failed one; an expected failure is no skip."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"Skipped, though REQUIRE_ALL is set. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if require_all():
        refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if require_all():
        refuse_skip(report)
    return report

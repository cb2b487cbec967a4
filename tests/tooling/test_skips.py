import pytest

EXAMPLES = """
import pytest

def test_runs():
    assert True

@pytest.mark.skip(reason="no time")
def test_marked():
    assert False

def test_skips_itself():
    pytest.skip("no browser")

@pytest.fixture
def browser():
    pytest.skip("no browser here")

def test_with_a_skipping_fixture(browser):
    assert False

@pytest.mark.xfail(reason="a known bug", strict=True)
def test_expected_failure():
    assert False
"""


@pytest.fixture
def run_examples(pytester, monkeypatch):
    """Return a function that runs the examples with REQUIRE_ALL as given."""
    pytester.makepyfile(EXAMPLES)
    pytester.makepyfile(test_module="import pytest\npytest.importorskip('no_such_module')")
    pytester.makeini("[pytest]")

    def run_examples(require_all):
        monkeypatch.setenv("REQUIRE_ALL", require_all)
        without = [f"-pno:{plugin}" for plugin in ("django", "playwright", "randomly", "xdist")]
        return pytester.runpytest("-ptests.skips", *without)

    return run_examples


@pytest.mark.parametrize("setting", ["", "0"])
def test_a_skip_is_a_skip_by_default(run_examples, setting):
    run_examples(setting).assert_outcomes(passed=1, skipped=4, xfailed=1)


def test_require_all_turns_every_skip_into_a_failure_with_its_reason(pytester, run_examples):
    (pytester.path / "test_module.py").unlink()

    result = run_examples("1")

    result.assert_outcomes(passed=1, failed=1, errors=2, xfailed=1)
    result.stdout.fnmatch_lines_random(
        ["*REQUIRE_ALL is set*no time*", "*REQUIRE_ALL is set*no browser here*"]
    )


def test_require_all_also_refuses_a_module_that_skips_itself(run_examples):
    result = run_examples("1")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*REQUIRE_ALL is set*no_such_module*"])

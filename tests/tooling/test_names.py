"""The code is of no particular organisation: its name is in the site's identity."""

import subprocess

from tests.site_server import ROOT

KINDS = ("*.py", "*.html", "*.js", "*.css", "*.txt")
# The demonstration is about a real charity, and tests may be about the demonstration.
ABOUT_IT = (":!demo/", ":!tests/")


def test_no_code_and_no_template_names_the_organisation_of_the_demonstration():
    command = ["git", "grep", "-Iin", "--untracked", "ecpat", "--", *KINDS, *ABOUT_IT]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == ""

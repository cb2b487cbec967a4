"""Every file that the documentation names is there."""

import re

import pytest

from tests.site_server import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")]
PATH = re.compile(r"`((?:\w+/)+[\w.-]+\.(?:py|html|js|css|md|toml|txt))(?:::\w+)?`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(document):
    paths = PATH.findall(document.read_text())
    # Others are below a folder that the sentence names.
    named = {path for path in paths if (ROOT / path.split("/")[0]).is_dir()}

    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []

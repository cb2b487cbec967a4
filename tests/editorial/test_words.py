"""The admin speaks of approval in one set of words, Wagtail's own messages included."""

import gettext
import re
from pathlib import Path

import django
import pytest
import wagtail
from django.conf import settings
from django.utils import translation

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en_GB" / "LC_MESSAGES" / "django.po"
LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr(?:\[\d\])?) )?"(.*)"$')
PLACEHOLDER = re.compile(r"%\(\w+\)s|%\(\w+\)d|\{\w+\}")
# What Wagtail says since 8.1.
NEW_MESSAGES = {"The workflow action could not be performed as the workflow state has changed."}
# Words for which the team has others; “resume” is said of the preview as well.
NOT_OURS = re.compile(r"moderat|workflow|restart|reject|resubmit|sign.?off", re.IGNORECASE)


def read_catalogue(path):
    """Return the entries of a catalogue: what is replaced, and by what."""
    entries, entry, part = [], {}, ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), 'msgid ""']:
        if not (match := LINE.match(line)):
            continue
        name, text = match.groups()
        if name == "msgid":
            entries.append(entry)
            entry = {}
        part = name or part
        entry[part] = entry.get(part, "") + re.sub(r'\\(["\\])', r"\1", text)
    return [entry for entry in entries if entry.get("msgid")]


@pytest.fixture(scope="module")
def wagtails():
    """Return what Wagtail and Django's forms say, with the plural if there is one."""
    found = {}
    catalogues = [
        *Path(wagtail.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"),
        Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
    ]
    for path in catalogues:
        found |= {entry["msgid"]: entry.get("msgid_plural") for entry in read_catalogue(path)}
    assert len(found) > 1000
    return found


def test_each_message_that_is_replaced_exists(wagtails):
    # When this fails, Wagtail says it otherwise: replace what it says now, if need be.
    later = NEW_MESSAGES if wagtail.VERSION < (8, 1) else set()
    for entry in read_catalogue(CATALOGUE):
        if entry["msgid"] in later:
            continue
        assert wagtails.get(entry["msgid"], "") == entry.get("msgid_plural"), entry["msgid"]


def test_no_message_of_wagtails_says_it_in_other_words(wagtails):
    with translation.override("en-gb"):
        for message, plural in wagtails.items():
            said = [translation.gettext(message)]
            if plural:
                said = [translation.ngettext(message, plural, count) for count in (1, 2)]
            for text in said:
                assert not NOT_OURS.search(PLACEHOLDER.sub("", text)), message


def test_a_page_waiting_for_approval_says_who_can_edit_it():
    with translation.override("en-gb"):
        said = translation.gettext("Only reviewers for this task can edit the %(model_name)s.")
    assert said.startswith("Only publishers can edit it until one of them approves it")
    assert "“Cancel submission”" in said


def test_what_replaces_a_message_fills_in_nothing_that_it_does_not_have():
    for entry in read_catalogue(CATALOGUE):
        known = set(PLACEHOLDER.findall(entry["msgid"]))
        for name, text in entry.items():
            if name.startswith("msgstr"):
                assert text
                assert set(PLACEHOLDER.findall(text)) <= known, entry["msgid"]


def test_the_compiled_catalogue_is_that_of_the_text():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in read_catalogue(CATALOGUE):
        if "msgid_plural" in entry:
            said = [compiled.ngettext(entry["msgid"], entry["msgid_plural"], n) for n in (1, 2)]
            assert said == [entry["msgstr[0]"], entry["msgstr[1]"]]
        else:
            # When this fails: `make messages`.
            assert compiled.gettext(entry["msgid"]) == entry["msgstr"]

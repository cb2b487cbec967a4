"""Typed contacts are found, and told apart by whose they are."""

from time import perf_counter

import pytest

from snippets.contacts.detection import (
    ContactDetailKind,
    ContactOwnership,
    KnownContacts,
    find_typed_contacts,
    is_one_typo_apart,
    normalize_contact,
)

# As the old site's banner, footer and press release printed them, on the same two pages.
OLD_BANNER = """We have relocated! Our new office address is:
Thomas Clarkson House
The Stable Yard
Broomgrove Road
SW9 9TL
If you have an urgent enquiry, please call 07402 113985"""
OLD_FOOTER = """Copyright © ECPAT UK 2015.
Charity number: 1104948. Company Ltd by Guarantee: 5061385.
4A Chillingworth Road, London N7 8QJ.
Tel: 020 7607 2136. Fax: 020 7700 5435."""
OLD_CONTACT = "Ms Bharti Patel, ECPAT UK CEO, 07402 113 985"

KNOWN = KnownContacts(
    ours={
        (ContactDetailKind.POSTCODE, "SW99TL"): "our postcode",
        (ContactDetailKind.PHONE, "+442079460102"): "our press phone",
        (ContactDetailKind.PHONE, "+447402113985"): "our urgent phone",
        (ContactDetailKind.EMAIL, "press@example.org"): "our press email",
        (ContactDetailKind.CHARITY, "1104948"): "our charity number",
        (ContactDetailKind.COMPANY, "05061385"): "our company number",
    },
    former={
        (ContactDetailKind.POSTCODE, "N78QJ"): "our postcode",
        (ContactDetailKind.PHONE, "+442076072136"): "our switchboard",
        (ContactDetailKind.PHONE, "+442077005435"): "our fax",
        (ContactDetailKind.EMAIL, "office@example.com"): "our email",
    },
)


def judged(text, known=KNOWN):
    """Return the standing of each typed fact, by how it is printed."""
    return {typed.as_typed: known.get_ownership(typed) for typed in find_typed_contacts(text)}


def standing_of(text, known=KNOWN):
    """Return the standing of the only fact in a text."""
    (typed,) = find_typed_contacts(text)
    return known.get_ownership(typed)


def test_the_banner_of_the_old_site_printed_what_is_ours():
    assert judged(OLD_BANNER) == {
        "07402 113985": ContactOwnership.OURS,
        "SW9 9TL": ContactOwnership.OURS,
    }
    assert judged(OLD_CONTACT) == {"07402 113 985": ContactOwnership.OURS}


def test_the_footer_of_the_old_site_printed_the_office_it_had_left():
    assert judged(OLD_FOOTER) == {
        "020 7607 2136": ContactOwnership.FORMER,
        "020 7700 5435": ContactOwnership.FORMER,
        "N7 8QJ": ContactOwnership.FORMER,
        "1104948": ContactOwnership.OURS,
        "5061385": ContactOwnership.OURS,
    }


def test_the_old_footer_is_not_claimed_if_nobody_told_the_site_of_the_old_office():
    known = KnownContacts(ours=KNOWN.ours)

    assert judged(OLD_FOOTER, known)["N7 8QJ"] == ContactOwnership.FOREIGN


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Ring 020 7946 0102.", ContactOwnership.OURS),
        ("Ring +44 20 7946 0102.", ContactOwnership.OURS),
        ("Ring 020 7607 2136.", ContactOwnership.FORMER),
        # One digit, two neighbours, one of the same ten lines.
        ("Ring 020 7946 1102.", ContactOwnership.TYPO),
        ("Ring 020 7946 1002.", ContactOwnership.TYPO),
        ("Ring 020 7946 0157.", ContactOwnership.TYPO),
        # In no record, whatever the words around it say.
        ("Call us on 0117 496 0123.", ContactOwnership.FOREIGN),
        ("Our new press number is 0117 496 0123.", ContactOwnership.FOREIGN),
        ("Ring ECPAT UK on 0117 496 0123.", ContactOwnership.FOREIGN),
        ("The helpline answers on 0808 800 5000.", ContactOwnership.FOREIGN),
        ("ECPAT UK recommends the NSPCC helpline, 0808 800 5000.", ContactOwnership.FOREIGN),
        (
            "Talk to us, or ring the Modern Slavery Helpline on 08000 121 700.",
            ContactOwnership.FOREIGN,
        ),
        ("This is who we are. The police answer on 0117 496 0123.", ContactOwnership.FOREIGN),
        ("Our partners in Bristol answer on 0117 496 0123.", ContactOwnership.FOREIGN),
    ],
)
def test_a_phone_number_is_judged_by_our_numbers_alone(text, standing):
    assert standing_of(text) == standing


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("We are at SW9 9TL.", ContactOwnership.OURS),
        ("Write to sw99tl.", ContactOwnership.OURS),
        ("Until 2015 at N7 8QJ", ContactOwnership.FORMER),
        ("Find us at SW9 9TN", ContactOwnership.TYPO),
        # In no record: perhaps our new office, perhaps a venue or somebody else’s.
        ("ECPAT UK has moved: 1 Sample Street, London E1 8QS", ContactOwnership.FOREIGN),
        ("Our office is at 1 Sample Street, London E1 8QS", ContactOwnership.FOREIGN),
        # A venue, and somebody else's office.
        (
            "ECPAT UK speaks at Friends House, 173 Euston Road, London NW1 2BJ.",
            ContactOwnership.FOREIGN,
        ),
        ("The Commissioner’s office: 2 Marsham Street, SW1P 4DF", ContactOwnership.FOREIGN),
    ],
)
def test_a_postcode_is_judged_by_ours_alone(text, standing):
    assert standing_of(text) == standing


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Write to Press@Example.org.", ContactOwnership.OURS),
        ("Write to office@example.com.", ContactOwnership.FORMER),
        ("Write to pres@example.org.", ContactOwnership.TYPO),
        ("Write to press@exmaple.org.", ContactOwnership.TYPO),
        ("Write to training@example.org.", ContactOwnership.FOREIGN),
        ("Write to us at somebody@example.net.", ContactOwnership.FOREIGN),
        ("Write to the committee, clerk@example.net.", ContactOwnership.FOREIGN),
    ],
)
def test_an_e_mail_address_is_judged_by_ours_alone(text, standing):
    assert standing_of(text) == standing


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Registered charity 1104948", ContactOwnership.OURS),
        ("ECPAT UK, charity no. 1104948", ContactOwnership.OURS),
        ("Charity number: 1104984", ContactOwnership.TYPO),
        ("ECPAT UK is a registered charity, number 1049160.", ContactOwnership.FOREIGN),
        ("We are a charity registered in Scotland, no. SC 012345.", ContactOwnership.FOREIGN),
        ("Kalayaan is a registered charity, number 1049160.", ContactOwnership.FOREIGN),
        (
            "The appeal is run by Anti-Slavery International (charity 1049160).",
            ContactOwnership.FOREIGN,
        ),
        ("Company limited by guarantee, number 05061385", ContactOwnership.OURS),
        ("Company number 5061358", ContactOwnership.TYPO),
        ("ECPAT UK, registered in England 03123456", ContactOwnership.FOREIGN),
        ("Example Holdings is company number 03123456.", ContactOwnership.FOREIGN),
        ("Support our work. Registered charity number: 1234567", ContactOwnership.FOREIGN),
    ],
)
def test_a_register_number_is_judged_by_ours_alone(text, standing):
    assert standing_of(text) == standing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring 020 7946\n0102 today.", {"020 7946 0102": ContactOwnership.OURS}),
        ("Ring 020\n7946\n0102.", {"020 7946 0102": ContactOwnership.OURS}),
        ("Ring (020)\n7946 0102.", {"(020) 7946 0102": ContactOwnership.OURS}),
        ("Ring +44 20 7946 \n 0102.", {"+44 20 7946 0102": ContactOwnership.OURS}),
        ("020\u00a07946\u00a00102", {"020 7946 0102": ContactOwnership.OURS}),
        # Two whole numbers are two.
        (
            "020 7946 0102\n020 7607 2136",
            {"020 7946 0102": ContactOwnership.OURS, "020 7607 2136": ContactOwnership.FORMER},
        ),
        ("We are at SW9\n9TL.", {"SW9 9TL": ContactOwnership.OURS}),
        ("Registered charity\nnumber 1104948", {"1104948": ContactOwnership.OURS}),
        ("In 2015\n2016 children were referred.", {}),
    ],
)
def test_a_fact_may_go_on_in_the_next_line(text, found):
    assert judged(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The charity helped 1278 children, and 1,104,948 people signed.",
        "On 24 December 2012 the charity met ministers.",
        "A charity. Their form is 1104949.",
        "The company paid 30% of 2016.",
    ],
)
def test_counts_and_dates_are_no_facts_of_contact(text):
    assert judged(text) == {}


def test_without_records_nothing_is_ours_and_nothing_fails():
    assert standing_of("Ring 020 7946 0102.", KnownContacts()) == ContactOwnership.FOREIGN
    assert standing_of("Call us on 020 7946 0102.", KnownContacts()) == ContactOwnership.FOREIGN


def test_what_is_ours_past_or_nearly_has_a_name():
    ours, former, slip, foreign = (
        next(find_typed_contacts(text))
        for text in ("020 7946 0102", "020 7607 2136", "020 7946 1102", "0117 496 0123")
    )

    assert KNOWN.get_label(ours) == "our press phone"
    assert KNOWN.get_label(former) == "our switchboard"
    assert KNOWN.get_intended(slip) == "our press phone"
    assert (KNOWN.get_label(foreign), KNOWN.get_intended(foreign)) == ("", "")


@pytest.mark.parametrize(
    ("typed", "slips"),
    [
        ("1104948", False),
        ("1104949", True),
        ("1104984", True),
        ("110494", True),
        ("11049480", True),
        ("1100949", False),
        ("1194408", False),
        ("", False),
    ],
)
def test_a_slip_is_one_character_or_two_neighbours(typed, slips):
    assert is_one_typo_apart(typed, "1104948") is slips


def test_a_fact_is_compared_in_one_form():
    assert normalize_contact(ContactDetailKind.COMPANY, "5061385") == "05061385"
    assert normalize_contact(ContactDetailKind.CHARITY, "sc 012345") == "SC012345"
    assert normalize_contact(ContactDetailKind.EMAIL, "Press@Example.org") == "press@example.org"


def test_a_word_of_any_length_is_read_in_time_that_grows_with_it():
    def seconds(length):
        start = perf_counter()
        assert not list(find_typed_contacts("a" * length))
        return perf_counter() - start

    seconds(1_000)
    # Twenty times as long; a hundred leaves room for a slow moment, where squares take 400.
    assert seconds(200_000) < 100 * max(seconds(10_000), 0.001)

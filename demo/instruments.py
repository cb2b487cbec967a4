"""Treaties and laws: their names, and what happened to them when."""

from __future__ import annotations

TRAFFICKING_CONVENTION_NAME = (
    "Council of Europe Convention on Action against Trafficking in Human Beings"
)
SLAVERY_ACT_NAME = "Modern Slavery Act 2015"
TRAFFICKING_DIRECTIVE_NAME = (
    "Directive 2011/36/EU on preventing and combating trafficking in human beings and protecting "
    "its victims"
)
RIGHTS_OF_THE_CHILD_NAME = "United Nations Convention on the Rights of the Child"
PALERMO_PROTOCOL_NAME = (
    "Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and Children"
)
LANZAROTE_CONVENTION_NAME = (
    "Council of Europe Convention on the Protection of Children against Sexual Exploitation and "
    "Sexual Abuse"
)

# Official name, the rest, key dates (event, label, date, precision, place).
INSTRUMENTS: list[tuple[str, dict[str, str], list[tuple[str, str, str, str, str]]]] = [
    (
        TRAFFICKING_CONVENTION_NAME,
        {
            "aliases": "Council of Europe Convention on Action against Human Trafficking\n"
            "The Trafficking Convention",
            "reference": "CETS 197",
            "url": "https://rm.coe.int/168008371d",
        },
        [
            ("opened", "", "2005-05-16", "day", "Warsaw"),
            ("signed", "", "2007-03-23", "day", ""),
            ("in_force", "", "2008-02-01", "day", ""),
            ("ratified", "", "2008-12-17", "day", ""),
            ("in_force_uk", "", "2009-04-01", "day", ""),
        ],
    ),
    (
        SLAVERY_ACT_NAME,
        {
            "aliases": "The Act\nMSA",
            "reference": "2015 c. 30",
            "url": "https://www.legislation.gov.uk/ukpga/2015/30/contents",
        },
        [
            ("other", "Introduced in the House of Commons", "2014-06-10", "day", "Westminster"),
            ("adopted", "Royal Assent", "2015-03-26", "day", "Westminster"),
            ("in_force", "Most provisions in force", "2015-07-31", "day", ""),
        ],
    ),
    (
        TRAFFICKING_DIRECTIVE_NAME,
        {
            "aliases": "EU Human Trafficking Directive\nEU Anti-Trafficking Directive",
            "reference": "2011/36/EU",
            "url": "https://www.legislation.gov.uk/eudr/2011/36/contents",
        },
        [
            ("adopted", "", "2011-04-05", "day", ""),
            ("in_force", "", "2011-04-15", "day", ""),
            ("other", "The UK’s request to take part accepted", "2011-10-14", "day", "Brussels"),
            ("other", "National law had to comply by", "2013-04-06", "day", ""),
        ],
    ),
    (
        RIGHTS_OF_THE_CHILD_NAME,
        {
            "aliases": "Convention on the Rights of the Child\nUNCRC",
            "reference": "A/RES/44/25",
            "url": "https://www.ohchr.org/en/instruments-mechanisms/instruments/"
            "convention-rights-child",
        },
        [
            ("adopted", "", "1989-11-20", "day", "New York"),
            ("signed", "", "1990-04-19", "day", ""),
            ("in_force", "", "1990-09-02", "day", ""),
            ("ratified", "", "1991-12-16", "day", ""),
            ("in_force_uk", "", "1992-01-15", "day", ""),
        ],
    ),
    (
        PALERMO_PROTOCOL_NAME,
        {
            "aliases": "The Palermo Protocol\nUN Trafficking Protocol",
            "reference": "A/RES/55/25, Annex II",
            "url": "https://www.ohchr.org/en/instruments-mechanisms/instruments/"
            "protocol-prevent-suppress-and-punish-trafficking-persons",
        },
        [
            ("adopted", "", "2000-11-15", "day", "New York"),
            ("signed", "", "2000-12-14", "day", "Palermo"),
            ("in_force", "", "2003-12-25", "day", ""),
            ("ratified", "", "2006-02-09", "day", ""),
        ],
    ),
    (
        LANZAROTE_CONVENTION_NAME,
        {
            "aliases": "The Lanzarote Convention",
            "reference": "CETS 201",
            "url": "https://www.coe.int/en/web/children/lanzarote-convention",
        },
        [
            ("opened", "", "2007-10-25", "day", "Lanzarote"),
            ("signed", "", "2008-05-05", "day", ""),
            ("in_force", "", "2010-07-01", "day", ""),
        ],
    ),
]

"""Keep the addresses, contacts, organisations, figures, treaties and laws of the demonstration."""

from __future__ import annotations

from datetime import date
from typing import Any

from snippets.motifs import Motif

CURRENT_OFFICE = {
    "organisation_name": "ECPAT UK",
    "address": "Thomas Clarkson House\nThe Stable Yard\nBroomgrove Road",
    "town": "London",
    "postcode": "SW9 9TL",
    "public_phone": "+442079460136",
    "press_phone": "+442079460785",
    "out_of_hours_phone": "+442079460399",
    "fax": "+442079460435",
    "email": "info@example.org",
    "press_email": "press@example.org",
    "charity_number": "1104948",
    "company_number": "05061385",
    "copyright_start_year": 2015,
    "is_current": True,
}
FORMER_OFFICE = {
    **CURRENT_OFFICE,
    "address": "4A Chillingworth Road",
    "postcode": "N7 8QJ",
    "public_phone": "+442079460213",
    "press_phone": "+442079460214",
    "out_of_hours_phone": "",
    "fax": "+442079460543",
    "is_current": False,
}
CONTACT_DETAILS: list[dict[str, Any]] = [CURRENT_OFFICE, FORMER_OFFICE]

MOVED_OFFICE_BANNER = {
    "heading": "We have moved office",
    "message": "The switchboard at the new office has a fault. For anything urgent, call the "
    "number below.",
    "link": "contact",
}
TRAINING_PROMO = {
    "heading": "Learn to recognise a trafficked child",
    "text": "We train social workers, teachers, foster carers and police officers to spot the "
    "signs of trafficking, modern slavery and abuse across borders, and to act on them the same "
    "day. Courses run all year, in our rooms or in yours.",
    "link": "training",
}

MEDIA_CONTACTS: list[dict[str, str]] = [
    {
        "name": "Press office",
        "role": "ECPAT UK",
        "phone": "+442079460785",
        "email": "press@example.org",
        "hours": "Weekdays 9am–6pm; outside these hours, the same number is forwarded",
    },
    {
        "honorific": "Ms",
        "name": "Bharti Patel",
        "role": "Chief Executive, ECPAT UK",
        "phone": "+442079460786",
        "email": "chief.executive@example.org",
        "hours": "By arrangement with the press office",
    },
    {
        "name": "Policy team",
        "role": "Law, figures and parliamentary work, ECPAT UK",
        "phone": "+442079460787",
        "email": "policy@example.org",
        "hours": "Weekdays 10am–5pm",
    },
]

# Slug, name, what belongs there.
TOPICS = [
    (
        "child-labour",
        "Child labour",
        Motif.LOAD,
        "Children at work in homes, fields, kitchens and car washes, here and abroad.",
    ),
    (
        "courts",
        "Courts and compensation",
        Motif.BENCH,
        "Children as witnesses, as wrongly accused, and as claimants.",
    ),
    (
        "guardianship",
        "Guardianship",
        Motif.GUARDIAN,
        "An independent adult for every child who may have been trafficked.",
    ),
    (
        "identification",
        "Identification of victims",
        Motif.FOUND,
        "The National Referral Mechanism and those who decide in it.",
    ),
    (
        "missing-children",
        "Missing children",
        Motif.GAP,
        "Children who disappear from care, and why.",
    ),
    (
        "modern-slavery-law",
        "Modern slavery law",
        Motif.COLUMNS,
        "Acts, directives and conventions, from bill to practice.",
    ),
    (
        "online-exploitation",
        "Online exploitation",
        Motif.SCREEN,
        "Grooming, advertising and abuse by way of the internet.",
    ),
    (
        "safe-accommodation",
        "Safe accommodation",
        Motif.HOUSE,
        "Where children live after they are found, and whether they are safe there.",
    ),
    (
        "sporting-events",
        "Sporting events",
        Motif.INTERLEAVED,
        "What large events change for children, and what they do not.",
    ),
    (
        "trafficking-data",
        "Trafficking data",
        Motif.TALLY,
        "Who is counted, who is not, and by whom.",
    ),
    ("training", "Training", Motif.PAIRS, "Teaching those who meet children to see and to act."),
    (
        "travelling-offenders",
        "Travelling sex offenders",
        Motif.BORDER,
        "British nationals who abuse children in other countries.",
    ),
]

ATMG_MEMBER_NAMES = (
    "ECPAT UK",
    "Amnesty International UK",
    "Anti-Slavery International UK",
    "Helen Bamber Foundation",
    "Immigration Law Practitioners’ Association",
    "Kalayaan",
    "POPPY Project",
    "TARA",
    "UNICEF UK",
)
ATMG_NAME = "Anti-Trafficking Monitoring Group"

# Name, web address, other names, picture of the logo, what the logo shows.
ORGANISATIONS = [
    (
        "ECPAT UK",
        "https://www.ecpat.org.uk/",
        "Every Child Protected Against Trafficking",
        "ECPAT UK wordmark",
        "The words ECPAT UK in white on purple, with a yellow line beneath",
    ),
    (
        ATMG_NAME,
        "",
        "ATMG",
        "ATMG logo",
        "The letters ATMG inside a ring of nine dots, one of them yellow",
    ),
    ("Amnesty International UK", "https://www.amnesty.org.uk/", "AIUK", "", ""),
    (
        "Anti-Slavery International UK",
        "https://www.antislavery.org/",
        "Anti-Slavery International\nAnti-Slavery Society",
        "",
        "",
    ),
    ("Helen Bamber Foundation", "https://www.helenbamber.org/", "HBF", "", ""),
    ("Immigration Law Practitioners’ Association", "https://ilpa.org.uk/", "ILPA", "", ""),
    (
        "Kalayaan",
        "https://www.kalayaan.org.uk/",
        "Justice for Migrant Domestic Workers",
        "",
        "",
    ),
    ("POPPY Project", "", "Eaves Poppy Project", "", ""),
    ("TARA", "", "Trafficking Awareness Raising Alliance", "", ""),
    ("UNICEF UK", "https://www.unicef.org.uk/", "United Kingdom Committee for UNICEF", "", ""),
    # Made up for the demonstration: nobody real signs what they did not.
    ("Harbour Street Project", "https://harbour-street.example.org/", "", "", ""),
    ("Northern Youth Advocates", "https://youth-advocates.example.org/", "NYA", "", ""),
]

NCA_STATISTICS_SOURCE = "National Crime Agency, National Referral Mechanism statistics"
NCA_URL = "https://www.nationalcrimeagency.gov.uk/"


def _build_referral_statistic(year: str, value: str) -> tuple[dict[str, str], dict[str, Any]]:
    key = {"unit": "children referred as potential victims of trafficking", "period": year}
    checked = {"source_url": NCA_URL, "as_of": date(2017, 4, 3)}
    return key, {"value": value, "source": f"{NCA_STATISTICS_SOURCE}, {year}", **checked}


# What tells the statistic apart in the database, and the rest of it.
STATISTICS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "children-2012": _build_referral_statistic("2012", "371"),
    "children-2013": _build_referral_statistic("2013", "450"),
    "children-2014": _build_referral_statistic("2014", "671"),
    "children-2015": _build_referral_statistic("2015", "982"),
    "children-2016": _build_referral_statistic("2016", "1,278"),
    "rise-2016": (
        {"unit": "more children referred than in the year before", "period": "2016"},
        {
            "value": "30%",
            "source": f"{NCA_STATISTICS_SOURCE}, 2016 compared with 2015",
            "source_url": NCA_URL,
            "as_of": date(2017, 4, 3),
        },
    ),
    "members": (
        {"unit": "organisations founded the Anti-Trafficking Monitoring Group", "period": "2009"},
        {
            "value": "9",
            "source": "Anti-Trafficking Monitoring Group, list of members",
            "as_of": date(2017, 4, 3),
        },
    ),
}

"""The pictures to be drawn, and what each of them shows."""

from demo.records import Picture
from demo.reusable_content import ATMG_NAME

ORGANISATION_NAME = "ECPAT UK"
CHILDREN_REFERRED_BY_YEAR = {"2012": 371, "2013": 450, "2014": 671, "2015": 982, "2016": 1278}


def _cover(
    title: str, alt: str, motif: str, scheme: str, printed: str, publisher: str = ORGANISATION_NAME
) -> Picture:
    drawn = (title, publisher, printed, motif, scheme)
    return Picture(f"{title} (cover)", alt, "cover", drawn, "Reports")


def _build_share_picture(title: str, alt: str, motif: str, scheme: str) -> Picture:
    return Picture(f"{title} (for sharing)", alt, "share_image", (title, motif, scheme))


COVERS = [
    _cover(
        "Wrong Kind of Victim?",
        "Two halves of a circle, one purple and one yellow, that fail to meet",
        "halves",
        "paper",
        "June 2010",
        ATMG_NAME,
    ),
    _cover(
        "All Change: Preventing Trafficking in the UK",
        "A broken line of dots on purple, climbing from one circle to another that is yellow",
        "route",
        "brand",
        "May 2012",
        ATMG_NAME,
    ),
    _cover(
        "Watch Over Me",
        "White rings on purple around a single yellow point in the lower corner",
        "rings",
        "brand",
        "2011",
    ),
    _cover(
        "On the Safe Side",
        "Five doors in a row on yellow; the fourth is white and stands out",
        "doors",
        "accent",
        "2011",
    ),
    _cover(
        "Abroad and Accountable",
        "A broken line of dots leading from a purple circle to a yellow one on pale paper",
        "route",
        "paper",
        "October 2013",
    ),
    _cover(
        "Nobody to Call",
        "Four closed purple doors on a dark ground and one that is yellow",
        "doors",
        "dark",
        "September 2014",
    ),
    _cover(
        "Online and Unseen",
        "Purple frames inside one another, like a screen showing itself, with a yellow spot",
        "screens",
        "dark",
        "February 2015",
    ),
    _cover(
        "Gone by Morning: children who disappear from care",
        "Rows of purple dots on pale paper, all alike but for a single yellow one",
        "dots",
        "paper",
        "November 2016",
    ),
    _cover(
        "Safe at School: a guide for teachers",
        "Lines like those of a page on yellow; the fifth is white",
        "lines",
        "accent",
        "January 2017",
    ),
    _cover(
        "Counted, Not Protected: children in the National Referral Mechanism, 2012–2016",
        "Six bars on a dark ground, each taller than the one before, the last one yellow",
        "steps",
        "dark",
        "April 2017",
    ),
    _cover(
        "After Eighteen",
        "Five closed doors on purple; the fourth one is yellow",
        "doors",
        "brand",
        "Sample report",
    ),
]
COVER_OF_OTHER_PUBLISHER = _cover(
    "Who Speaks for Me?",
    "Two halves of a circle on a dark ground, one lilac and one yellow, set apart",
    "halves",
    "dark",
    "March 2016",
    "Northern Youth Advocates",
)
SHARE_IMAGES = [
    _build_share_picture(
        "1,278 children in one year",
        "The words “1,278 children in one year” beside rising bars, the last one yellow",
        "steps",
        "dark",
    ),
    _build_share_picture(
        "What the Convention obliges the UK to do",
        "The words “What the Convention obliges the UK to do” beside lines of a page",
        "lines",
        "brand",
    ),
    _build_share_picture(
        "MPs debate the first IDMG report",
        "The words “MPs debate the first IDMG report” beside two halves of a circle",
        "halves",
        "paper",
    ),
    _build_share_picture(
        "Missing is a warning",
        "The words “Missing is a warning” beside rows of dots, one of them yellow",
        "dots",
        "paper",
    ),
    _build_share_picture(
        "A guardian for every child",
        "The words “A guardian for every child” beside a row of doors, one of them yellow",
        "doors",
        "dark",
    ),
]
LOGOS = [
    Picture(
        "ATMG logo",
        "The letters ATMG inside a ring of nine dots, one of them yellow",
        "coalition_logo",
        ("ATMG", 9),
        "Logos",
    ),
    Picture(
        "ECPAT UK wordmark",
        "The words ECPAT UK in white on purple, with a yellow line beneath",
        "wordmark",
        ("ECPAT UK",),
        "Logos",
    ),
]
BODY_PICTURES = [
    Picture(
        "Children referred, 2012 to 2016",
        "Bar chart: 371 children in 2012, 450 in 2013, 671 in 2014, 982 in 2015, 1,278 in 2016",
        "bar_chart",
        (CHILDREN_REFERRED_BY_YEAR,),
    ),
    Picture("Doors", "A row of closed doors and one yellow one", "scene", ("doors", "dark")),
    Picture("Screens", "Frames inside one another, a spot within", "scene", ("screens", "paper")),
    Picture("Route", "A broken line between two circles", "scene", ("route", "accent")),
    Picture("One of many", "Rows of dots, one of them yellow", "scene", ("dots", "paper")),
]
PICTURES = [*COVERS, COVER_OF_OTHER_PUBLISHER, *SHARE_IMAGES, *LOGOS, *BODY_PICTURES]

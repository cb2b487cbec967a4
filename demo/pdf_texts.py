"""Keep the texts of the demonstration's PDF files, section by section."""

PdfSections = list[tuple[str, list[str]]]

VICTIM_REPORT_SECTIONS: PdfSections = [
    (
        "What this report looked at",
        [
            "The Convention came into force in the United Kingdom on 1 April 2009. No body was "
            "set up to watch whether it was kept. Nine organisations filled that gap.",
            "They asked one question of every measure: does it do for a trafficked person what "
            "the Convention says it must?",
        ],
    ),
    (
        "What was found",
        [
            "Awareness had grown, and there were places where people worked well together. "
            "Measured against the Convention, that was not enough.",
            "First, its central provisions were misread. Second, parts of it had not been acted "
            "on at all.",
            "Third, decisions on who is a victim lay with officials who answered to hardly "
            "anybody. Fourth, the safeguards due to children were passed over.",
        ],
    ),
    (
        "Children",
        [
            "A child cannot be expected to weigh up a referral alone. An adult whose only duty is "
            "to the child has to be there before the first form is filled in.",
            "ECPAT UK contributed to the parts of the work that concern children.",
        ],
    ),
    (
        "What ought to follow",
        [
            "Decide on identification together, with those who know the person at the table.",
            "Appoint a guardian for every child at the first suspicion, and keep the same one.",
            "Let somebody independent of government report on all of it, every year.",
        ],
    ),
]
AFTER_EIGHTEEN_SECTIONS: PdfSections = [
    (
        "The morning after",
        [
            "A guardian, a placement and a school place end on the same day. Nobody decided that "
            "they should; three rules were written without a thought of one another.",
            "Young adults were asked what they would have needed. Most said: one person who stays.",
        ],
    ),
    (
        "What ought to follow",
        [
            "Plan for the day a year ahead, with the young person at the table.",
            "Let support end when it is not needed any more, and not on a birthday.",
        ],
    ),
]
ALL_CHANGE_SECTIONS: PdfSections = [
    (
        "Why prevention",
        [
            "A country can rescue, prosecute and compensate, and still do nothing about next "
            "year's victims. The Convention asks for more than that.",
            "Research for this work was carried out in 2010 and 2011.",
        ],
    ),
    (
        "Who does what",
        [
            "Departments run campaigns, checks at borders and work in countries of origin. Few of "
            "them know what the others do, and fewer still ask whether any of it works.",
            "Charities carry much of the burden with money that ends in March.",
        ],
    ),
    (
        "Children",
        [
            "For a child, prevention begins with papers, school and a trusted adult. It ends when "
            "somebody has to disappear in order to be safe.",
            "The chapter on child trafficking was written by ECPAT UK.",
        ],
    ),
    (
        "Trafficked again",
        [
            "Those who were trafficked once are in danger of being trafficked once more. Housing, "
            "permission to stay and money of one's own are prevention, too.",
        ],
    ),
    (
        "What works, and what to do next",
        [
            "Good practice exists: schools that call on the first day of absence, councils with "
            "one door to knock on, embassies that answer.",
            "Give prevention an owner, a budget and a yearly account before Parliament.",
        ],
    ),
]
GUARDIANS_REPORT_SECTIONS: PdfSections = [
    (
        "One adult",
        [
            "A trafficked child may meet thirty professionals in a year. Each sees one piece. "
            "Nobody is asked to see the child.",
            "A guardian is that person: independent, trained, with a legal duty, and there until "
            "the child is settled.",
        ],
    ),
    (
        "Five duties of a guardian",
        [
            "To speak for the child's best interests. To explain. To hold services to what they "
            "owe. To notice danger first. To stay.",
        ],
    ),
    (
        "What it costs, and what it saves",
        [
            "A guardian costs less than one missing-person inquiry. The sums are small beside "
            "what failed placements cost.",
        ],
    ),
]
SAFETY_GUIDE_SECTIONS: PdfSections = [
    (
        "Ten principles",
        [
            "Safety is more than a placement. It takes in the child's body and mind, the law, the "
            "language spoken at breakfast, and locks that keep the right people out.",
            "1. The child is believed. 2. The child is asked. 3. Risk is assessed on day one. "
            "4. Carers are trained. 5. Phones and visitors are thought about, together.",
            "6. A lawyer is found early. 7. Health comes first, minds included. 8. Faith, food and "
            "language are respected. 9. Moves are few and explained. 10. The child says when it "
            "feels safe.",
        ],
    ),
    (
        "Using the principles",
        [
            "Read one a week in a team meeting. Ask what a child placed last month would say "
            "about it.",
        ],
    ),
]


def build_summary_sections(*paragraphs: str) -> PdfSections:
    """Return a summary of one section."""
    return [("In brief", list(paragraphs))]


def _report(heading: str, *rest: tuple[str, str], first: str) -> PdfSections:
    """Return sections of one paragraph each."""
    return [(heading, [first]), *((title, [text]) for title, text in rest)]


ABROAD_REPORT_SECTIONS = _report(
    "The gap",
    (
        "The orders",
        "Few officers have asked for an order. A conviction abroad often stays unknown here.",
    ),
    ("The proposals", "One register, checked at departure. One desk that courts abroad can call."),
    first="Men who are known to the police here travel to where nobody knows them.",
)
NOBODY_TO_CALL_SECTIONS = _report(
    "Waiting",
    (
        "Whom children named",
        "A bus driver, a cook. The officials were new faces, once a fortnight.",
    ),
    ("What they asked for", "The same face twice. To have a decision explained before it is made."),
    ("What we recommend", "Appoint a guardian within a day, and publish how often that succeeds."),
    first="We asked young people who they would ring at night. Most had no name to give.",
)
GONE_BY_MORNING_SECTIONS = _report(
    "One night",
    (
        "Before the first weekend",
        "The risk was in the file. A plan was not. By then the child was gone.",
    ),
    (
        "Found, and lost again",
        "Return interviews were late or not held. “Ran away”, say the files.",
    ),
    ("What stops it", "Phones thought about early, trained carers, a plan agreed with the child."),
    (
        "Recommendations",
        "Count every absence. Treat each as a sign of trafficking until ruled out.",
    ),
    first="A child arrives at ten at night. By morning the bed is empty, and the file is thin.",
)
SAFE_AT_SCHOOL_SECTIONS = _report(
    "What you may notice",
    (
        "What to do today",
        "Write it down. Tell the safeguarding lead. Follow up absence on day one.",
    ),
    ("Whom to call", "In danger, 999. Otherwise children's services, the same day, by telephone."),
    first="New clothes, new fear. An adult who always answers for the child. An address "
    "that changes.",
)
COUNTED_REPORT_SECTIONS = _report(
    "The figures",
    (
        "Behind the rise",
        "More referrals mean more recognition. They do not mean that fewer are missed.",
    ),
    ("After the form", "What happens to a child after the decision is recorded by nobody."),
    ("Recommendations", "Publish outcomes by local authority, age and time taken, twice a year."),
    first="371 children in 2012. 450 in 2013. 671 in 2014. 982 in 2015. 1,278 in 2016.",
)
WELSH_SCHOOL_GUIDE_SECTIONS: PdfSections = [
    (
        "Beth allech chi sylwi arno",
        [
            "Dillad newydd ac ofn newydd. Oedolyn sydd bob amser yn ateb dros y plentyn.",
            "Mae pob plentyn yn haeddu bod yn ddiogel.",
        ],
    ),
    ("Beth i'w wneud heddiw", ["Ysgrifennwch yr hyn a welsoch. Siaradwch ag oedolyn cyfrifol."]),
]
GUARDIAN_QUOTATION = (
    "No child should have to work out, alone and in a second language, whether telling the truth "
    "will make things better or worse. Give that child one adult, early, before any form is sent."
)

"""Press releases of 2016."""

from demo.records import Release
from demo.stream_data import (
    body,
    callout,
    findings,
    line,
    picture,
    quote,
    read_more,
    report_cover,
    statistic,
)

RELEASES = [
    Release(
        slug="982-children-referred-in-2015",
        title="982 children referred in 2015: nearly one in three of all possible victims",
        date="2016-02-11",
        topics=("trafficking-data", "identification"),
        summary="Almost a thousand children were reported as possibly trafficked last year, nearly "
        "half as many again as in the year before. Most are between fifteen and seventeen.",
        body=body(
            statistic("children-2015"),
            """
            Behind the total lie two stories. People who meet children have learned to see. And more
            children are being used: to steal, to beg, to carry drugs, to cook and clean.

            Which of the two weighs more nobody knows, because nobody follows up what happens after
            the form.
            """,
            statistic("children-2014"),
            quote("We keep better records of parcels than of these children."),
        ),
        contacts=("Press office", "Policy team"),
    ),
    Release(
        slug="night-porters-learn-to-look",
        title="Night porters and receptionists learn what to look for",
        date="2016-03-22",
        topics=("training", "online-exploitation"),
        location="Manchester",
        summary="A room paid in cash, a man who collects three keys, a girl without luggage. A new "
        "course teaches hotel staff to notice, and whom to tell before the morning.",
        body=body(
            """
            Abuse that is arranged online happens in a room somewhere, and somebody hands out the
            key. Our new course takes ninety minutes and fits between two shifts.

            ## What porters told us

            That they had noticed. That they did not think it was their place. That nobody had ever
            given them a number.
            """,
            quote(
                "You see it and you tell yourself a story about it. Now I know whom to tell "
                "instead.",
                "Night porter, sample quotation",
            ),
        ),
        read_more=read_more(line("All our courses, and how to book one", "training")),
    ),
    Release(
        slug="three-areas-chosen-for-advocates",
        title="Three areas are chosen to start with advocates, and every other child waits",
        date="2016-06-28",
        topics=("guardianship",),
        summary="Wales, Hampshire and Greater Manchester will have advocates for trafficked "
        "children first. We welcome it, and ask for the date on which the rest will follow.",
        body=body(
            """
            The Government has named the places that are to start: Wales, Hampshire and Greater
            Manchester. Children found there will have an advocate.

            Most children are found elsewhere.
            """,
            callout("A postcode is no measure of need. Name the day for the rest of the country."),
        ),
    ),
    Release(
        slug="after-the-referendum-rights-first",
        title="After the referendum: write children's rights into British law first",
        date="2016-07-18",
        topics=("modern-slavery-law", "courts"),
        summary="Seven duties towards trafficked children rest on a European directive. Whatever "
        "is negotiated, none of them may be lost. We have drafted the clauses.",
        contacts=("Policy team",),
        location="Westminster",
        body=body(
            """
            Nobody voted on whether a trafficked child should have a lawyer. It would be wrong to
            take that away by accident.

            Seven duties towards children stand in the [EU
            Directive](policy/eu-trafficking-directive) and nowhere else in one place. We have
            written each of them out as a clause for an Act of Parliament: a page and a half in all.
            """,
            picture(
                "Doors",
                "A row of closed purple doors on a dark ground and one yellow one",
                "Seven duties, seven clauses",
                "Drawing: ECPAT UK, after an idea by young people",
            ),
            quote("We have done the drafting. All that is missing is a bill to put it in."),
        ),
    ),
    Release(
        slug="ratify-the-lanzarote-convention",
        title="Signed eight years ago: time to ratify the treaty against abuse across borders",
        date="2016-09-12",
        topics=("travelling-offenders", "online-exploitation"),
        summary="The UK signed the Lanzarote Convention in May 2008 and has not ratified it. That "
        "keeps others from checking what is done here against offenders who travel.",
        body=body(
            """
            On 5 May 2008 somebody signed for the United Kingdom. Most members of the Council of
            Europe have since ratified. We have not.

            The law is mostly in place. What is missing is the willingness to be looked at.
            """,
        ),
        read_more=read_more(
            line("The Lanzarote Convention explained", "policy/lanzarote-convention"),
            line("Abroad and Accountable: our report of 2013", "reports/abroad-and-accountable"),
        ),
    ),
    Release(
        slug="calais-camp-cleared-where-are-the-children",
        title="The camp at Calais is cleared: where are the children tonight?",
        date="2016-10-26",
        topics=("missing-children", "safe-accommodation"),
        location="Calais",
        summary="Buses left full and came back for more. Children who had relatives in the UK were "
        "told to wait. Traffickers were told nothing, and did not need to be.",
        body=body(
            """
            The camp has burned, the buses have gone, and a container park holds the children whom
            nobody has yet decided about. Some have a brother in Birmingham or an aunt in Leeds.

            Children who wait without knowing for what listen to those who offer to help. That is
            how trafficking works, and everybody involved knows it.
            """,
            picture(
                "Route",
                "A broken line of dots that climbs from one circle to another, on yellow",
                "The last hundred miles are the ones that are sold",
            ),
            """
            ## What must happen this week

            - every child is registered by name, and gets a copy
            - every child with family here is brought here
            - every child has an adult to turn to who is not in uniform
            """,
        ),
        issued_with=("Northern Youth Advocates", "Harbour Street Project"),
    ),
    Release(
        slug="gone-by-morning-published",
        title="Found on Friday, gone by Monday: why trafficked children vanish from care",
        date="2016-11-14",
        topics=("missing-children", "safe-accommodation"),
        issued_with=("Harbour Street Project",),
        summary="Children disappear in the first days, plans are made in the second week. A new "
        "report looks back from each absence and finds the moment at which it could be prevented.",
        body=body(
            "In every file there was a sentence that said what would happen, written before "
            "it did.",
            report_cover("reports/gone-by-morning"),
            findings(
                "Five things keep a child from being lost again:",
                "a carer who knows the signs",
                "a plan agreed with the child on the day of arrival",
                "a guardian",
                "a description and a photograph, taken with consent",
                "one officer who is told first",
                citation="Gone by Morning, sample file, page 4",
            ),
            quote("Nobody lost these children by surprise. They were lost on schedule."),
        ),
        share_image="Missing is a warning (for sharing)",
    ),
    Release(
        slug="compensation-takes-longer-than-childhood",
        title="Compensation takes longer than childhood lasts",
        date="2016-12-08",
        topics=("courts",),
        summary="A child who was exploited has a right to be compensated. We know of hardly any "
        "who were before they turned eighteen. The first obstacle is a form of thirty pages.",
        body=body(
            """
            Traffickers leave with the money. The child leaves with a debt, a cough and a case
            number.

            The right to compensation is in the [Council of Europe
            Convention](policy/council-of-europe-convention). The form is online. It asks for
            receipts.
            """,
            quote("We have yet to meet the trafficker who gives receipts."),
            "We ask for legal aid from the start, and for a limit of one year.",
        ),
    ),
]

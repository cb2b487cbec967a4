"""Press releases of 2013."""

from demo.records import Release
from demo.stream_data import body, document, line, quote, read_more, report_cover, statistic, table

RELEASES = [
    Release(
        slug="guardianship-in-brief-for-every-councillor",
        title="Two pages on guardianship go to every councillor in England",
        date="2013-01-30",
        topics=("guardianship",),
        summary="A councillor has ten minutes before a meeting. We have written something that can "
        "be read in five, and it is about the children for whom councils are parents.",
        body=body(
            """
            Councillors are corporate parents: in law the children in care are theirs. Few have been
            told that some of those children were trafficked, or what that asks of a parent.
            """,
            document("Guardianship in brief (sample briefing)"),
            "The briefing ends with three questions to put to a director of children's services.",
        ),
    ),
    Release(
        slug="371-children-referred-in-2012",
        title="371 children referred as possible victims of trafficking in 2012",
        date="2013-02-26",
        topics=("trafficking-data", "identification"),
        summary="More than one child a day was reported to the authorities last year as possibly "
        "trafficked. The figure says how many were noticed, not how many there are.",
        contacts=("Press office", "Policy team"),
        body=body(
            "The figures for last year are out, and they are higher than those of the year before.",
            statistic("children-2012"),
            """
            Each of these children met somebody who understood what they were looking at. That is
            the good news. The bad news is that nobody can say what became of them.
            """,
            quote("We are told how many forms were filled in. We want to know how many are safe."),
        ),
    ),
    Release(
        slug="deadline-passes-for-eu-directive",
        title="Deadline for EU trafficking law passes with a gap where guardians should be",
        date="2013-04-05",
        topics=("modern-slavery-law", "guardianship"),
        summary="From tomorrow the EU Directive on trafficking binds the UK in full. It asks for a "
        "guardian where parents cannot act, and most trafficked children here have none.",
        location="Brussels",
        body=body(
            """
            At midnight the last day ends on which the UK may still be getting ready. The [EU
            Directive on trafficking](policy/eu-trafficking-directive) then applies.

            It has seven duties towards children. We have compared each with what a child in England
            can count on tonight.
            """,
            table(
                "Duties of the Directive and what children find",
                ("Duty", "In law", "In practice"),
                (
                    "Presume childhood if age is in doubt | Yes | Seldom",
                    "Guardian or representative | In part | No",
                    "Free legal advice | In part | Depends on the place",
                    "Access to education | Yes | After months",
                ),
                "ECPAT UK, sample comparison",
            ),
        ),
    ),
    Release(
        slug="the-hands-that-wash-our-cars",
        title="The hands that wash our cars may be a child's",
        date="2013-06-12",
        topics=("child-labour",),
        location="Birmingham",
        summary="On World Day Against Child Labour we look at what is done by children in British "
        "streets: washing cars, handing out leaflets, selling flowers after dark.",
        body=body(
            """
            It costs five pounds and takes ten minutes. The boy with the sponge has no gloves, no
            coat, and no idea when he will be paid.

            Child labour is not a thing of far away. A child may have a Saturday job at thirteen. A
            child may not work all day, in November, in shoes full of water, to pay off a debt.
            """,
            quote("Cheap is a price. Somebody is paying the rest of it."),
            """
            ## What drivers can do

            Look at who is working. Ask how old he is. If the answer worries you, note the place and
            the time and call the council.
            """,
        ),
    ),
    Release(
        slug="convictions-of-trafficked-children-quashed",
        title="Court of Appeal quashes convictions of children who had been trafficked",
        date="2013-06-21",
        topics=("courts",),
        location="Royal Courts of Justice",
        summary="Children who were made to tend cannabis should never have been convicted, the "
        "Court of Appeal has decided. The judgment tells prosecutors what to ask before "
        "they charge.",
        body=body(
            """
            The Court of Appeal has quashed the convictions of young people who were trafficked and
            then prosecuted for what they had been made to do. It had the help of the Children's
            Commissioner for England.

            The judgment is about a few. It matters to many: children are still serving sentences
            for the crimes of those who own them.

            ## What must change

            Every child found in a place of crime has to be asked the same questions before a
            charge: how did you get here, who was in charge, could you leave? Defence lawyers must
            ask them again.
            """,
            quote(
                "Nobody in that police station asked the question. It took two years and three "
                "judges."
            ),
        ),
    ),
    Release(
        slug="slavery-bill-announced-give-children-a-chapter",
        title="A bill against modern slavery is promised: give children a chapter of their own",
        date="2013-08-29",
        topics=("modern-slavery-law",),
        location="Westminster",
        summary="The Home Secretary has announced a bill. If it only adds years to sentences, it "
        "will do nothing for those who were sold. Six things it should say about children.",
        body=body(
            """
            A law against slavery is announced, and we welcome it. Longer sentences are the easy
            part. Here is the rest, for children:

            - an offence that fits what is done to children
            - a guardian with powers in law
            - no punishment for crimes they were made to commit
            - a presumption that somebody who looks like a child is one
            - a commissioner who answers to Parliament
            - compensation that does not take ten years
            """,
        ),
    ),
    Release(
        slug="abroad-and-accountable-published",
        title="Orders that would stop dangerous men at the airport lie unused, report finds",
        date="2013-10-08",
        topics=("travelling-offenders", "courts"),
        issued_with=("Harbour Street Project",),
        summary="Courts can forbid a man to travel who is a danger to children abroad. Our report "
        "finds that the police hardly ever ask them to, and says how that could change.",
        body=body(
            """
            A passport is no evidence of good character. Men who are known to the police in this
            country travel to places where nobody knows them, and where a child costs less than the
            hotel.
            """,
            report_cover("reports/abroad-and-accountable"),
            quote(
                "I had never seen an application for one of these orders. I had to look up the "
                "form.",
                "Police officer, sample quotation",
            ),
            "Harbour Street Project, an organisation made up for this demonstration, took part.",
        ),
        read_more=read_more(
            line("The Lanzarote Convention explained", "policy/lanzarote-convention"),
            line("Abroad and Accountable: the report", "reports/abroad-and-accountable"),
        ),
    ),
]

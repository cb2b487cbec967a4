"""Press releases of 2017; the last six carry the facts of the old site's latest updates."""

from demo.records import PRESS_RELEASE_BOILERPLATE, Correction, PageSummaryChange, Release
from demo.stream_data import (
    body,
    callout,
    document,
    findings,
    line,
    picture,
    quote,
    read_more,
    report_cover,
    statistic,
    table,
)

FIGURES_SOURCE_TEXT = (
    "The figures are those of the National Crime Agency for potential victims under eighteen who "
    "were referred to the National Referral Mechanism.\n\n" + PRESS_RELEASE_BOILERPLATE
)

RELEASES = [
    Release(
        slug="safe-at-school-published",
        title="A short guide for teachers: the adults who see a trafficked child most often",
        date="2017-01-16",
        topics=("training", "identification"),
        location="Swansea",
        summary="Teachers see what nobody else sees: who is tired, who is absent, who is fetched "
        "by a different car each week. A new guide, in English, Welsh and easy read.",
        body=body(
            "It is short because teachers are busy. It is in three versions because schools are.",
            report_cover("reports/safe-at-school"),
            document("Yn ddiogel yn yr ysgol: canllaw i athrawon"),
            quote(
                "I had the pieces for months. I did not know that they made a picture.",
                "Head of year, sample quotation",
            ),
        ),
        correction=Correction(
            on="2017-01-18",
            speaker="Head of year, sample quotation",
            note="Until 18 January 2017 this page said that a head teacher had spoken these words.",
        ),
    ),
    Release(
        slug="retired-teacher-admits-45-offences",
        title="Retired teacher admits 45 offences against children in Thailand and the UK",
        date="2017-02-01",
        topics=("travelling-offenders", "courts"),
        summary="A British man who taught English has pleaded guilty to 45 counts of rape and "
        "sexual assault of children in two countries. He had changed his name before he travelled.",
        body=body(
            """
            A retired teacher from Britain has pleaded guilty to 45 counts of rape and sexual
            assault. The children were in Thailand and in the United Kingdom.

            That he stands in court at all is owed to children who spoke, and to officers in two
            countries who worked together. It should not have needed so many children, or so long.

            ## What would have stopped him

            A check at departure. A register that follows a change of name. A court order that
            forbids travel, of the kind that is [hardly ever asked
            for](reports/abroad-and-accountable).
            """,
            quote("He took a new name and a new country. The register kept the old ones."),
            callout(
                "If you were affected by what you have read, or know something about such a case, "
                "tell the police on 101. In an emergency, call 999."
            ),
        ),
    ),
    Release(
        slug="lost-in-migration",
        title="#LostInMigration: coalition asks Europe's ministers to stop losing children",
        date="2017-03-01",
        topics=("missing-children", "identification"),
        location="Brussels",
        summary="Children's rights charities from across Europe, ECPAT UK among them, call on EU "
        "and national ministers: lone migrant children suffer, disappear, and are not looked for.",
        body=body(
            """
            A child crosses four borders. In each country somebody writes down a name, spelled a
            different way each time. In the fifth the child is gone, and nobody looks, because
            nobody agrees on who was lost.

            A coalition of children's rights charities, to which ECPAT UK belongs, today called on
            ministers of the EU and of its member states to end this.

            ## What the coalition asks for

            - look for a missing child, whatever its passport
            - appoint a guardian in the first country, who hands over to the next
            - bring families together before a smuggler offers to
            """,
            picture(
                "Route",
                "Dots that climb from one circle to another across a yellow ground",
                "From border to border: each dot is a place in which somebody wrote a name down",
            ),
            quote("We would turn a continent upside down for one of our own."),
        ),
    ),
    Release(
        slug="councils-to-test-new-answers",
        title="Councils will test new answers to child trafficking in our new project",
        date="2017-03-31",
        topics=("training", "safe-accommodation"),
        summary="The Government has chosen ECPAT UK to help local authorities improve how they "
        "respond to child trafficking and to every form of modern slavery and exploitation.",
        contacts=("Press office", "Policy team"),
        body=body(
            """
            Most of what a trafficked child needs is decided in a council: the social worker, the
            bed, the school, the plan. We have been selected by the Government to run a project that
            helps councils to do it better.

            ## How it works
            """,
            table(
                "The project in three stages",
                ("Stage", "What happens"),
                (
                    "Look | Read files together, and ask young people",
                    "Try | Change one thing, for six months",
                    "Tell | Publish what worked, and what did not",
                ),
                "Sample plan",
            ),
            quote("Nobody in a council wants to fail these children. We shall start from there."),
        ),
        read_more=read_more(
            line("On the Safe Side: ten principles for placements", "reports/on-the-safe-side"),
            line("Courses for councils", "training"),
        ),
    ),
    Release(
        slug="record-number-of-children-referred-in-2016",
        title="Record number of children referred as possible victims of trafficking in 2016",
        date="2017-04-03",
        topics=("trafficking-data", "identification"),
        summary="1,278 children were referred in 2016, 30% more than in the year before and the "
        "most ever recorded, according to figures of the National Crime Agency.",
        body=body(
            """
            More than three children a day. That is how many were referred last year because
            somebody suspected that they had been trafficked, according to the latest figures of the
            National Crime Agency. Never before have there been so many.
            """,
            statistic("children-2016"),
            statistic("rise-2016"),
            picture(
                "Children referred, 2012 to 2016",
                "Bar chart: 371 children in 2012, 450 in 2013, 671 in 2014, 982 in 2015 and 1,278 "
                "in 2016, the last bar yellow",
                "Children referred each year, as published by the National Crime Agency",
            ),
            """
            ## What the figure means

            Some of the rise is good news. Teachers, officers and social workers have learned what
            to look for. A child who is counted can be helped.

            ## What it hides

            The figure ends where the child's life goes on. Nobody publishes how many of the 1,278
            have a guardian, how many are at school, or how many have disappeared.
            """,
            quote(
                "A record is nothing to be proud of, and nothing to be ashamed of either. What we "
                "do about it will be one or the other."
            ),
            findings(
                "We ask the Government to:",
                "give every one of these children a guardian",
                "publish what becomes of them, twice a year",
                "train everybody who may be the first to notice",
                citation="ECPAT UK, April 2017",
            ),
        ),
        read_more=read_more(
            line(
                "Statistics of the National Crime Agency", "https://www.nationalcrimeagency.gov.uk/"
            ),
            line("How a referral works, step by step", "policy/national-referral-mechanism"),
            line("The figures of five years as a table", "doc:Children referred by year"),
            line("The year before: 982 children", "press/982-children-referred-in-2015"),
        ),
        notes=FIGURES_SOURCE_TEXT,
        share_image="1,278 children in one year (for sharing)",
        change=PageSummaryChange(
            "2017-04-05",
            "We added by how much referrals rose. The first version gave only the number of "
            "children.",
            "1,278 children were referred in 2016, 30% more than in the year before and the most "
            "ever recorded, according to the latest figures of the National Crime Agency.",
        ),
    ),
    Release(
        slug="mayor-of-london-makes-trafficking-a-priority",
        title="Mayor of London makes the fight against trafficking a priority",
        date="2017-05-03",
        topics=("modern-slavery-law", "trafficking-data"),
        location="City Hall",
        summary="The Mayor and the Deputy Mayor for Policing and Crime have answered a call by "
        "charities to say how London will respond to trafficking, after a steep rise in cases.",
        body=body(
            """
            Charities asked the Mayor of London what he means to do about trafficking. Together with
            the Deputy Mayor for Policing and Crime he has now set out a plan.

            It comes after a steep rise in the number of cases that are known in the capital. We
            welcome that the two took the question up, and shall hold the plan against three things.

            - does an officer who finds a child know, that night, whom to call?
            - does London know how many children go missing from its care?
            - does anybody ask young people whether it works?
            """,
            quote("London finds more of these children than anywhere else. It can lead, too."),
        ),
    ),
    Release(
        slug="keep-the-promise-on-child-labour",
        title="World Day Against Child Labour: governments must keep the promise they made",
        date="2017-06-12",
        topics=("child-labour",),
        summary="Governments have promised to end child labour in all its forms. On 12 June we ask "
        "them what they have done about it since, and what they buy.",
        body=body(
            """
            Every government in the world has signed up to the goal of ending child labour. Today,
            on World Day Against Child Labour, ECPAT UK calls on all of them to honour it.

            A promise about all children is kept one child at a time: one inspection, one school
            place, one wage that lets a mother send her daughter to it.

            ## And here

            Britain is not a bystander. Children work here, unseen, in nail bars, car washes and
            private kitchens. And what is made by children elsewhere ends in our shops.
            """,
            quote("The goal has a date. Ask your minister what it is, and watch for the pause."),
        ),
        read_more=read_more(
            line(
                "The Convention on the Rights of the Child explained",
                "policy/convention-on-the-rights-of-the-child",
            ),
            line("2013: the hands that wash our cars", "press/the-hands-that-wash-our-cars"),
        ),
    ),
]

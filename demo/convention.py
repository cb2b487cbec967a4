"""The explainer of the Council of Europe Convention, rebuilt from the old site with structure."""

from demo.instruments import TRAFFICKING_CONVENTION_NAME as OFFICIAL_NAME
from demo.pdf_texts import GUARDIAN_QUOTATION
from demo.records import Explainer, PageSummaryChange
from demo.reusable_content import ATMG_MEMBER_NAMES
from demo.stream_data import (
    coalition,
    findings,
    line,
    quote,
    read_more,
    report_cover,
    section,
    statistic,
)

CONVENTION_EXPLAINER = Explainer(
    slug="council-of-europe-convention",
    title="Council of Europe Convention on Action against Human Trafficking",
    date="2017-05-22",
    topics=("modern-slavery-law", "identification", "guardianship"),
    summary="The treaty that obliges the UK to identify, help and protect people who have been "
    "trafficked, children above all: what it says, what was done, and who checks.",
    instrument=OFFICIAL_NAME,
    body=[
        section(
            "What is the Convention?",
            """
            It is the first European treaty that treats trafficking as a violation of human rights
            rather than as a matter of borders alone. States that join promise not only to punish
            traffickers but to protect the people they harm.

            It has been in force since 1 February 2008, and has bound the United Kingdom since
            1 April 2009. When John Reid, Home Secretary at the time, signed it for the UK on 23
            March 2007, he sat at the desk at which William Wilberforce had worked against the slave
            trade two centuries earlier.
            """,
        ),
        section(
            "What it obliges states to do",
            """
            A state that has ratified the Convention must:

            - find out who is a victim, with people trained to do it
            - give assistance: housing, health care, advice, school for children
            - allow time to recover and reflect before any decision is asked for
            - grant residence permits where the person's situation calls for one
            - open ways to compensation and other redress in law
            - make sure that nobody is returned home unless it is safe and done with dignity

            Where the victim is a child, the child's best interests come first in all of this.
            """,
            read_more(
                line(
                    "The Convention: full text with its explanatory report",
                    "https://rm.coe.int/168008371d",
                    "Council of Europe, CETS 197",
                ),
                heading="The text itself",
            ),
        ),
        section(
            "The UK's plans of action",
            """
            To meet its obligations the UK drew up an action plan on trafficking. Two later papers
            took it further:

            - October 2009: an update of the action plan, by the Home Office and the Scottish
            Government
            - July 2011: a strategy on human trafficking, by the UK Government
            """,
            read_more(
                line(
                    "Human trafficking: the strategy of July 2011",
                    "https://www.gov.uk/government/publications/human-trafficking-strategy",
                    "Home Office",
                ),
                heading="The strategy",
            ),
        ),
        section(
            "National Referral Mechanism",
            """
            The National Referral Mechanism (NRM) is how the UK identifies people who have been
            trafficked and arranges support for them. It was set up in 2009, when the Convention
            came into force here. Somebody who meets a possible victim fills in a form; an official
            decides.
            """,
            statistic("children-2016"),
            read_more(
                line(
                    "Statistics on referrals, published through the year",
                    "https://www.nationalcrimeagency.gov.uk/",
                    "National Crime Agency",
                ),
                line(
                    "Children in the referral mechanism, 2012 to 2016: our analysis",
                    "reports/counted-not-protected",
                ),
                heading="The figures",
            ),
        ),
        section(
            "Anti-Trafficking Monitoring Group",
            """
            Nobody was given the task of checking whether the UK keeps the Convention. In May 2009
            charities and lawyers took it on themselves. They founded the Anti-Trafficking
            Monitoring Group (ATMG) to watch how the Convention is applied and to share what they
            learn.
            """,
            coalition(
                "Anti-Trafficking Monitoring Group",
                "ATMG logo",
                "The letters ATMG inside a ring of nine dots, one of them yellow",
                ATMG_MEMBER_NAMES,
                "2009-05-01",
                "month",
            ),
        ),
        section(
            "What the group found",
            "### The first year, 2010",
            """
            The group's first report came out in June 2010. ECPAT UK contributed what it says about
            the protection of children. It gave credit where it was due, for growing awareness and
            for good practice in places. Its verdict was that the UK was not keeping its word.
            """,
            report_cover("reports/wrong-kind-of-victim"),
            findings(
                "The reasons it gave were four. The Government had:",
                "misread provisions that the rest depends on",
                "left whole parts of the Convention without any action",
                "handed decisions on who is a victim to a flawed system, run by officials who "
                "answer to hardly anybody (the National Referral Mechanism)",
                "passed over the safeguards that children must have",
                citation="Wrong Kind of Victim?, sample file, page 3",
            ),
            """
            For children one gap matters more than any other: nobody has to speak for the child's
            best interests before a referral is made. A guardian appointed early would close it.
            That is what ECPAT UK campaigns for.
            """,
            quote(
                GUARDIAN_QUOTATION,
                source="Guardianship in brief (sample briefing)",
                page="2",
                link="doc:Guardianship in brief (sample briefing)",
            ),
            "### Prevention, 2012",
            """
            In May 2012 the group turned to prevention. Research in 2010 and 2011 asked what the UK
            does to stop people from being trafficked, or trafficked again, and how departments and
            charities work together. The report shows good practice and recommends how to make it
            the rule. ECPAT UK took part throughout and wrote the chapter on children.
            """,
            report_cover("reports/all-change"),
        ),
    ],
    read_more=read_more(
        line("All Change: the full report on prevention", "doc:All Change: full report"),
        line("All Change: the executive summary", "doc:All Change: executive summary"),
        line(
            "Watch Over Me: our report on guardianship",
            "reports/watch-over-me",
            "What a guardian does, and for whom",
        ),
        line(
            "Legislation and treaties: how the Council of Europe monitors them",
            "https://www.coe.int/en/web/anti-human-trafficking",
            "The expert group GRETA and its country reports",
        ),
    ),
    share_image="What the Convention obliges the UK to do (for sharing)",
    change=PageSummaryChange(
        "2017-05-29",
        "The two government papers are now listed by date. Before, both were called the "
        "most recent.",
        "The treaty that obliges the UK to identify, help and protect people who have been "
        "trafficked, children above all: what it says, what was done, and who checks.",
    ),
)

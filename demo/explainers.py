"""The shorter explainers: laws and treaties in plain words."""

from demo import instruments
from demo.records import Explainer
from demo.stream_data import (
    callout,
    external_report_cover,
    line,
    picture,
    quote,
    read_more,
    report_cover,
    section,
    statistic,
    table,
)

EXPLAINERS = [
    Explainer(
        slug="convention-on-the-rights-of-the-child",
        title="What the Convention on the Rights of the Child says about trafficking",
        date="2016-11-20",
        topics=("child-labour", "modern-slavery-law"),
        summary="Two short articles oblige almost every state in the world to prevent the sale of "
        "and traffic in children, and to help those it has happened to.",
        instrument=instruments.RIGHTS_OF_THE_CHILD_NAME,
        body=[
            section(
                "Four articles to know",
                table(
                    "Articles that concern trafficking",
                    ("Article", "What it obliges states to do"),
                    (
                        "3 | Put the child's best interests first",
                        "12 | Hear the child in everything that concerns it",
                        "35 | Prevent the abduction of, the sale of and traffic in children",
                        "39 | Help a child who was exploited to recover, in dignity",
                    ),
                ),
            ),
            section(
                "Why it matters in the UK",
                """
                British courts do not apply the treaty directly. They read the law in its light, and
                public bodies must show that they had the child's interests in view.

                A committee in Geneva examines each state every few years. Its remarks on the UK
                have asked for guardians and for figures on what becomes of children.
                """,
            ),
            section(
                "How to use it",
                "Cite the article in a letter to a council or a minister. It carries more weight "
                "than an appeal to kindness, and it does not depend on who is in office.",
            ),
        ],
        read_more=read_more(
            line("The Convention's text in English", "https://www.ohchr.org/"),
            line("Watch Over Me: our report on guardianship", "reports/watch-over-me"),
        ),
    ),
    Explainer(
        slug="palermo-protocol",
        title="The Palermo Protocol: the definition that everything rests on",
        date="2016-10-03",
        topics=("modern-slavery-law", "identification"),
        summary="What trafficking is, in the words of international law. For a child two elements "
        "are enough; whether the child agreed does not matter at all.",
        instrument=instruments.PALERMO_PROTOCOL_NAME,
        body=[
            section(
                "Three elements, and two for children",
                """
                Trafficking of adults has three elements: an act, such as recruiting; a means, such
                as force or deceit; and the purpose of exploitation.

                For anybody under eighteen the means need not be shown. A child cannot consent to
                being exploited, and nobody has to prove that it was forced.
                """,
                callout("“She wanted to come” is not an answer where a child is concerned."),
            ),
            section(
                "What follows in practice",
                """
                - do not ask a child whether it agreed
                - do not call it smuggling because money was paid
                - moving within one town is enough: no border needs to be crossed
                """,
            ),
            section(
                "What the Protocol leaves open",
                "It asks states to consider helping victims. That word is why later treaties, the "
                "Council of Europe's above all, turned help into a duty.",
            ),
        ],
        read_more=read_more(
            line(
                "The Council of Europe Convention explained", "policy/council-of-europe-convention"
            ),
        ),
    ),
    Explainer(
        slug="lanzarote-convention",
        title="The Lanzarote Convention and offenders who travel",
        date="2016-09-12",
        topics=("travelling-offenders", "online-exploitation"),
        summary="A treaty against the sexual abuse of children that reaches across borders and "
        "onto screens. The UK has signed it and, at the date of this page, not ratified it.",
        instrument=instruments.LANZAROTE_CONVENTION_NAME,
        body=[
            section(
                "What it adds",
                """
                States must punish abuse committed by their own nationals abroad, even where it is
                not a crime in the place in which it happens. Contacting a child online in order to
                meet for abuse is an offence in itself.
                """,
            ),
            section(
                "Where the UK stands",
                "Much of the law is in place already. Signature without ratification means that "
                "nobody outside the country may check whether it is applied.",
                quote(
                    "A signature is a promise to promise. Children abroad need the second one.",
                    role="Policy team",
                ),
            ),
            section(
                "What we ask for",
                """
                - ratify without reservations
                - check the register of offenders at departure, not on return
                - tell courts abroad what courts here already know
                """,
                report_cover("reports/abroad-and-accountable"),
            ),
        ],
        read_more=read_more(
            line(
                "The committee that monitors the treaty",
                "https://www.coe.int/en/web/children/lanzarote-committee",
            ),
        ),
    ),
    Explainer(
        slug="eu-trafficking-directive",
        title="The EU Trafficking Directive and what it gives a child",
        date="2016-07-18",
        topics=("modern-slavery-law", "guardianship", "courts"),
        summary="Seven duties towards children that bind the UK since April 2013, from a guardian "
        "to a lawyer at no cost, and what courts can do when they are not met.",
        instrument=instruments.TRAFFICKING_DIRECTIVE_NAME,
        body=[
            section(
                "Seven duties",
                """
                - presume that somebody is a child if age is in doubt
                - appoint a guardian or representative where parents cannot act
                - assess each child's needs one by one
                - give access to education
                - provide legal advice at no cost
                - interview the child without delay, rarely, and in a suitable room
                - do not punish the child for what it was made to do
                """,
            ),
            section(
                "What can be done when they are not met",
                "A directive can be relied upon before a court against the state. Lawyers have "
                "done so to stop prosecutions and to challenge decisions on age.",
            ),
            section(
                "After the referendum",
                "The duties hold for as long as the UK is a member. Whatever follows, children "
                "must not lose by it. We ask that each duty be written into an Act first.",
                picture(
                    "Doors",
                    "A row of five doors on a dark ground, four of them purple and one yellow",
                    "Rights are worth as much as the ways that lead to them",
                ),
            ),
        ],
    ),
    Explainer(
        slug="modern-slavery-act",
        title="The Modern Slavery Act 2015: what it changed for children",
        date="2017-03-26",
        topics=("modern-slavery-law", "guardianship", "courts"),
        summary="One Act instead of three, longer sentences, a commissioner, a defence for victims "
        "and the promise of advocates for children. What works two years on, and what does not.",
        instrument=instruments.SLAVERY_ACT_NAME,
        key_dates=[
            ("other", "Trial of child trafficking advocates begins", "2014-09-01", "month", ""),
        ],
        body=[
            section(
                "What the Act does",
                """
                The Act draws the offences of slavery and trafficking together, raises the longest
                sentence to life, and sets up an
                [Independent Anti-Slavery Commissioner](https://www.antislaverycommissioner.co.uk/).
                Large firms must say each year what they do about slavery in their supply chains.
                """,
            ),
            section(
                "What it says on children",
                table(
                    "Provisions for children, and where they stand",
                    ("Section", "What it provides", "At the date of this page"),
                    (
                        "45 | A defence for victims who were made to commit crimes | In force",
                        "48 | Independent child trafficking advocates | Not in force everywhere",
                        "49 | Guidance on identifying victims | Awaited",
                        "51 | Presumption about age | In force",
                    ),
                    "Modern Slavery Act 2015",
                ),
            ),
            section(
                "What is still missing",
                """
                The duty to appoint an advocate waits for regulations. Until they come, where a
                child was found decides whether anybody speaks for it.
                """,
                statistic("rise-2016"),
            ),
        ],
        read_more=read_more(
            line(
                "Modern Slavery Act 2015: the text as amended",
                "https://www.legislation.gov.uk/ukpga/2015/30/contents",
                "legislation.gov.uk",
            ),
            line("Nobody to Call: what young people say about waiting", "reports/nobody-to-call"),
        ),
    ),
    Explainer(
        slug="guardianship",
        title="Guardianship: who speaks for a trafficked child",
        date="2017-02-13",
        topics=("guardianship",),
        summary="Scotland and Northern Ireland give a trafficked child a guardian by law. England "
        "and Wales are still trying it out. What a guardian is, and what one is not.",
        key_dates=[
            ("other", "Guardianship service starts in Scotland", "2010-09-01", "month", "Glasgow"),
            (
                "other",
                "Guardians written into law, Northern Ireland",
                "2015-01-13",
                "day",
                "Belfast",
            ),
            ("other", "Guardians written into law, Scotland", "2015-11-04", "day", "Edinburgh"),
        ],
        body=[
            section(
                "What a guardian is",
                """
                One adult, independent of everybody who decides about the child, with a duty in law
                to that child alone. A guardian explains, accompanies, insists, and stays.
                """,
            ),
            section(
                "What a guardian is not",
                """
                - not a social worker, who answers to the council
                - not a lawyer, who acts on instructions
                - not a befriender, who has no right to see the file
                """,
                external_report_cover(
                    "Who Speaks for Me? (cover)",
                    "Two halves of a circle on a dark ground, one lilac and one yellow, set apart",
                    "Who Speaks for Me? A guide for young people",
                    "Northern Youth Advocates",
                    line(
                        "Who Speaks for Me? on the publisher's site",
                        "https://youth-advocates.example.org/who-speaks-for-me",
                        "A sample report, made up for the demonstration",
                    ),
                ),
            ),
            section(
                "Four nations, three answers",
                table(
                    "Guardians in the United Kingdom",
                    ("Where", "Who is entitled", "Since"),
                    (
                        "Northern Ireland | Separated and trafficked children | 2015",
                        "Scotland | Children arriving alone who may be trafficked | 2015",
                        "England and Wales | Children in trial areas | 2014",
                    ),
                    "Years in which the law was passed or the trial began",
                ),
                quote(
                    "A guardian was the first person who asked me what I wanted to happen.",
                    "Young person in care, sample quotation",
                ),
            ),
        ],
        read_more=read_more(
            line("Watch Over Me: our report of 2011", "reports/watch-over-me"),
            line("Guardianship in brief, two pages", "doc:Guardianship in brief (sample briefing)"),
        ),
        share_image="A guardian for every child (for sharing)",
    ),
]

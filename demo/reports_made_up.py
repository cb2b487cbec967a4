"""Reports that were made up for the demonstration."""

from demo.records import ECPAT_PUBLISHER, OTHER_FORMATS_TEXT, PageSummaryChange, Report
from demo.stream_data import body, findings, line, picture, quote, read_more, statistic, table

REPORTS = [
    Report(
        slug="abroad-and-accountable",
        title="Abroad and Accountable: stopping British offenders who travel",
        date="2013-10-08",
        topics=("travelling-offenders", "courts"),
        summary="Orders that forbid dangerous men to travel exist, and are hardly used. A proposal "
        "in eight steps for police, courts and border officers.",
        cover="Abroad and Accountable (cover)",
        publishers=(
            *ECPAT_PUBLISHER,
            ("Harbour Street Project", "contributor", "interviews with officers"),
        ),
        files=(("full_report", "Abroad and Accountable: full report", ""),),
        findings=findings(
            "From interviews with forces and courts it appears that:",
            "few officers have ever asked for an order that forbids travel",
            "a conviction abroad often stays unknown here",
            citation="Abroad and Accountable, sample file, page 3",
        ),
        body=body(
            "The law reaches further than those who use it believe. The report sets out, order by "
            "order, what a court may forbid and what evidence it asks for.",
            table(
                "What an order may forbid",
                ("Order", "Asked for by", "Longest term"),
                (
                    "Foreign travel | Chief officer of police | Five years",
                    "Contact with children | Chief officer or prosecutor | No limit",
                ),
                "Sample table, simplified from the law of 2013",
            ),
        ),
        request=OTHER_FORMATS_TEXT,
    ),
    Report(
        slug="nobody-to-call",
        title="Nobody to Call: what young people say about waiting for a guardian",
        date="2014-09-15",
        topics=("guardianship", "safe-accommodation"),
        summary="We asked young people in care whom they would ring at two in the morning. Most "
        "had no name to give. Their answers, and what councils can do about it.",
        cover="Nobody to Call (cover)",
        publishers=(
            *ECPAT_PUBLISHER,
            ("Northern Youth Advocates", "contributor", "the group discussions"),
        ),
        files=(
            ("full_report", "Nobody to Call: full report", ""),
            ("briefing", "Nobody to Call: briefing for councillors", ""),
        ),
        findings=findings(
            "Young people told us that:",
            "they met a new professional about once a fortnight",
            "nobody explained what a decision would mean before it was made",
            "they wanted the same face twice more than anything else",
            citation="Nobody to Call, sample file, pages 3 and 4",
        ),
        body=body(
            "The young people chose the questions. They also chose the title.",
            quote(
                "I had eleven people looking after me. I could not have told you which one to "
                "ring.",
                "Young person in care, sample quotation",
            ),
        ),
        accessible="Nobody to Call: full report",
    ),
    Report(
        slug="online-and-unseen",
        title="Online and Unseen: how children are recruited by way of their phones",
        date="2015-02-10",
        topics=("online-exploitation", "identification"),
        summary="The first approach is a message, and it looks like friendship. A review of what "
        "caseworkers know about recruitment online, with advice for parents and platforms.",
        cover="Online and Unseen (cover)",
        publishers=ECPAT_PUBLISHER,
        files=(
            ("full_report", "https://reports.example.org/online-and-unseen.pdf", "English"),
            ("executive_summary", "Online and Unseen: executive summary", ""),
        ),
        findings=findings(
            "In the cases that caseworkers described:",
            "the first contact was made on the child's own telephone",
            "weeks of kindness came before the first demand",
            citation="Online and Unseen, executive summary, sample file, page 2",
        ),
        body=body(
            "The report is published on another site, together with its method. What stands here "
            "is the summary.",
            picture(
                "Screens",
                "Purple frames inside one another, with a small yellow spot in the middle",
                "What a child sees and what an adult sees are seldom the same screen",
            ),
        ),
        request=OTHER_FORMATS_TEXT,
        isbn="978-3-16-148410-0",
    ),
    Report(
        slug="gone-by-morning",
        title="Gone by Morning: children who disappear from care in their first days",
        date="2016-11-14",
        topics=("missing-children", "safe-accommodation"),
        summary="Children who may have been trafficked vanish within days of being found. What "
        "happens in those days, and five things that keep a child from being lost again.",
        cover="Gone by Morning: children who disappear from care (cover)",
        publishers=(
            *ECPAT_PUBLISHER,
            ("Harbour Street Project", "contributor", "the return interviews"),
        ),
        files=(
            ("full_report", "Gone by Morning: full report", ""),
            ("executive_summary", "Gone by Morning: executive summary", ""),
        ),
        findings=findings(
            "Looking back from each absence, we found that:",
            "the risk had been noted, and no plan had followed",
            "return interviews came late or not at all",
            "absences were written down as running away, as if that were a reason",
            citation="Gone by Morning, sample file, pages 3 and 4",
        ),
        body=body(
            """
            ## The first seventy-two hours

            Somebody is waiting for the child: a number learned by heart, a debt, a threat against a
            mother. A plan made in the second week comes too late.

            ## Five things that help

            - a carer who knows the signs
            - a plan agreed with the child on the day of arrival
            - a guardian
            - a description and a photograph, taken with consent
            - one officer who is told first
            """,
        ),
        accessible="Gone by Morning: full report",
        change=PageSummaryChange(
            "2016-12-05",
            "We corrected the summary: it said “within a week”, and the report says “within days”.",
            "Children who may have been trafficked vanish within days of being found. What "
            "happens in those days, and five things that keep a child from being lost again.",
        ),
    ),
    Report(
        slug="safe-at-school",
        title="Safe at School: a guide to child trafficking for teachers",
        date="2017-01-16",
        topics=("training", "identification"),
        summary="Teachers see a child more often than anybody else who could help. A short guide "
        "to what to notice, what to write down and whom to call the same day.",
        cover="Safe at School: a guide for teachers (cover)",
        publishers=ECPAT_PUBLISHER,
        files=(
            ("full_report", "Safe at School: full guide", ""),
            ("easy_read", "Safe at School: easy read", ""),
            ("translation", "Yn ddiogel yn yr ysgol: canllaw i athrawon", ""),
        ),
        findings=findings(
            "A school protects best when:",
            "absence is followed up on the first day",
            "every adult in the building knows who leads on safeguarding",
            citation="Safe at School, sample file, pages 2 to 4",
        ),
        body=body(
            "The guide comes as an easy read, for teaching assistants and older pupils, and in "
            "Welsh. Print it, copy it, pin it up.",
        ),
        accessible="Safe at School: full guide",
    ),
    Report(
        slug="counted-not-protected",
        title="Counted, Not Protected: children in the National Referral Mechanism, 2012–2016",
        date="2017-04-24",
        topics=("trafficking-data", "identification"),
        summary="Referrals of children rose every year for five years. What the figures show, what "
        "they leave out, and why nobody can say what became of the children.",
        cover="Counted, Not Protected: children in the National Referral Mechanism, 2012–2016 "
        "(cover)",
        publishers=(
            *ECPAT_PUBLISHER,
            ("Northern Youth Advocates", "contributor", "comments on the draft"),
        ),
        files=(
            ("full_report", "Counted, Not Protected: full report", ""),
            ("executive_summary", "Counted, Not Protected: executive summary", ""),
            ("data", "Children referred by year", "English"),
        ),
        findings=findings(
            "Five years of figures show that:",
            "the number of children referred grew more than threefold, from 371 to 1,278",
            "each year's total was higher than the one before",
            "no figure says what happened to a child after the decision",
            citation="Counted, Not Protected, sample file, pages 2 to 4",
        ),
        body=body(
            "## What is counted",
            statistic("children-2016"),
            picture(
                "Children referred, 2012 to 2016",
                "Bar chart: 371 children in 2012, 450 in 2013, 671 in 2014, 982 in 2015 and 1,278 "
                "in 2016, the last bar yellow",
                "Children referred each year, as published by the National Crime Agency",
            ),
            """
            ## What is not

            A referral is a form. Where the child sleeps, who speaks for it, whether it is still
            there a year later: none of this is collected, let alone published.
            """,
        ),
        read_more=read_more(
            line("How a child is referred: our earlier analysis", "reports/wrong-kind-of-victim"),
            line(
                "The figures as a table",
                "doc:Children referred by year",
                "Five years, one row each",
            ),
            line(
                "Statistics of the National Crime Agency", "https://www.nationalcrimeagency.gov.uk/"
            ),
        ),
        share_image="1,278 children in one year (for sharing)",
        accessible="Counted, Not Protected: full report",
    ),
]

"""Reports that exist: two of the monitoring group, two of ECPAT UK. Their files are samples."""

from demo.records import ECPAT_PUBLISHER, OTHER_FORMATS_TEXT, Report
from demo.reusable_content import ATMG_NAME
from demo.stream_data import body, callout, findings, statistic

REPORTS = [
    Report(
        slug="wrong-kind-of-victim",
        title="Wrong Kind of Victim? An analysis of UK measures to protect trafficked persons",
        date="2010-06-01",
        precision="month",
        topics=("identification", "modern-slavery-law"),
        summary="Does the UK keep the Convention it has ratified? Nine organisations looked, and "
        "found more awareness, good work in places, and obligations that are not met.",
        cover="Wrong Kind of Victim? (cover)",
        publishers=(
            (ATMG_NAME, "publisher", ""),
            ("ECPAT UK", "contributor", "the protection of child victims"),
        ),
        files=(
            ("full_report", "Wrong Kind of Victim? Full report", ""),
            ("executive_summary", "Wrong Kind of Victim? Executive summary", ""),
        ),
        findings=findings(
            "Measured against the Convention, the Government had:",
            "misread provisions that the rest depends on",
            "left whole parts of the Convention without any action",
            "handed decisions on who is a victim to a flawed system, run by officials who answer "
            "to hardly anybody (the National Referral Mechanism)",
            "passed over the safeguards that children must have",
            citation="Wrong Kind of Victim?, sample file, page 3",
        ),
        body=body(
            """
            This was the first account of how the Convention is kept in the United Kingdom that did
            not come from those who have to keep it.

            ## What it is based on

            The group's members work with trafficked people every day: as lawyers, doctors, support
            workers and campaigners. They compared what they saw with what the Convention says.
            """,
        ),
        accessible="Wrong Kind of Victim? Full report",
    ),
    Report(
        slug="watch-over-me",
        title="Watch Over Me: a system of guardianship for child victims of trafficking",
        date="2011-01-01",
        precision="year",
        topics=("guardianship",),
        summary="Every trafficked child needs one adult whose only duty is to that child. This "
        "report says what such a guardian does, from the first suspicion until the child is safe.",
        cover="Watch Over Me (cover)",
        publishers=ECPAT_PUBLISHER,
        files=(("full_report", "Watch Over Me: full report", ""),),
        findings=findings(
            "A system of guardianship has to give every guardian:",
            "a duty in law towards one child, and towards nobody else",
            "independence from the council, the police and the Home Office",
            "the training and the time to stay with the child for years",
            citation="Watch Over Me, sample file, pages 2 and 3",
        ),
        body=body(
            """
            Guardians exist in many countries of Europe. In England a trafficked child has a social
            worker, a carer, perhaps a lawyer, perhaps an officer on the case, and nobody who is
            there for the child alone.
            """,
            callout("A guardian is not one more professional. A guardian is the one who stays."),
        ),
        request=OTHER_FORMATS_TEXT,
    ),
    Report(
        slug="on-the-safe-side",
        title="On the Safe Side: safe accommodation for child victims of trafficking",
        date="2011-01-01",
        precision="year",
        topics=("safe-accommodation", "missing-children"),
        summary="A bed is not yet safety. Ten principles, each starting from the child, for "
        "anybody who has to decide where a trafficked child will live tonight and next year.",
        cover="On the Safe Side (cover)",
        publishers=ECPAT_PUBLISHER,
        files=(("full_report", "On the Safe Side: full guide", ""),),
        findings=findings(
            "Safe accommodation takes account of:",
            "the child's body and mind, and what each has been through",
            "the law, and the people who may come looking for the child",
            "the language that is spoken where the child lives",
            "what the child itself calls safe",
            citation="On the Safe Side, sample file, page 2",
        ),
        body=body(
            """
            The guide is for social workers, foster carers and those who buy placements. Each
            principle comes with questions that a team can ask itself in ten minutes.
            """,
        ),
        accessible="On the Safe Side: full guide",
    ),
    Report(
        slug="all-change",
        title="All Change: Preventing Trafficking in the UK",
        date="2012-05-01",
        precision="month",
        topics=("modern-slavery-law", "training"),
        summary="Can trafficking be prevented, and who in the UK sees to it? The monitoring group "
        "asked every department, and found good work that nobody leads.",
        cover="All Change: Preventing Trafficking in the UK (cover)",
        publishers=(
            (ATMG_NAME, "publisher", ""),
            ("ECPAT UK", "contributor", "the chapter on child trafficking"),
        ),
        files=(
            ("full_report", "All Change: full report", "English"),
            ("executive_summary", "All Change: executive summary", ""),
        ),
        findings=findings(
            "The research of 2010 and 2011 found that:",
            "departments prevent side by side, and seldom together",
            "hardly anybody measures whether prevention works",
            "people who were trafficked once are not protected from being trafficked again",
            citation="All Change, sample file, pages 3 and 5",
        ),
        body=body(
            """
            The report measures the UK's work against its obligations under the Council of Europe
            Convention. It takes in what departments do, how they work with charities, and what
            other countries have tried.

            ## Nine organisations, one report

            The members of the group wrote it together. ECPAT UK had a hand in all of it and wrote
            about children.
            """,
            statistic("members"),
        ),
        request=OTHER_FORMATS_TEXT,
    ),
]

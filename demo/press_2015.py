"""Press releases of 2015."""

from demo.records import PageSummaryChange, Release
from demo.stream_data import body, line, picture, quote, read_more, report_cover, statistic, table

RELEASES = [
    Release(
        slug="northern-ireland-guardians-in-law",
        title="Northern Ireland is first in the UK to give trafficked children a guardian by law",
        date="2015-01-13",
        topics=("guardianship", "modern-slavery-law"),
        location="Belfast",
        summary="An Act that received Royal Assent today gives separated and trafficked children "
        "in Northern Ireland an independent guardian. The other nations can copy it word for word.",
        body=body(
            """
            It can be done, and it has been done in Belfast. From today the law of Northern Ireland
            says that a trafficked child shall have an independent guardian: qualified, with access
            to files, and with a say.

            Westminster has a bill before it on the same subject. Its drafters need only reach for
            the photocopier.
            """,
            quote("The argument that it cannot be written into law ended at noon today."),
        ),
    ),
    Release(
        slug="online-and-unseen-published",
        title="The first approach is a message: how children are recruited through their phones",
        date="2015-02-10",
        topics=("online-exploitation",),
        summary="On Safer Internet Day we publish what caseworkers know about recruitment online. "
        "It begins with kindness, and it begins on the child's own telephone.",
        body=body(
            """
            He liked her pictures. He asked about her day, every day, for six weeks. Then he asked
            for something else.

            Traffickers used to wait outside hostels. They still do, but most of the waiting is now
            done online.
            """,
            picture(
                "Screens",
                "Frames inside one another like a screen showing itself, with a small yellow spot",
                "The circle closes slowly: each step is smaller than the last",
            ),
            report_cover("reports/online-and-unseen"),
            """
            ## For parents

            Do not take the telephone away. Ask who is kind to your child online, and why.
            """,
        ),
    ),
    Release(
        slug="modern-slavery-act-royal-assent",
        title="Modern Slavery Act becomes law: a beginning, with gaps",
        date="2015-03-26",
        topics=("modern-slavery-law",),
        location="Westminster",
        contacts=("Bharti Patel", "Policy team"),
        summary="Royal Assent was given today. The Act brings a commissioner, a defence for "
        "victims and the promise of advocates. When the promise will be kept it does not say.",
        body=body(
            """
            Two years of work by survivors, lawyers, campaigners and both Houses have ended in an
            Act. It is better than the bill it began as, and children have advocates in it at last.

            ## What it does
            """,
            table(
                "The Act in four lines",
                ("Subject", "What is new"),
                (
                    "Sentences | Up to life",
                    "Commissioner | Independent, for the whole UK",
                    "Defence | For victims who were made to commit crimes",
                    "Advocates | Provided for, once regulations are made",
                ),
                "Modern Slavery Act 2015",
            ),
            """
            ## What it leaves out

            A date. Advocates wait for regulations, regulations wait for the end of a trial, and
            children wait for both.
            """,
            quote("Today we celebrate for an hour. Then we ask when."),
        ),
        read_more=read_more(
            line("The Act explained: what it changed for children", "policy/modern-slavery-act"),
            line(
                "The text of the Act",
                "https://www.legislation.gov.uk/ukpga/2015/30/contents",
                "legislation.gov.uk",
            ),
        ),
    ),
    Release(
        slug="missing-childrens-day-say-trafficked",
        title="International Missing Children's Day: when you hear “missing”, think “trafficked”",
        date="2015-05-25",
        topics=("missing-children",),
        summary="Children who vanish from care are searched for as runaways. Some did not run. We "
        "ask the police and councils to put one more box on the form.",
        body=body(
            """
            “Absconded” is a word for prisoners. It is still used of children who disappear from
            care within hours of being found in a lorry.

            A child may leave because it is hungry, bored or in love. A child who speaks no English,
            knows nobody and leaves without shoes did not abscond. Somebody was waiting.
            """,
            picture(
                "One of many",
                "Rows of purple dots on pale paper, all alike, with a single yellow one among them",
                "One file among many: what makes it different has to be asked for",
            ),
            quote("We ask for one box on a form: could this child have been trafficked?"),
        ),
        share_image="Missing is a warning (for sharing)",
    ),
    Release(
        slug="act-in-force-prosecutors-must-use-the-defence",
        title="Defence for trafficked children comes into force, and has to be known to be used",
        date="2015-07-31",
        topics=("courts", "modern-slavery-law"),
        summary="From today a child who was made to commit a crime has a defence in law. It is "
        "worth nothing in a police station where nobody has heard of it.",
        body=body(
            """
            Section 45 of the [Modern Slavery Act](policy/modern-slavery-act) is in force. A child
            who did what any child in that situation would have done is not guilty of it.

            We have printed it on a card that fits behind a warrant card. Ten thousand are on their
            way to custody sergeants, duty solicitors and youth courts.
            """,
        ),
        notes="Cards can be ordered at no cost from cards@example.org, twenty to an envelope.",
    ),
    Release(
        slug="four-in-ten-without-a-lawyer",
        title="Four in ten children who may have been trafficked meet no lawyer before the "
        "decision that shapes their future, we report",
        date="2015-09-17",
        topics=("courts", "identification"),
        summary="We read two hundred files. In eighty of them a child went through the whole "
        "procedure without legal advice, although the law entitles it to some.",
        body=body(
            """
            The letter is two pages long, and the word that matters is “not”. Most children who get
            it have nobody to tell them that it can be challenged.
            """,
            table(
                "When a child first met a lawyer",
                ("When", "#Children"),
                (
                    "Before the first decision | 46",
                    "Between the two decisions | 51",
                    "After the second decision | 23",
                    "Not at all | 80",
                ),
                "ECPAT UK, sample reading of 200 files",
            ),
            quote(
                "I thought the interpreter was my lawyer. He was kind. He never said that he was "
                "not.",
                "Young person in care, sample quotation",
            ),
        ),
        change=PageSummaryChange(
            "2015-09-24",
            "The first version said that ninety children met no lawyer. The right figure is "
            "eighty.",
            "We read two hundred files. In eighty of them a child went through the whole "
            "procedure without legal advice, although the law entitles every child to some.",
        ),
    ),
    Release(
        slug="scotland-writes-guardians-into-law",
        title="Scotland writes guardians into law, and England falls further behind",
        date="2015-11-04",
        topics=("guardianship", "modern-slavery-law"),
        location="Edinburgh",
        summary="Scotland's Act on trafficking received Royal Assent today. Children who arrive "
        "alone and may have been trafficked will have a guardian there as of right.",
        body=body(
            """
            A charity-run service in Scotland has provided guardians since 2010. Now they are in the
            law, with powers and with money.

            A child found in Carlisle is no less alone than a child found in Gretna, nine miles
            away.
            """,
            quote("Nine miles should not decide whether a child has somebody."),
        ),
        read_more=read_more(
            line("Guardianship in the four nations", "policy/guardianship"),
        ),
    ),
    Release(
        slug="children-trusted-their-advocates",
        title="Children trusted their advocates, trial shows: now give one to each of them",
        date="2015-12-17",
        topics=("guardianship", "trafficking-data"),
        summary="The evaluation of a year's trial is out. Children spoke to their advocates as to "
        "nobody else. Ministers want more trials; we want a date.",
        body=body(
            """
            Advocates were there, they came back, and children talked to them. That is what the
            evaluation says, in more words.

            Children went missing all the same, in both groups. An advocate is not a wall. It is a
            reason to ring before leaving, and some did.
            """,
            statistic("children-2014"),
            quote("The question has been answered. To ask it again is a way of not acting on it."),
        ),
    ),
]

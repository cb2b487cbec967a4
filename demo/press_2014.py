"""Press releases of 2014."""

from demo.records import Release
from demo.stream_data import body, callout, line, quote, read_more, report_cover, statistic

LONG_QUOTATION = (
    "He arrived on a Thursday with a plastic bag and a telephone number on his arm. I put soup on "
    "the table and he did not touch it. On Friday I ate first, and then he did. On Saturday he "
    "asked what the bins were for. Nobody had told me anything about him, and nobody had told him "
    "anything about me. On Sunday somebody rang the bell twice and went away, and he went white. I "
    "called the number on my sheet and was told to ring again on Monday. So we sat in the kitchen, "
    "with the lights off, and played cards until it was morning. He is still here. He is doing his "
    "exams. But I know what that Sunday was, and I know it was luck."
)

RELEASES = [
    Release(
        slug="one-word-from-young-people",
        title="We asked young people what should change, and they sent one word",
        date="2014-01-16",
        topics=("guardianship",),
        summary="Before the law on modern slavery is written, we asked a group of young people for "
        "their advice to ministers. They talked for two hours and agreed on a single word.",
        body=body(
            "It came on a postcard, in capitals, and it is on its way to the Home Office.",
            quote("Listen.", "Young people's advisory group, sample quotation"),
            "We have nothing to add.",
        ),
    ),
    Release(
        slug="450-children-referred-in-2013",
        title="Children referred as possible victims of trafficking rise to 450",
        date="2014-02-17",
        topics=("trafficking-data",),
        summary="450 children were reported last year as possibly trafficked, one in five more "
        "than the year before. Councils that never report any should explain why.",
        body=body(
            statistic("children-2013"),
            """
            The figure has risen by a fifth. It rises where people have been trained. In half of the
            country no child was referred at all, and that is no cause for pride: it means that
            nobody is looking.
            """,
            statistic("children-2012"),
        ),
        contacts=("Policy team",),
    ),
    Release(
        slug="committee-backs-advocates-for-children",
        title="Committee of both Houses backs advocates for trafficked children",
        date="2014-04-08",
        topics=("modern-slavery-law", "guardianship"),
        location="Westminster",
        summary="MPs and peers who examined the draft bill on modern slavery want every trafficked "
        "child to have an advocate with powers in law. Now the Government has to decide.",
        body=body(
            """
            The Joint Committee on the draft Modern Slavery Bill has published its report. It does
            not stop at repairs: it has written a draft of its own.

            For children it asks for advocates whose powers are in the Act, not in guidance that can
            be forgotten in a drawer. We said so in our evidence and are glad to have been heard.
            """,
            quote("A right that depends on a leaflet is not a right."),
        ),
    ),
    Release(
        slug="modern-slavery-bill-introduced",
        title="Modern Slavery Bill reaches the Commons without the words children need",
        date="2014-06-10",
        topics=("modern-slavery-law",),
        location="Westminster",
        summary="The bill was introduced today. It names a commissioner and longer sentences. It "
        "lets ministers provide advocates for children, and does not say that they must.",
        body=body(
            """
            “May” is a small word. In the bill that was introduced in the House of Commons today it
            stands between a trafficked child and the adult who would speak for it: ministers may
            make arrangements for advocates. They may also not.

            ## What we ask MPs to change

            - “may” into “must”
            - advice into powers: to see files, to be heard, to instruct a lawyer
            - a defence that a child can rely on without proving that it was forced
            """,
            callout("One word in clause after clause decides it: change “may” into “must”."),
        ),
    ),
    Release(
        slug="trial-of-advocates-begins",
        title="Advocates for trafficked children start work in twenty-three councils",
        date="2014-09-08",
        topics=("guardianship",),
        summary="A trial begins today in which trafficked children get an advocate of their own. "
        "Half get one and half do not, so that the difference can be measured.",
        body=body(
            """
            In twenty-three council areas a trafficked child may now be given an advocate. Which
            child gets one is decided by lot, so that the two groups can be compared.

            We have waited years for this. We also note what it means to be in the other group.
            """,
            quote(
                "We would not test seat belts this way, but we shall read the results with care."
            ),
        ),
    ),
    Release(
        slug="nobody-to-call-published",
        title="“Who would you ring at two in the morning?” Young people in care had no answer",
        date="2014-09-15",
        topics=("guardianship", "safe-accommodation"),
        issued_with=("Northern Youth Advocates",),
        location="Sheffield",
        summary="A new report asks young people who were trafficked about the adults in their "
        "lives. There are many, they change all the time, and none can be reached at night.",
        body=body(
            "The question was theirs: whom would you ring at two in the morning? Most left "
            "it blank.",
            report_cover("reports/nobody-to-call"),
            """
            Services close at five. Fear does not. The report recommends that a guardian be
            appointed within a day, and that councils publish how often they manage it.
            """,
        ),
        read_more=read_more(
            line(
                "Nobody to Call: two pages for councillors",
                "doc:Nobody to Call: briefing for councillors",
            ),
            line("Guardianship explained", "policy/guardianship"),
        ),
        share_image="A guardian for every child (for sharing)",
    ),
    Release(
        slug="anti-slavery-day-a-light-in-every-town-hall",
        title="Anti-Slavery Day: three questions to ask in every town hall",
        date="2014-10-17",
        topics=("identification", "training"),
        summary="Tomorrow is Anti-Slavery Day. Town halls will be lit up. We suggest that somebody "
        "goes inside and asks three questions at the desk.",
        body=body(
            """
            Lights are lovely. Answers are better. Tomorrow, ask your council:

            - who in this building do I tell if I think that a child was trafficked?
            - how many of your social workers have been trained this year?
            - where would the child sleep tonight?

            Then write to us and say what you were told. We shall publish the best answer and the
            longest wait.
            """,
        ),
    ),
    Release(
        slug="what-a-foster-carer-told-us",
        title="“I know it was luck”: what a foster carer told us about the first four days",
        date="2014-12-03",
        topics=("safe-accommodation",),
        location="Norwich",
        summary="Most of what goes wrong for a trafficked child in care goes wrong between "
        "Thursday and Monday. An account of one long weekend, and of what should have happened.",
        body=body(
            "We were going to write about staffing at weekends. Then we read this, and stopped.",
            quote(LONG_QUOTATION, "Foster carer, sample quotation", "Fifteen years in fostering"),
            """
            ## What should have happened

            A plan before he arrived. A number that answers on Sunday. An officer who knew the
            address and drove past. None of it costs much, and none of it is law.
            """,
        ),
    ),
]

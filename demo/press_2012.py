"""Press releases of 2012; the last one is rebuilt from the old site."""

from demo.records import PRESS_RELEASE_BOILERPLATE, PageSummaryChange, Release
from demo.reusable_content import ATMG_NAME
from demo.stream_data import body, callout, findings, line, quote, read_more, report_cover

DEBATE_RELEASE = Release(
    slug="our-calls-raised-in-debate-on-first-idmg-report",
    title="MPs debate first IDMG report on human trafficking and take up our calls for children",
    date="2012-12-24",
    event="2012-12-20",
    location="Westminster",
    contacts=("Bharti Patel",),
    topics=("guardianship", "safe-accommodation", "modern-slavery-law"),
    summary="In Westminster Hall, MPs asked for an independent rapporteur, for guardians and for "
    "safe places to live: three things that trafficked children need and do not have.",
    body=body(
        """
        The ministers who are responsible for the fight against trafficking have marked their own
        work. On 20 December MPs said so, in a debate in Westminster Hall that ECPAT UK followed
        from the gallery.

        Their subject was the first annual report of the Inter-Departmental Ministerial Group (IDMG)
        on Human Trafficking. Peter Bone MP, who chairs the All-Party Parliamentary Group on the
        subject jointly with others, opened the debate. Mark Harper MP, Minister for Immigration,
        replied for the Government.

        ## A report without a verdict

        We welcomed the report when it appeared on 18 October 2012: it shows in one place what
        departments do. What they achieve it does not show, and it cannot. A group of ministers is
        not independent of the Government it reports on.
        """,
        quote(
            "The report lists what was done. It has very little to say about the problem itself, "
            "or about whether any of the work made a difference.",
            "Member of Parliament in the debate, sample quotation",
        ),
        """
        ## An independent rapporteur

        Both the [Council of Europe Convention](policy/council-of-europe-convention) and the [EU
        Directive](policy/eu-trafficking-directive) ask for a national rapporteur. The Government
        holds that its ministerial group is one. Those who make policy cannot at the same time be
        the ones who judge it.
        """,
        quote(
            "...nobody who spoke from the back benches thought that ministers could be their own "
            "inspectors. The rapporteur has to be independent.",
            "Member of Parliament leading the debate, sample quotation",
        ),
        """
        The group has work to do all the same. It could bring departments together, and go on
        publishing an account of what they do each year.
        """,
        quote(
            "The gaps in this report make the case better than we could. The UK needs a "
            "commissioner who monitors, evaluates and advises, and whom no minister can overrule. "
            "Appoint one, and children will be the first to notice."
        ),
        "## A guardian for every child",
        quote(
            "One large recommendation is still lying on the table: that [trafficked] children "
            "should have a guardian.",
            "Member of Parliament in the debate, sample quotation",
        ),
        """
        A guardian stands up for one child's best interests for as long as it takes, and opens the
        doors of services that the child is entitled to. The Minister's answer was that others
        already do this. They do not: children still go without the care that is due to them as
        children and as victims of crime. The chapter on children in the ministers' report is short,
        and guardianship is not mentioned in it, although the Convention and the Directive both make
        it a duty.

        ## A safe place to live

        Trafficked children are often placed in ordinary children's homes, where too few staff know
        what to look out for. Some disappear and are trafficked again.
        """,
        quote(
            "We find a child, we place it where its traffickers can find it too, and then we are "
            "surprised that it is gone. How often must that happen?",
            "Member of Parliament in the debate, sample quotation",
            "Speaking on care and accommodation",
        ),
        """
        Safety is more than an address. It takes in health of body and mind, the law, language, and
        what the child itself calls safe. Our ten principles, which all start from the child, say
        how to provide it.
        """,
    ),
    read_more=read_more(
        line(
            "The Westminster Hall debate of 20 December 2012",
            "https://hansard.parliament.uk/commons/2012-12-20",
            "The official record, Hansard",
        ),
        line(
            "Briefing for MPs on the IDMG report",
            "doc:Joint briefing for MPs on the IDMG report",
            "By ECPAT UK and Anti-Slavery International",
        ),
        line("Watch Over Me: our report on guardianship", "reports/watch-over-me"),
        line("On the Safe Side: our guide to safe accommodation", "reports/on-the-safe-side"),
    ),
    share_image="MPs debate the first IDMG report (for sharing)",
    notes="""
    The Inter-Departmental Ministerial Group published its first annual report on 18 October 2012.
    The debate took place on 20 December 2012.

    The release was written anew from the facts in the original of 24 December 2012. All five
    quotations are samples: nobody said them in the debate. What was said is in Hansard.
    """,
)

RELEASES = [
    Release(
        slug="most-councils-do-not-count-trafficked-children",
        title="Most councils do not count the trafficked children in their care",
        date="2012-02-14",
        topics=("trafficking-data", "safe-accommodation"),
        summary="We asked councils a simple question: how many trafficked children do you look "
        "after? Most could not answer, and few knew how many had gone missing.",
        body=body(
            """
            Councils look after children who were found in brothels, in kitchens and behind the
            locked doors of cannabis farms. Ask how many, and most have no answer.

            We wrote to forty councils. Thirty-one replied. Only nine keep a record that tells a
            trafficked child from any other.
            """,
            findings(
                "Of the thirty-one councils that replied:",
                "nine record trafficking as such",
                "four could say how many of these children had gone missing",
                "two have a protocol that staff could find while we were on the line",
                citation="ECPAT UK, sample survey, February 2012",
            ),
            quote(
                "What is not counted is not planned for. These children are planned for by luck."
            ),
        ),
    ),
    Release(
        slug="girls-kept-as-servants-next-door",
        title="Girls are kept as servants next door, and neighbours see them every day",
        date="2012-03-08",
        topics=("child-labour", "identification"),
        summary="On International Women's Day we ask people to look at who opens the door, who "
        "carries the shopping, and who is never at school.",
        body=body(
            """
            She takes the children to school and does not go herself. She sleeps on the kitchen
            floor. She came for an education, her family was told, and nobody here has asked her
            name.

            Domestic servitude is the form of trafficking that leaves the fewest traces. It is also
            the one with the most witnesses: neighbours, teachers, the receptionist at the surgery.

            ## What to look for

            - a child who is always at work in the house
            - a “cousin” whom nobody mentions in the family's stories
            - a girl who asks to borrow a telephone

            If you are worried, call your council's children's services. You need not be sure.
            """,
        ),
        location="Leeds",
    ),
    Release(
        slug="all-change-prevention-without-an-owner",
        title="Preventing trafficking is everybody's business and nobody's job, report finds",
        date="2012-05-28",
        topics=("modern-slavery-law",),
        issued_with=(ATMG_NAME,),
        summary="Nine organisations looked for whoever is in charge of preventing trafficking in "
        "the UK. They found good people, short projects, and no one to ask.",
        body=body(
            """
            Departments run campaigns. Police forces visit schools. Charities pay for shelters until
            the money ends. All of it is prevention, and none of it is anybody's job.

            That is the finding of All Change, published this month by the Anti-Trafficking
            Monitoring Group. It rests on research carried out in 2010 and 2011.
            """,
            report_cover("reports/all-change"),
            """
            ECPAT UK took part in the whole of the work and wrote the chapter on children. For a
            child, prevention is papers, a school place, and an adult who can be trusted.
            """,
            quote("You cannot arrest your way out of this. Somebody has to own what comes before."),
        ),
    ),
    Release(
        slug="london-2012-watch-for-children-not-for-headlines",
        title="London 2012: watch out for children, not for headlines",
        date="2012-07-26",
        topics=("sporting-events",),
        location="Stratford",
        summary="Large events do not bring a wave of trafficking, whatever the headlines say. They "
        "do bring crowds, casual work and children alone, and those need watching.",
        body=body(
            """
            Each time a tournament comes round, somebody predicts forty thousand victims. The number
            has no source. It sells papers, and it makes people look in the wrong place.

            What we ask of hotels, stewards and volunteers this summer is plainer. Notice a child
            who is begging for somebody else. Ask who is with a child who is out at midnight. Tell
            the police, and write down the time.
            """,
            quote("A made-up number helps no child. An usher who asks a question does."),
        ),
    ),
    Release(
        slug="thousandth-foster-carer-trained",
        title="One thousand foster carers trained to keep trafficked children safe",
        date="2012-09-06",
        topics=("training", "safe-accommodation"),
        location="Cardiff",
        summary="The thousandth carer has finished our course. What they learn fits on a page: the "
        "first night, the telephone, the window, and the question not to ask.",
        body=body(
            """
            The first night decides. A child who is fed, told where the bathroom is and left in
            peace is likelier to be there at breakfast. That is the first hour of our course for
            foster carers, which its thousandth participant finished in Cardiff this week.

            The second hour is about telephones: whose number is in it, and what to do instead of
            taking it away.
            """,
            quote(
                "I used to think that my job was to keep the door shut. It is to be a reason to "
                "stay.",
                "Foster carer, sample quotation",
            ),
        ),
    ),
    Release(
        slug="first-idmg-report-says-little-about-children",
        title="First report by ministers on trafficking says little about children",
        date="2012-10-18",
        topics=("modern-slavery-law", "guardianship"),
        summary="Ministers have published their first yearly account of the fight against "
        "trafficking. It is useful, it is theirs alone, and children get a few pages.",
        location="Westminster",
        contacts=("Policy team", "Press office"),
        body=body(
            """
            For the first time one document says what every department does against trafficking. The
            Inter-Departmental Ministerial Group published it today, and we are glad of it.

            It is an account by those responsible. It describes activity, not effect. The chapter on
            children is brief, and the word “guardian” does not occur in it.

            ## Three questions for ministers

            - who will check this account, and when?
            - how many children went missing after they were found?
            - when will each of them have a guardian?
            """,
        ),
        change=PageSummaryChange(
            "2012-10-19",
            "We removed a sentence on the length of the report, which counted its annexes.",
            "Ministers have published their first yearly account of the fight against "
            "trafficking. It is useful, it is theirs alone, and children get only a few pages.",
        ),
    ),
    Release(
        slug="children-who-tend-cannabis-are-victims",
        title="Children who are locked in to tend cannabis are victims, not criminals",
        date="2012-11-20",
        topics=("courts", "identification"),
        summary="Boys found in houses full of cannabis plants are charged within hours. Many were "
        "brought here for it. Police and prosecutors must ask first, and charge later if at all.",
        body=body(
            """
            The house had no lights on and foil over the windows. The boy inside spoke no English
            and did not know which city he was in. By evening he had been charged.

            We know of children who served sentences for what they were forced to do. The law allows
            prosecutors to stop such a case, and international law obliges them to.
            """,
            callout(
                "Found a child in a cannabis house? Call children's services before the interview, "
                "not after the charge."
            ),
        ),
        notes="The cases described were changed so that nobody can be recognised.\n\n"
        + PRESS_RELEASE_BOILERPLATE,
    ),
    DEBATE_RELEASE,
]

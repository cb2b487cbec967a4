"""The home page, the lists, and the pages that stay."""

from demo.records import Information
from demo.stream_data import block, body, callout, document, line, read_more, report_cover, table

# When the old site's pages went up, and when the home page was last changed.
PAGES_CREATED_ON = "2012-01-09"
PAGES_UPDATED_ON = "2017-06-12"

HOME_PAGE = {
    "title": "ECPAT UK: protecting children from trafficking",
    "seo_title": "ECPAT UK: against child trafficking and exploitation",
    "strapline": "Children are trafficked into and within the UK. We work to end it, and to see "
    "that every child who was trafficked is believed, protected and heard.",
    "search_description": "ECPAT UK campaigns against child trafficking and the exploitation of "
    "children across borders: press releases, policy and reports.",
}

INDEX_PAGES = {
    "PressReleaseIndexPage": (
        "press",
        "Press releases",
        "Everything we have told the press since 2012, newest first. Every release names somebody "
        "who answers the telephone.",
    ),
    "PolicyIndexPage": (
        "policy",
        "Policy",
        "What laws and treaties oblige the UK to do for trafficked children, in plain words, with "
        "dates and sources. Each page says when it was last checked.",
    ),
    "ReportIndexPage": (
        "reports",
        "Reports",
        "Our research and that of the groups we belong to. Every report is free to read, to share "
        "and to quote.",
    ),
}

CONTACT_BLOCK = block("contact_details", None)

INFORMATION_PAGES = [
    Information(
        slug="about",
        title="About",
        in_menu=True,
        summary="ECPAT UK is a children's rights charity. We campaign, we research and we train, "
        "so that no child is trafficked and none is left alone afterwards.",
        body=body(
            """
            Somewhere in the United Kingdom tonight a child is working off a debt that somebody else
            ran up. Another is being told that the police would lock her up. Both are entitled to
            protection. Most will not get it unless an adult knows what to look for.

            ## What we do

            - we press governments for laws that protect children, and for the money to apply them
            - we publish what the figures show and what they hide
            - we train those who meet children at work
            - we listen to young people who have been through it, and bring them to those who decide

            ## Whom we work with

            We are one of the nine organisations that founded the Anti-Trafficking Monitoring Group
            in 2009, and part of an international network against the sexual exploitation of
            children.
            """,
            callout(
                "If you think a child is in danger now, call 999. If you are worried but nobody is "
                "in danger this minute, call the children's services of your council."
            ),
            """
            ## About this website

            This is a demonstration. The facts about treaties, laws and official figures are public
            ones. Most releases and several reports were made up to fill the archive, and say so.
            All quotations are samples that nobody said; all telephone numbers are out of use.
            """,
        ),
    ),
    Information(
        slug="training",
        title="Training",
        summary="Courses for social workers, teachers, foster carers, police officers and anybody "
        "else who may meet a trafficked child. Half a day or two days, at your place or ours.",
        body=body(
            """
            Most trafficked children were seen by a professional before anybody understood what was
            going on. Our courses are about that moment: what to notice, what to ask, what to do by
            five o'clock.

            ## Courses
            """,
            table(
                "Courses and whom they are for",
                ("Course", "For", "Length"),
                (
                    "Recognise and refer | Everybody who works with children | Half a day",
                    "Safe placements | Foster carers and residential staff | One day",
                    "Evidence and the child | Police officers and lawyers | Two days",
                    "First responders | Those who fill in referral forms | One day",
                    "Trainers | Those who will teach colleagues | Two days",
                ),
                "Sample programme",
            ),
            """
            ## In your rooms or in ours

            We come to groups of eight or more. Open courses take place in London once a month;
            travel by public transport is easy and the rooms are step-free.

            ## Book a place

            Write to training@example.org with the name of the course and the number of people.
            """,
            document("Safe at School: full guide", "What we hand out: Safe at School"),
            report_cover("reports/on-the-safe-side"),
        ),
    ),
    Information(
        slug="contact",
        title="Contact",
        in_menu=True,
        summary="Our address, our telephone numbers and our e-mail, for the press and for "
        "everybody else, and whom to call when a child is in danger.",
        body=body(
            callout("A child is in danger now? Call 999. We are not an emergency service."),
            """
            ## Write, ring or visit

            We have moved. Please use this address from now on.
            """,
            CONTACT_BLOCK,
            """
            ## For the press

            The press number, {press_phone}, is answered on weekdays from nine to six, and forwarded
            at other times. Say when your deadline is: we ring back before it, or write from
            {press_email}.

            ## Visiting

            The entrance is step-free and there is a hearing loop in the meeting room. Tell us what
            you need and we shall see to it.
            """,
        ),
    ),
    Information(
        slug="privacy",
        title="Privacy",
        summary="What this website keeps about you: the e-mail address that you give us for the "
        "newsletter, and hardly anything else.",
        body=body(
            """
            ## What we keep

            - your e-mail address, if you ask for the newsletter and confirm that it is yours
            - what you write to us, for as long as it takes to answer
            - addresses of computers that asked for pages, for two weeks, to fend off attacks

            ## What we do not do

            No page loads anything from another company. There is no advertising, no profile of you,
            and no cookie unless you sign in as an editor.

            ## Your rights

            You may see, correct or delete what we hold about you. Write to privacy@example.org; we
            answer within a month, and usually within the week.

            ## Children's stories

            We never publish what could identify a child. Cases are changed, mixed and read by a
            lawyer before anybody else sees them.
            """,
            read_more(
                line("The regulator: Information Commissioner's Office", "https://ico.org.uk/"),
                line("How to reach us", "contact"),
                heading="If you are not content",
            ),
        ),
    ),
    Information(
        slug="accessibility",
        title="Accessibility",
        summary="How this website works with keyboards, screen readers, large print and old "
        "telephones, what does not work yet, and how to get any report in another format.",
        body=body(
            """
            We want everybody to be able to read what we publish, whoever they are and whatever they
            read it with.

            ## What you can expect

            - every page works with a keyboard alone and without JavaScript
            - text can be enlarged four times without anything being cut off
            - colours keep their contrast by day and in dark mode
            - every picture that says something is described

            ## What does not work yet

            Some older reports are PDF files without tags, which screen readers read badly. Each
            report says whether its file is tagged, and how to ask for another format.

            ## Tell us

            If something is in your way, write to access@example.org. We answer within five working
            days and say when it will be mended.
            """,
            read_more(
                line("A report in another format: ask us", "contact"),
                line(
                    "The guidelines we follow",
                    "https://www.w3.org/TR/WCAG22/",
                    "Web Content Accessibility Guidelines 2.2, level AA",
                ),
            ),
        ),
    ),
]

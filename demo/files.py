"""The files to be written: what each PDF says, and the figures as CSV."""

from demo.pdf_texts import (
    ABROAD_REPORT_SECTIONS,
    AFTER_EIGHTEEN_SECTIONS,
    ALL_CHANGE_SECTIONS,
    COUNTED_REPORT_SECTIONS,
    GONE_BY_MORNING_SECTIONS,
    GUARDIAN_QUOTATION,
    GUARDIANS_REPORT_SECTIONS,
    NOBODY_TO_CALL_SECTIONS,
    SAFE_AT_SCHOOL_SECTIONS,
    SAFETY_GUIDE_SECTIONS,
    VICTIM_REPORT_SECTIONS,
    WELSH_SCHOOL_GUIDE_SECTIONS,
    PdfSections,
    build_summary_sections,
)
from demo.pdf_writer import DemoPdf
from demo.pictures import CHILDREN_REFERRED_BY_YEAR, COVERS
from demo.records import File

ALT_TEXT_BY_TITLE = {picture.title: picture.alt for picture in COVERS}


def build_report_pdf(
    title: str,
    filename: str,
    printed: str,
    sections: PdfSections,
    cover: str = "",
    language: str = "en-GB",
    tagged: bool = True,
    collection: str = "Reports",
) -> File:
    """Return a PDF; `cover` names the picture that fills its first page."""
    written = DemoPdf(title, printed, sections, language, tagged, ALT_TEXT_BY_TITLE.get(cover, ""))
    return File(title, filename, written, collection=collection, cover=cover)


REFERRALS_CSV = "year,children referred\n" + "".join(
    f"{year},{count}\n" for year, count in CHILDREN_REFERRED_BY_YEAR.items()
)

_VICTIM, _CHANGE, _WATCH, _SAFE, _ABROAD, _NOBODY, _ONLINE, _GONE, _SCHOOL, _COUNTED, _AFTER = (
    picture.title for picture in COVERS
)

DEMO_FILES = [
    build_report_pdf(
        "Wrong Kind of Victim? Full report",
        "wrong-kind-of-victim.pdf",
        "2010",
        VICTIM_REPORT_SECTIONS,
        _VICTIM,
    ),
    build_report_pdf(
        "Wrong Kind of Victim? Executive summary",
        "wrong-kind-of-victim-summary.pdf",
        "June 2010",
        build_summary_sections("More awareness, too few rights: the Convention is not yet kept."),
    ),
    build_report_pdf(
        "All Change: full report",
        "all-change.pdf",
        "May 2012",
        ALL_CHANGE_SECTIONS,
        _CHANGE,
        tagged=False,
    ),
    build_report_pdf(
        "All Change: executive summary",
        "all-change-summary.pdf",
        "May 2012",
        build_summary_sections("Prevention needs an owner, a budget and a yearly account."),
    ),
    build_report_pdf(
        "Watch Over Me: full report", "watch-over-me.pdf", "2011", GUARDIANS_REPORT_SECTIONS, _WATCH
    ),
    build_report_pdf(
        "On the Safe Side: full guide", "on-the-safe-side.pdf", "2011", SAFETY_GUIDE_SECTIONS, _SAFE
    ),
    build_report_pdf(
        "Abroad and Accountable: full report",
        "abroad.pdf",
        "October 2013",
        ABROAD_REPORT_SECTIONS,
        _ABROAD,
    ),
    build_report_pdf(
        "Nobody to Call: full report",
        "nobody-to-call.pdf",
        "2014",
        NOBODY_TO_CALL_SECTIONS,
        _NOBODY,
    ),
    build_report_pdf(
        "Nobody to Call: briefing for councillors",
        "nobody-to-call-briefing.pdf",
        "September 2014",
        build_summary_sections("Ask your director three questions: who, how soon, and who checks?"),
    ),
    build_report_pdf(
        "Online and Unseen: executive summary",
        "online-and-unseen-summary.pdf",
        "February 2015",
        build_summary_sections(
            "Most first contact now happens on a telephone that belongs to the child."
        ),
        _ONLINE,
    ),
    build_report_pdf(
        "Gone by Morning: full report",
        "gone-by-morning.pdf",
        "November 2016",
        GONE_BY_MORNING_SECTIONS,
        _GONE,
    ),
    build_report_pdf(
        "Gone by Morning: executive summary",
        "gone-by-morning-summary.pdf",
        "November 2016",
        build_summary_sections("Children vanish in the first days. Plans come in the second week."),
    ),
    build_report_pdf(
        "Safe at School: full guide",
        "safe-at-school.pdf",
        "January 2017",
        SAFE_AT_SCHOOL_SECTIONS,
        _SCHOOL,
    ),
    build_report_pdf(
        "Safe at School: easy read",
        "safe-at-school-easy-read.pdf",
        "January 2017",
        build_summary_sections("Look.", "Write it down.", "Tell somebody the same day."),
    ),
    build_report_pdf(
        "Yn ddiogel yn yr ysgol: canllaw i athrawon",
        "yn-ddiogel-yn-yr-ysgol.pdf",
        "Ionawr 2017",
        WELSH_SCHOOL_GUIDE_SECTIONS,
        language="cy",
    ),
    build_report_pdf(
        "Counted, Not Protected: full report",
        "counted.pdf",
        "2017",
        COUNTED_REPORT_SECTIONS,
        _COUNTED,
    ),
    build_report_pdf(
        "Counted, Not Protected: executive summary",
        "counted-summary.pdf",
        "April 2017",
        build_summary_sections(
            "Five years, five rises, and no account of what became of the children."
        ),
    ),
    build_report_pdf(
        "After Eighteen: full report",
        "after-eighteen.pdf",
        "Sample report",
        AFTER_EIGHTEEN_SECTIONS,
        _AFTER,
    ),
    File("Children referred by year", "children-referred.csv", text=REFERRALS_CSV),
    build_report_pdf(
        "Joint briefing for MPs on the IDMG report",
        "idmg-briefing.pdf",
        "December 2012",
        build_summary_sections(
            "The group is made up of ministers and reports on its own work.",
            "Ask for a rapporteur who is independent, and for guardians for children.",
        ),
        collection="Press",
    ),
    build_report_pdf(
        "Guardianship in brief (sample briefing)",
        "guardianship-in-brief.pdf",
        "January 2013",
        [("Why early", [f"An ECPAT UK spokesperson says: “{GUARDIAN_QUOTATION}”"])],
        collection="Press",
    ),
]

"""The longest explainer: fifteen steps from first suspicion to settled life."""

from demo.records import Explainer
from demo.stream_data import callout, line, read_more, report_cover, section, statistic, table

NRM_EXPLAINER = Explainer(
    slug="national-referral-mechanism",
    title="The National Referral Mechanism for children, step by step",
    date="2017-01-30",
    topics=("identification", "trafficking-data"),
    summary="From the first suspicion to a settled life: what happens to a child who is referred, "
    "who decides what, how long it should take, and where children fall through.",
    key_dates=[
        ("other", "The mechanism starts work", "2009-04-01", "day", ""),
        ("other", "Review of the mechanism published", "2014-11-01", "month", ""),
        ("other", "Trial of decisions by panels begins", "2015-11-01", "month", "England"),
    ],
    body=[
        section(
            "In one paragraph",
            "A professional who suspects trafficking refers the child. An official decides, first "
            "whether it may be so, then whether it is. The child's protection does not wait for "
            "either decision: it is owed from the first suspicion.",
        ),
        section(
            "Who can refer",
            "Only a first responder can: the police, a council, the border force, and some "
            "charities. Everybody else tells one of these. A child need not agree to be referred, "
            "but should be told, in words that it understands.",
        ),
        section(
            "Signs that should make you think",
            "No sign proves anything. Several together call for a referral.",
            table(
                "Signs and what may lie behind them",
                ("Sign", "What may lie behind it"),
                (
                    "Somebody else answers for the child | Control",
                    "A telephone number learned by heart | A debt, or a threat",
                    "Found alone, with money or tools | Forced crime or labour",
                    "Missing, and back with new things | Exploitation during absence",
                ),
                "Simplified from our training",
            ),
        ),
        section(
            "Before the form",
            "Call the council's children's services the same day. Hold a strategy discussion. "
            "The form comes after the child is safe, not before.",
            callout("In danger now? Call 999. A referral is never the first thing to do."),
        ),
        section(
            "Filling in the form",
            "Write what was seen and said, by whom and when. Leave out guesses. The official who "
            "reads the form will never meet the child, so what is not in it does not exist.",
        ),
        section(
            "The first decision",
            "Within five days an official says whether there are reasonable grounds: whether the "
            "child may have been trafficked. The bar is low, and meant to be.",
        ),
        section(
            "Time to recover",
            "A positive first decision brings at least 45 days in which nobody may remove the "
            "child from the country. For children those days are often taken up with interviews.",
        ),
        section(
            "The second decision",
            "The official then decides on conclusive grounds: whether, more likely than not, the "
            "child was trafficked. There is no time limit, and some children wait for a year.",
            "### What counts as evidence",
            "The child's account, the views of those who know the child, findings of doctors, what "
            "the police found. An account that comes out in pieces is normal, not suspicious.",
        ),
        section(
            "If the answer is no",
            "There is no appeal. A decision can be reviewed by the same office, or challenged in "
            "court with a solicitor. Children have turned a no into a yes by both routes.",
        ),
        section(
            "Where the child lives",
            "The council looks after the child, with or without a decision. Placement far from the "
            "traffickers is not always best: a child moved twice trusts nobody.",
            report_cover("reports/on-the-safe-side"),
        ),
        section(
            "A guardian",
            "In Scotland and Northern Ireland the child has one by law. In England and Wales it "
            "depends on where the child happens to be found.",
        ),
        section(
            "Police and courts",
            "The child is a witness and must not be punished for what traffickers made it do. "
            "Tell the police and the defence lawyer about the referral, in writing.",
        ),
        section(
            "Asylum",
            "The two procedures run side by side and ask the same questions twice. A good lawyer "
            "asks for one interview to serve both.",
        ),
        section(
            "The figures",
            statistic("children-2015"),
            statistic("children-2016"),
            "More children are recognised each year. How many are protected, nobody publishes.",
        ),
        section(
            "After the decision",
            "A letter arrives. The child is still the same child, with school on Monday. Support "
            "should follow need, not the letter.",
        ),
    ],
    read_more=read_more(
        line("Counted, Not Protected: five years of figures", "reports/counted-not-protected"),
        line("Safe at School: what teachers can do", "reports/safe-at-school"),
        line("Training for first responders", "training"),
    ),
)

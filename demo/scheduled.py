"""Put a release and a release set under embargo, and make an embargo link to it.

Their moments are counted from the day of loading, so that there is always something to wait for.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from demo.accounts import get_role_owner
from demo.load_content import build_release, build_report
from demo.loading import Loader
from demo.records import ECPAT_PUBLISHER, OTHER_FORMATS_TEXT, Release, Report
from demo.stream_data import body, findings, line, link_to, quote, read_more, report_cover
from policy.models import ReportIndexPage
from pressroom.models import PressReleaseIndexPage
from publishing import release_sets
from publishing.embargo.tokens import hash_token
from publishing.models import EmbargoLink, ReleaseSet
from snippets.models import SiteBanner

# Printed at every start, as the passwords of the demonstration accounts are.
DEMO_EMBARGO_TOKEN = "demo-only-under-embargo"  # noqa: S105
EMBARGO_LINK_OUTLET = "The Example Times (demonstration)"
SET_TITLE = "Launch of After Eighteen"
SCHEDULED_IN, SCHEDULED_AT = timedelta(days=4), time(10, 0)
SET_IN, SET_AT = timedelta(days=2), time(0, 1)
LAUNCH_BANNER_DURATION = timedelta(days=14)

SCHEDULED_RELEASE = Release(
    slug="seven-questions-at-the-front-desk",
    title="Seven questions at the front desk: a checklist for hotels",
    date="",
    topics=("identification", "training"),
    summary="A room paid for in cash, a child who does not speak for herself. A checklist of one "
    "page tells hotel staff what to ask, whom to ring and what to write down.",
    body=body(
        """
        Children who are exploited stay in ordinary hotels, on ordinary nights. Those who see them
        are the people at the front desk, and nobody has told them what to look for.

        The checklist fits on one page. It asks seven questions, in the order in which a night
        porter meets them, and ends with two telephone numbers.
        """,
        quote(
            "We do not ask staff to be detectives. We ask them to make one telephone call.",
            "ECPAT UK spokesperson, sample quotation",
        ),
    ),
)

REPORT_FILE_TITLE = "After Eighteen: full report"
LAUNCHED_REPORT = Report(
    slug="after-eighteen",
    title="After Eighteen: what becomes of trafficked children when they turn adult",
    date="",
    topics=("guardianship", "safe-accommodation"),
    summary="On one birthday a young person loses a guardian, a placement and a school place. The "
    "report follows what happens next, and asks for support that ends when it is not needed.",
    cover="After Eighteen (cover)",
    publishers=ECPAT_PUBLISHER,
    files=(("full_report", REPORT_FILE_TITLE, ""),),
    findings=findings(
        "Young adults told us that:",
        "support ended within weeks of a birthday, whatever they needed",
        "nobody had planned for that day with them",
        "they went back to those who had exploited them because a bed was offered",
        citation="After Eighteen, sample file, page 2",
    ),
    body=body("Every recommendation names who would have to act, and by when."),
    request=OTHER_FORMATS_TEXT,
)

LAUNCH_RELEASE = Release(
    slug="after-eighteen-published",
    title="Protection should not end on a birthday",
    date="",
    topics=("guardianship", "safe-accommodation"),
    summary="A new report follows trafficked children past their eighteenth birthday, when most of "
    "what protected them ends. It asks for support that lasts as long as the need does.",
    body=body(
        """
        A trafficked child has a guardian, a placement and a social worker. On the morning after an
        eighteenth birthday, many have none of the three.

        The report published today asks councils to plan for that morning a year ahead.
        """,
        report_cover("reports/after-eighteen"),
        quote(
            "Nobody becomes safe by turning eighteen.",
            "ECPAT UK spokesperson, sample quotation",
        ),
    ),
    read_more=read_more(
        line("What young people say about waiting for a guardian", "reports/nobody-to-call")
    ),
)

LAUNCH_BANNER = {
    "heading": "New report: After Eighteen",
    "message": "What becomes of trafficked children when they turn adult, and what should.",
    "link": "reports/after-eighteen",
}


def load_scheduled_content(loader: Loader) -> None:
    """Schedule a release, and approve a set with an embargo link, unless they are there."""
    today = timezone.localdate()
    press, reports = PressReleaseIndexPage.objects.get(), ReportIndexPage.objects.get()
    communications = get_role_owner("Communications")
    moment = _combine_local_datetime(today + SCHEDULED_IN, SCHEDULED_AT)
    page = build_release(loader, SCHEDULED_RELEASE, moment.date())
    page.go_live_at = moment
    if loader.draft(press, page, communications):
        page.latest_revision.publish(user=loader.publisher, skip_permission_checks=True)
    if ReleaseSet.objects.filter(title=SET_TITLE).exists():
        return
    moment = _combine_local_datetime(today + SET_IN, SET_AT)
    paper = build_report(loader, LAUNCHED_REPORT, moment.date())
    loader.draft(reports, paper, get_role_owner("Policy"))
    launch = build_release(loader, LAUNCH_RELEASE, moment.date())
    loader.draft(press, launch, communications)
    _approve(loader, moment, [paper, launch, _draft_banner(loader, moment)])


def _approve(loader: Loader, moment: datetime, items: list[Any]) -> None:
    release_set = ReleaseSet.objects.create(
        title=SET_TITLE,
        go_live_at=moment,
        owner=loader.publisher,
        notes="The press office rings the two newsrooms that hold an embargo link at 09:00.",
    )
    for item in items:
        release_sets.add_item(release_set, item, loader.publisher)
    release_sets.approve(release_set, loader.publisher)
    if settings.DEMO_ACCOUNTS:
        link = EmbargoLink(
            outlet=EMBARGO_LINK_OUTLET,
            token_hash=hash_token(DEMO_EMBARGO_TOKEN),
            scheduled_for=moment,
            created_by=get_role_owner("Communications"),
        )
        link.content_object = release_set
        link.save()


def _draft_banner(loader: Loader, moment: datetime) -> SiteBanner:
    banner = SiteBanner.objects.create(
        heading=LAUNCH_BANNER["heading"],
        message=LAUNCH_BANNER["message"],
        severity=SiteBanner.Severity.INFORMATION,
        expire_at=moment + LAUNCH_BANNER_DURATION,
        live=False,
        **loader.build_stream_values("launch-banner", link=link_to(LAUNCH_BANNER["link"])),
    )
    banner.save_revision(user=loader.publisher, clean=False)
    return banner


def _combine_local_datetime(day: Any, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))

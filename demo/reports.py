"""The reports, oldest first."""

from demo import reports_made_up, reports_real

REPORTS = sorted((*reports_real.REPORTS, *reports_made_up.REPORTS), key=lambda report: report.date)

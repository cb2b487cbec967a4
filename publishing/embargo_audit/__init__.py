"""The embargo seal: the site looks at itself as a visitor before and after go-live."""

from publishing.embargo_audit.status import status_line, status_lines
from publishing.embargo_audit.tasks import (
    ask,
    check_now,
    enqueue_due_audits,
    forget_old_checks,
    run_audit,
)

__all__ = [
    "ask",
    "check_now",
    "forget_old_checks",
    "enqueue_due_audits",
    "run_audit",
    "status_line",
    "status_lines",
]

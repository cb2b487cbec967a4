"""The embargo seal: the site looks at itself as a visitor before and after go-live."""

from publishing.embargo_audit.status import get_status_line, get_status_lines
from publishing.embargo_audit.tasks import (
    audit_now,
    delete_old_audits,
    enqueue_audit,
    enqueue_due_audits,
    run_audit,
)

__all__ = [
    "enqueue_audit",
    "audit_now",
    "delete_old_audits",
    "enqueue_due_audits",
    "run_audit",
    "get_status_line",
    "get_status_lines",
]

"""The embargo seal: the site looks at itself as a visitor before and after go-live."""

from publishing.embargo_audit.due_audits import enqueue_due_audits
from publishing.embargo_audit.retention import delete_old_audits
from publishing.embargo_audit.status import get_audit_status_line, get_audit_status_lines
from publishing.embargo_audit.tasks import enqueue_audit, run_audit_task, run_manual_audit

__all__ = [
    "enqueue_audit",
    "run_manual_audit",
    "delete_old_audits",
    "enqueue_due_audits",
    "run_audit_task",
    "get_audit_status_line",
    "get_audit_status_lines",
]

"""The embargo seal: the site looks at itself as a visitor before and after go-live."""

from publishing.seal.asking import (
    ask,
    check_now,
    forget_old_checks,
    request_checks,
    run_seal_check,
)
from publishing.seal.status import status_line, status_lines

__all__ = [
    "ask",
    "check_now",
    "forget_old_checks",
    "request_checks",
    "run_seal_check",
    "status_line",
    "status_lines",
]

"""Check what an editor has open against the rules of publication, without saving it."""

from editorial.checklist.builder import Checklist, build_checklist
from editorial.checklist.form_errors import Problem

__all__ = ["Checklist", "Problem", "build_checklist"]

"""Check what an editor has open against the rules of publication, without saving it."""

from editorial.checklist.builder import Checklist, build_checklist
from editorial.checklist.form_errors import FormProblem

__all__ = ["Checklist", "FormProblem", "build_checklist"]

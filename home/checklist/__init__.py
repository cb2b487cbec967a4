"""Check what an editor has open against the rules of publication, without saving it."""

from home.checklist.problems import Problem
from home.checklist.reading import Checklist, look_over

__all__ = ["Checklist", "Problem", "look_over"]

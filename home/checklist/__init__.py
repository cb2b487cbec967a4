"""What stands in the way of publishing what an editor has open, without saving it first."""

from home.checklist.problems import Problem
from home.checklist.reading import Checklist, look_over

__all__ = ["Checklist", "Problem", "look_over"]

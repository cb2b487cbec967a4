"""What stands in the way of publishing what an editor has open, without saving it first."""

from home.checklist.reading import Checklist, Line, look_over

__all__ = ["Checklist", "Line", "look_over"]

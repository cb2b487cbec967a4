"""Bulk actions on pages, which obey the rules of the form and report what happened to each page."""

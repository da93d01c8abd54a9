"""Rows and list items as papers."""

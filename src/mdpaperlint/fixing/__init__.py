"""Applies edits to text and writes files."""

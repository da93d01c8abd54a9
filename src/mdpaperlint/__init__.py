"""A linter for research-paper lists kept in Markdown."""

__version__ = "0.1.0"

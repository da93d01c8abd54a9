"""Identifiers of papers: their grammar, the URLs that carry them, their canonical form."""

"""Runs rules over documents and decides which of their reports count."""

"""Chronological order: which entries are dated, which way they run, which stand in the wrong place."""

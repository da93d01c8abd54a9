"""Runs rules over files: selection, suppression, known violations, repairs, writing."""

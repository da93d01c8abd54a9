"""Partial dates, as lists write them."""

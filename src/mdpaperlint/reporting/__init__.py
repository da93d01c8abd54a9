"""Turns violations into what people and machines read."""

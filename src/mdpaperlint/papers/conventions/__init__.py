"""The conventions of a list as a whole."""

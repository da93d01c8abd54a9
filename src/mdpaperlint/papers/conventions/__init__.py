"""What a list does as a whole."""

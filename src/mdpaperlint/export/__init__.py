"""Papers of lists for other programs."""

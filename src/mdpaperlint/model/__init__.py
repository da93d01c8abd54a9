"""What every other part speaks of: plain data, no logic that needs a parser."""

"""Plain data that every other part uses; no logic that needs a parser."""

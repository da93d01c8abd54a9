"""What the blocks of a list mean: papers with their dates, identifiers, order and conventions."""

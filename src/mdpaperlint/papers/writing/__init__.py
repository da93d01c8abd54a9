"""New entries, written as those beside them are, at the place that the order gives them."""

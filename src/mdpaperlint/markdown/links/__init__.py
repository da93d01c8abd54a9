"""Links with the exact places of their destinations, and the anchors that links can lead to."""

"""Links with the exact places of their destinations, what was meant as one, and where links can lead."""

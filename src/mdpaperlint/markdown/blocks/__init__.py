"""Where blocks begin and end, tables and their cells among them, as cmark-gfm, and so GitHub, has it."""

"""Blocks, tables and their cells, as cmark-gfm, and so GitHub, reads them."""

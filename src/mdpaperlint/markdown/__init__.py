"""Text to blocks, tables, links and headings as GitHub has them, with exact spans."""

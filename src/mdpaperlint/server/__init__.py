"""The language server: what an editor is told of a list while it is written (LSP 3.17)."""

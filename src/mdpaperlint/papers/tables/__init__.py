"""Tables of papers: their columns, their headers, the rows that do not fit."""

"""Tables of contents: lists of links to the headings of their own page."""

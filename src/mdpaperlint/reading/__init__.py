"""Text to model: where things stand in a Markdown file and what they mean in a list of papers."""

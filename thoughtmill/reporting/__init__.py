"""Numbers for people: lines, tables, Markdown, one HTML page."""

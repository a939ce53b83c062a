"""One natural language a trace."""

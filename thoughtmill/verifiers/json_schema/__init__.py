"""Answers that are JSON, compared with a schema."""

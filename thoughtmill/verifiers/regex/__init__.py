"""Answers that match a regular expression as a whole."""

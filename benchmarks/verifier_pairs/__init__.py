"""Answers beside references, with labels that nobody would argue about: the set behind the figures."""

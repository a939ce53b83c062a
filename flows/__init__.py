"""Prefect flows: the order of things. Each reads like the table of contents of its part of the mission."""

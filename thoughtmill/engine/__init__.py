"""Engines: what is sent to them, how they are kept full, and one of our own on this machine."""

"""Loops and text that goes in circles."""

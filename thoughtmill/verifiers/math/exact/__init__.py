"""Exact values without an algebra system."""

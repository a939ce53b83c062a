"""Measured values: numbers with units, within a tolerance."""

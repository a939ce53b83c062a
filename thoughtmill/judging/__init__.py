"""Traces → verdicts: every trace meets the filters, in worker processes; again at will."""

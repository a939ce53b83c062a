"""Prefect tasks: one call into the library each, plus retries, timeouts, names and artifacts."""

"""Questions → traces: what to ask next, and one run that asks it."""

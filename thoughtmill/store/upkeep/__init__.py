"""A store kept whole: check, repair, copy, sweep, purge, and what they share."""

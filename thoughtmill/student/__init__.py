"""A release → a trained student."""

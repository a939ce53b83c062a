"""Kept traces → an exactly counted release."""

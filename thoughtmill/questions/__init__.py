"""Sources → questions: read, checked, without duplicates and leaks."""

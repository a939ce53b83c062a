"""What only an algebra system can decide, asked in a process that can be killed."""

"""What is committed: commit records, the journal that holds them, and what they say of each other."""

"""What is true: shards and their commit records, in a folder or in a bucket."""

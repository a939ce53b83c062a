"""Where a store's files lie: a folder, a bucket, copies on this machine."""

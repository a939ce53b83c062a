"""Who works on what: leases, their beats and lock files, and claims on pieces of a unit."""

"""Papers of the collation."""

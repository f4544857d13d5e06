"""Pages of the collation."""

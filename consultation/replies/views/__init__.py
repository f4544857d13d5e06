"""Pages of a unit's reply."""

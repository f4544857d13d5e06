"""Changes of a unit's reply."""

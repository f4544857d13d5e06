"""Changes that make a decision."""

"""Pages of a gate."""

"""Pages of what changed."""

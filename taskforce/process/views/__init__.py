"""Pages of a timeline and its steps."""

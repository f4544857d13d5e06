"""Changes of a timeline and its steps."""

"""Forms of a timeline and its steps."""

"""A draft round as each kind of invited will see it."""

"""Papers made from what a round holds."""

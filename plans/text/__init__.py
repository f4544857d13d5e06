"""The text of a plan: markup and tree, numbers, order keys, comparing; pure."""

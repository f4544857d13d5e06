"""起草: the tree, writing, saving, find and replace, preview."""

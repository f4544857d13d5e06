"""Changes of text and tree: one verb, one revision, one audit row."""

"""Pages for what comes on paper or as a file."""

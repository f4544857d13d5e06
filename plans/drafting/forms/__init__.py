"""Forms of text and of find and replace."""

"""Taking in filled forms and letters."""

"""What a leaver holds of rounds and opinions."""

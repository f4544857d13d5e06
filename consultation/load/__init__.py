"""Generated opinions, to measure with."""

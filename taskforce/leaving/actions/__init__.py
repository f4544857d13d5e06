"""The kinds that the process knows."""

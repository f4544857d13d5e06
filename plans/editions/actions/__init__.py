"""Freezing an edition, and what is written or made with it."""

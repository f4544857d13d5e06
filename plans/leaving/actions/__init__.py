"""Handing over, and the kinds that the written plan knows."""

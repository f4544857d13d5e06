"""Deciding: opinions, meetings, instructions, the decision page."""

"""Tests of the room operation."""

"""Gathering and sealing what is put to the deciders."""

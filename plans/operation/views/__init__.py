"""Probes for machines; the pages of the system administrator."""

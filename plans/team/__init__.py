"""Who writes what, how far, margin notes."""

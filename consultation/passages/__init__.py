"""Passages of an edition: quoting, finding again, likeness, search."""

"""Faults: people at work over HTTP while processes and servers are killed; then all is counted."""

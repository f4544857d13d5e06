"""The published plan: pages and formats."""

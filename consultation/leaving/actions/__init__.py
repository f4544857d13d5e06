"""The kinds that consultation knows."""

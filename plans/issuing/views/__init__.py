"""Pages of issue, numbers, letterheads and reviews."""

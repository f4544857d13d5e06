"""Forms of issue, numbers, letterheads and reviews."""

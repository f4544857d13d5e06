"""Taking suggestions, looking at those that wait, publishing what became of them."""

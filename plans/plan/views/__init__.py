"""Pages of the plan as a whole."""

"""Forms of the plan: labels and limits; the rules are the actions'."""

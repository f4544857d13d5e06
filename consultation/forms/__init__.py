"""Forms of consultation: labels and limits; the rules are the actions'."""

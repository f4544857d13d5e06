"""Pages of units, sign-in and password."""

"""Changes of units, accounts and passwords."""

"""Forms of units, accounts and passwords."""

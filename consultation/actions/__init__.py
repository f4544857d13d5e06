"""Every change in a consultation: one verb, one transaction, one audit row."""

"""Every change to what is written: one verb, one transaction, one audit row."""
